/**
 * Runs written by hand, to be told by reports.
 */
import type { Change, TraceStep } from '../../../checker/declare/result.ts'

/** A step with what matters to a report; the rest is as for a plain `step`. */
export const step = (thread: number, fn: string, changes: Change[] = [], more: Partial<TraceStep> = {}): TraceStep => ({
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

export const starts = (thread: number, operation: string, args: Readonly<Record<string, number>>): TraceStep =>
  step(thread, '', [], { operation, starts: args, at: '', event: 'start' })

/** `share[0] PRIVATE -> SHARED`: the field, its entry if it is a row, both values in words. */
export function change(field: string, index: number | undefined, before: string, after: string): Change {
  const place = index === undefined ? {} : { index }
  return { field, ...place, before: 0, after: 1, shows: [before, after] }
}

/** Two CPUs: a conversion that fails halfway, and a fault that waits for it. */
export const race: readonly TraceStep[] = [
  starts(0, 'convert', { start: 0, pages: 2 }),
  step(0, 'filemap_invalidate_lock', [change('invalidateWriter', undefined, '-', 'CPU0')]),
  starts(1, 'fault', { gfn: 0 }),
  step(1, 'kvm_mmu_faultin_pfn', [change('faulting', 0, '{}', '{1}')]),
  step(0, 'kvm_gmem_invalidate_begin', [
    change('invalidating', 0, '0', '1'),
    change('invalidateStart', 0, '-', '0'),
    change('invalidateEnd', 0, '-', '2'),
  ]),
  step(0, 'kvm_gmem_shareability_store', [
    change('share', 0, 'PRIVATE', 'SHARED'),
    change('share', 1, 'PRIVATE', 'SHARED'),
  ]),
  step(0, '__kvm_gmem_filemap_add_folio', [change('failuresLeft', undefined, '1', '0')], { event: 'enomem' }),
  step(1, 'filemap_invalidate_lock_shared', [change('warnSpinning', undefined, '0', '1')]),
]
