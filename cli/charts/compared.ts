/**
 * Two charts in one: what only the second has is added, what only the first has is removed.
 */
import type { Chart, ChartEdge, ChartMark, ChartState } from './chart.ts'

export function comparedCharts(before: Chart, after: Chart): Chart {
  const name = `${before.name}, then ${after.name}`
  return {
    name,
    states: merged<ChartState>(before.states, after.states, ({ path, label, kind }) => `${path} ${label} ${kind}`),
    edges: merged<ChartEdge>(
      before.edges,
      after.edges,
      ({ from, to, event, guard }) => `${from} ${to} ${event} ${guard}`,
    ),
  }
}

/** In the order of the second, each of the first alone behind what stands before it there. */
function merged<T extends { readonly mark?: ChartMark }>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (one: T) => string,
): T[] {
  const known = new Set(before.map(keyOf))
  const kept = new Set(after.map(keyOf))
  const all: T[] = after.map(one => (known.has(keyOf(one)) ? one : { ...one, mark: 'added' }))
  let at = 0
  for (const one of before) {
    const found = all.findIndex(other => keyOf(other) === keyOf(one))
    if (found >= 0) at = found + 1
    else if (!kept.has(keyOf(one))) all.splice(at++, 0, { ...one, mark: 'removed' })
  }
  return all
}
