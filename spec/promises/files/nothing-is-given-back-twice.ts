import { CACHE_IN_USE, thingNames } from '../../../model/kernel/state/new-files.ts'
import type { Never } from '../../promise.ts'

export const nothingIsGivenBackTwice: Never = {
  kind: 'never',
  name: 'nothing-is-given-back-twice',
  severity: 'WARN',
  statement:
    'A call gives back nothing that it has not taken, or has given back before, or that something it keeps needs.',
  source:
    '__kvm_gmem_create(), virt/kvm/guest_memfd.c: __fput() takes care of what the file owns; kvm_gmem_exit(): the mount goes before its cache',
  signal: 'givenTwice',
  says: kind =>
    kind === CACHE_IN_USE
      ? 'the call destroys the cache of inodes of a file system that is mounted'
      : `the call gives ${thingNames[kind]} back that it does not have`,
}
