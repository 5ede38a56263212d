import { FOREIGN_KINDS, foreignNames, NODES } from '../../../model/kernel/state/kinds/foreign.ts'
import { operations } from '../../../model/operations/index.ts'
import type { Contract, Seen } from '../../promise.ts'

export const callsPutWhatTheyGet: Contract = {
  kind: 'contract',
  name: 'calls-put-what-they-get',
  severity: 'wrong result',
  statement:
    'A call that returns has put every memory policy and every page of an image that it has got, and freed nodes of trees.',
  source:
    'kvm_gmem_get_folio() and kvm_gmem_populate(), virt/kvm/guest_memfd.c: mpol_cond_put(), put_page(); mas_destroy()',
  of: operations.map(({ name }) => name),
  each: 'world',
  broken: seen => keptBy(seen) >= 0,
  says: (_, seen) => {
    const kind = keptBy(seen)
    return `the call returned, and still holds ${kind === NODES ? '' : 'a reference of '}${foreignNames[kind]}`
  },
}

/** The first kind of which something is kept, or -1. */
function keptBy({ kernel, self }: Seen): number {
  for (let kind = 0; kind < FOREIGN_KINDS; kind++) if (kernel.heldForeign[self * FOREIGN_KINDS + kind]! > 0) return kind
  return -1
}
