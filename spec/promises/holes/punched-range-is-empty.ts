import { slotIsEmpty } from '../../../model/kernel/file/filemap.ts'
import { hugepageLiesIn } from '../../../model/kernel/state/indices.ts'
import { OK } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const punchedRangeIsEmpty: Contract = {
  kind: 'contract',
  name: 'punched-range-is-empty',
  statement: 'When a hole was punched, no folio stands where it covers whole hugepages.',
  source:
    'fallocate(2); "delay kvm_gmem_prepare_folio()" (Paolo Bonzini, 2024-07-26), log: a fault may leave one there',
  of: ['punch hole'],
  each: 'page',
  broken: ({ kernel, call }, page) =>
    // where holes cannot fail there is no result
    !(call.result! > OK) && hugepageLiesIn(kernel, page, call.start!, call.pages!) && !slotIsEmpty(kernel, page),
  says: page => `the hole was punched, and a folio stands at page ${page}`,
}
