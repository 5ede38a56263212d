import { thingNames } from '../../../model/kernel/state/new-files.ts'
import type { Never } from '../../promise.ts'

export const nothingIsGivenBackTwice: Never = {
  kind: 'never',
  name: 'nothing-is-given-back-twice',
  severity: 'WARN',
  statement: 'A call gives back nothing that it has not taken, or has given back before.',
  source: '__kvm_gmem_create(), virt/kvm/guest_memfd.c: __fput() takes care of what the file owns',
  signal: 'givenTwice',
  says: kind => `the call gives ${thingNames[kind]} back that it does not have`,
}
