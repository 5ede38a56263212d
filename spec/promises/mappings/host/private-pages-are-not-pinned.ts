import { slotAt } from '../../../../model/kernel/file/filemap.ts'
import { PRIVATE } from '../../../../model/kernel/state/values.ts'
import type { Invariant } from '../../../promise.ts'
import { always } from '../../../when.ts'

export const privatePagesAreNotPinned: Invariant = {
  kind: 'invariant',
  name: 'private-pages-are-not-pinned',
  severity: 'guest memory',
  statement: 'No page that only the guest may use is pinned through GUP or mapped by an IOMMU.',
  source: 'pins taken before must have blocked the conversion (RFC v2 04/51, log)',
  holds: always,
  each: 'page',
  broken: ({ kernel }, page) => {
    const slot = slotAt(kernel, page)
    if (slot === 0 || kernel.share[page] !== PRIVATE) return false
    // A slot may hold a folio that was freed too early, with an index that is no longer its own.
    const frame = slot - 1 + page - kernel.index[slot - 1]!
    return frame >= 0 && frame < kernel.frames && kernel.pins[frame]! > 0
  },
  says: page => `page ${page} is private, and its frame is pinned`,
}
