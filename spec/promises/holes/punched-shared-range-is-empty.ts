import { slotIsEmpty } from '../../../model/kernel/file/filemap.ts'
import { hugepageLiesIn } from '../../../model/kernel/state/indices.ts'
import { OK, SHARED } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const punchedSharedRangeIsEmpty: Contract = {
  kind: 'contract',
  name: 'punched-shared-range-is-empty',
  statement:
    'When a hole was punched in pages that were shared from the start, no folio stands where it covers whole hugepages.',
  source:
    '"delay kvm_gmem_prepare_folio()" (Paolo Bonzini, 2024-07-26), log: a folio left behind is avoided by clearing PRIVATE first',
  of: ['punch hole'],
  each: 'page',
  broken: ({ kernel, call }, page) =>
    // where holes cannot fail there is no result
    !(call.result! > OK) &&
    hugepageLiesIn(kernel, page, call.start!, call.pages!) &&
    kernel.shareBefore[page] === 1 + SHARED &&
    !slotIsEmpty(kernel, page),
  says: page => `the hole was punched, page ${page} was shared before, and a folio stands there`,
  ghosts: ['shareBefore'],
}
