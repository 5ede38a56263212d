import { slotAt } from '../../model/kernel/filemap.ts'
import { GUEST, POPULATED } from '../../model/kernel/words.ts'
import type { Contract } from '../promise.ts'

export const populatedPagesHoldTheImage: Contract = {
  kind: 'contract',
  name: 'populated-pages-hold-the-image',
  statement:
    'Every page that populate counts as done holds the initial image or what the guest wrote since, unless it was freed.',
  source: 'kvm_gmem_populate(), virt/kvm/guest_memfd.c: the number of pages that were populated',
  of: ['populate'],
  each: 'page',
  broken: ({ kernel, call }, page) => {
    if (page < call.start! || page >= call.start! + call.done!) return false
    const slot = slotAt(kernel, page)
    return slot !== 0 && kernel.contents[slot - 1] !== POPULATED && kernel.contents[slot - 1] !== GUEST
  },
  says: page => `page ${page} was counted as populated, and does not hold the initial image`,
  ghosts: ['contents'],
}
