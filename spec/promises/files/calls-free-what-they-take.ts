import { THINGS, thingNames } from '../../../model/kernel/state/new-files.ts'
import { plainCalls } from '../../../model/operations/files/plain-calls.ts'
import type { Contract, Seen } from '../../promise.ts'

export const callsFreeWhatTheyTake: Contract = {
  kind: 'contract',
  name: 'calls-free-what-they-take',
  severity: 'wrong result',
  statement: 'A call that returns keeps nothing that it has taken and not handed out.',
  source: '__kvm_gmem_create(), virt/kvm/guest_memfd.c: each failure frees what was taken before it',
  of: ['create file', ...plainCalls.map(({ name }) => name)],
  each: 'world',
  broken: seen => keptBy(seen) >= 0,
  says: (_, seen) => `the call returned, and keeps ${thingNames[keptBy(seen)]}`,
}

/** The first kind of which something is kept, or -1. */
const keptBy = ({ kernel, self }: Seen): number => {
  if (kernel.taken.length > 0)
    for (let thing = 0; thing < THINGS; thing++) if (kernel.taken[self * THINGS + thing]! > 0) return thing
  return -1
}
