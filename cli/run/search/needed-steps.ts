/**
 * The steps that a violation needs.
 */
import type { Trace, TraceStep } from '../../../checker/index.ts'

interface Slice extends Pick<Trace, 'steps'> {
  readonly needed?: Trace['needed'] | undefined
}

/**
 * Each where it first happens: a loop that goes round again adds nothing; the same call from another place in the code does.
 * Of a trace that does not say which steps are needed, all count.
 */
export function neededOnce({ steps, needed }: Slice): readonly TraceStep[] {
  const those = needed === undefined ? steps : needed.map(index => steps[index]!)
  const points = those.map(({ operation, at, fn, event }) => `${operation} ${at} ${fn} ${event}`)
  return those.filter((_, index) => points.indexOf(points[index]!) === index)
}
