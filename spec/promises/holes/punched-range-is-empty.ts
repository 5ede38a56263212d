import { isItsHole, stoodBefore } from '../../../model/kernel/file/hole-snapshot.ts'
import { hugepageLiesIn } from '../../../model/kernel/state/indices.ts'
import { OK } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const punchedRangeIsEmpty: Contract = {
  kind: 'contract',
  name: 'punched-range-is-empty',
  severity: 'wrong result',
  statement: 'When a hole was punched, no folio of those that stood where it covers whole hugepages is left there.',
  source:
    'fallocate(2); "delay kvm_gmem_prepare_folio()" (Paolo Bonzini, 2024-07-26), log: a fault may bring another one in',
  of: ['punch hole'],
  each: 'page',
  broken: (seen, page) => {
    const { kernel, call } = seen
    if (call.result !== OK || !isItsHole(seen)) return false
    return hugepageLiesIn(kernel, page, call.start!, call.pages!) && stoodBefore(kernel, page)
  },
  says: page => `the hole was punched, and page ${page} still has the folio that it had`,
  ghosts: ['sinceHole', 'holeOf'],
}
