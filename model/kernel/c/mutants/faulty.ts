/**
 * The names by which mutants find locks, references, ranges and rounding in kernel C.
 */
import type { MutantNames } from '../../../c/mutate/mutant.ts'

/** Both ways round. */
const pairs = (all: readonly (readonly [string, string])[]): ReadonlyMap<string, string> =>
  new Map(all.flatMap(([one, other]) => [[one, other] as const, [other, one] as const]))

export const mutantNames: MutantNames = {
  otherMode: pairs([
    ['filemap_invalidate_lock', 'filemap_invalidate_lock_shared'],
    ['filemap_invalidate_unlock', 'filemap_invalidate_unlock_shared'],
    ['down_write', 'down_read'],
    ['up_write', 'up_read'],
  ]),
  counting: new Set(['folio_put', 'folio_get', 'put_page', 'get_page', 'fput', 'get_file', 'folio_put_refs']),
  rounding: new Set(['ALIGN', 'ALIGN_DOWN', 'round_up', 'round_down']),
  ranges: /(^|[.>_])(start|end|index|offset|len|nr_pages|npages|nr|size|gfn|pgoff)$/,
}
