import { operations } from '../../../model/operations/index.ts'
import type { Contract } from '../../promise.ts'

export const callsKeepNoReferences: Contract = {
  kind: 'contract',
  name: 'calls-keep-no-references',
  severity: 'wrong result',
  statement: 'A call that returns holds no reference that it has not handed out.',
  source: 'every return path of the operations of virt/kvm/guest_memfd.c',
  of: operations.map(({ name }) => name),
  each: 'frame',
  shows: ['held'],
  broken: ({ kernel, self }, frame) => kernel.held[self * kernel.frames + frame]! > 0,
  says: frame => `the call returned, and still holds a reference of the folio at frame ${frame}`,
}
