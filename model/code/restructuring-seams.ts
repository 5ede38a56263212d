/**
 * Seams of what a conversion of hugepages does (RFC v2 38/51).
 */

import { theOne } from '../c/machine/seam.ts'
import { wordOf } from '../kernel/c/errno.ts'
import { SHARED } from '../kernel/state/values.ts'
import type { KernelSeam } from './seam.ts'

export const restructuringSeams: readonly KernelSeam[] = [
  {
    fn: 'kvm_gmem_convert_execute_work',
    at: { in: { local: 'work.start' } },
    given: { inode: theOne, work: theOne, to_shared: ({ call }) => Number(call['work.share'] === SHARED) },
    leave: ({ call }, result) => {
      call['work.result'] = wordOf(result)
    },
  },
  {
    fn: 'kvm_gmem_restructure_folios_in_range',
    at: { in: { local: 'restructure.start' } },
    given: {
      inode: theOne,
      start: ({ call }) => call['restructure.start']!,
      nr_pages: ({ call }) => call['restructure.pages']!,
      is_split_operation: ({ call }) => call['restructure.isSplit']!,
    },
    leave: ({ call }, result) => {
      call['restructure.result'] = wordOf(result)
    },
  },
  {
    fn: 'kvm_gmem_split_folio_in_filemap',
    at: { in: { local: 'split.folio' } },
    given: { inode: theOne, folio: ({ call }) => 1 + call['split.folio']! },
    leave: ({ call }, result) => {
      call['split.result'] = wordOf(result)
    },
  },
  {
    fn: 'kvm_gmem_merge_folio_in_filemap',
    at: { in: { local: 'merge.first' } },
    given: { inode: theOne, first_folio: ({ call }) => 1 + call['merge.first']! },
    leave: ({ call }, result) => {
      call['merge.result'] = wordOf(result)
    },
  },
]
