/**
 * Charts of C made fit to be read: a call and the choice behind it are one point, named by the function that is called.
 */
import { type Chart, type ChartEdge, type ChartState, parentOf } from './chart.ts'

/** @param labelOf what a point is called, with its line */
export function joined({ name, states, edges }: Chart, labelOf: (path: string) => string | undefined): Chart {
  const calls = states.filter(({ path, kind }) => kind === 'fragment' && isCall(path, states)).map(({ path }) => path)
  /** Nothing for the end of a call. */
  const outer = (path: string): string | undefined => {
    const inside = calls.findLast(call => path.startsWith(`${call}.`))
    if (inside === undefined) return path
    if (path === `${inside}.called`) return undefined
    return path.replace(`${inside}.calling`, inside)
  }
  const points = states.flatMap((state): ChartState[] => {
    const path = outer(state.path)
    if (path === undefined || calls.includes(state.path)) return []
    const initial = state.initial && outer(state.initial)
    const ends = edges.filter(({ from, to }) => from === state.path && outer(to) === undefined)
    const events = [...new Set(ends.flatMap(({ event }) => event ?? []))]
    const fails = events.length === 0 ? '' : ` (or ${events.join(', ')})`
    return [
      {
        ...state,
        path,
        label: `${labelOf(path) ?? state.label}${fails}`,
        ...(initial !== undefined && { initial }),
      },
    ]
  })
  const arrows = edges.flatMap(({ from, to, event, ...edge }): ChartEdge[] => {
    const [start, end] = [outer(from), outer(to)]
    if (start === undefined || end === undefined) return []
    const { guard } = edge
    const told = guard === undefined || guard.includes(' leads to ') || guard.includes('_') ? {} : { guard }
    return [{ from: start, to: end, ...(event !== undefined && { event }), ...told }]
  })
  return { name, states: points, edges: arrows }
}

/** A call whose result decides what follows: see `compound` in the front end. */
const isCall = (path: string, states: readonly ChartState[]): boolean => {
  const inside = states.filter(one => parentOf(one.path) === path)
  return inside.length === 2 && inside.some(one => one.path === `${path}.called` && one.kind === 'end')
}
