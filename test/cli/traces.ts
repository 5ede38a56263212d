/**
 * Runs written by hand, to be told by reports.
 */
import type { Change, Step } from '../../checker/result.ts'

/** A step with what matters to a report; the rest is as for a plain `step`. */
export const step = (thread: number, fn: string, changes: Change[] = [], more: Partial<Step> = {}): Step => ({
  thread,
  element: String(thread),
  operation: 'convert',
  at: 'somewhere',
  fn,
  event: 'step',
  to: 'elsewhere',
  changes,
  locals: [],
  ...more,
})

export const starts = (thread: number, operation: string, args: Readonly<Record<string, number>>): Step =>
  step(thread, '', [], { operation, starts: args, at: '' })

/** `share[0] PRIVATE -> SHARED`: the field, its entry if it is a row, both values in words. */
export function change(field: string, index: number | undefined, before: string, after: string): Change {
  const place = index === undefined ? {} : { index }
  return { field, ...place, before: Number(before) || 0, after: Number(after) || 1, shows: [before, after] }
}
