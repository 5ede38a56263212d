import { PRIVATE } from '../../../../model/kernel/state/values.ts'
import type { Invariant } from '../../../promise.ts'
import { always } from '../../../when.ts'

export const privatePagesAreNotHostMapped: Invariant = {
  kind: 'invariant',
  name: 'private-pages-are-not-host-mapped',
  severity: 'guest memory',
  statement: 'No page that only the guest may use is mapped in a host page table.',
  source: 'the conversion unmaps the range and checks references before it stores the shareability (RFC v2 04/51, log)',
  holds: always,
  each: 'page',
  broken: ({ kernel }, page) => kernel.share[page] === PRIVATE && kernel.hostPte[page] !== 0,
  says: page => `page ${page} is private, and a host page table maps it`,
}
