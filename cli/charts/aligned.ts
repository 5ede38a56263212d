/**
 * Names for the states of a chart of C that stay the same while lines move: a state is the n-th call of its function that
 * both charts have in the same order.
 */
import type { Chart } from './chart.ts'

/** The first chart, with the paths of the second where the same call stands in both. */
export function aligned(before: Chart, after: Chart): Chart {
  const [a, b] = [before, after].map(({ states }) => states.map(({ path }) => ({ path, call: callOf(path) }))) as [
    { path: string; call: string }[],
    { path: string; call: string }[],
  ]
  const lengths = a.map(() => b.map(() => 0))
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      lengths[i]![j] = a[i]!.call === b[j]!.call ? 1 + at(i + 1, j + 1) : Math.max(at(i + 1, j), at(i, j + 1))
  const names = new Map<string, string>()
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i]!.call === b[j]!.call) names.set(a[i++]!.path, b[j++]!.path)
    else if (at(i + 1, j) >= at(i, j + 1)) i++
    else j++
  }
  const kept = new Set(names.values())
  /** No path of the second chart is taken by another call. */
  const rename = (path: string) => names.get(path) ?? (kept.has(path) ? `${path}_before` : path)
  return {
    ...before,
    states: before.states.map(state => ({
      ...state,
      path: rename(state.path),
      label: names.has(state.path)
        ? after.states.find(({ path }) => path === names.get(state.path))!.label
        : state.label,
    })),
    edges: before.edges.map(edge => ({ ...edge, from: rename(edge.from), to: rename(edge.to) })),
  }
}

/** `folio_unlock_612_from_30` as `folio_unlock`. */
const callOf = (path: string): string => path.replace(/_\d+(_from_[\d_]+)?/g, '')
