import { isCopiedIn } from '../../../model/kernel/memory/contents.ts'
import { gfnAtPage } from '../../../model/kernel/memslots/places.ts'
import type { Contract } from '../../promise.ts'

export const populateStaysInItsRequest: Contract = {
  kind: 'contract',
  name: 'populate-stays-in-its-request',
  severity: 'wrong result',
  statement: 'A populate copies the image into the pages that it is asked for, and into no others.',
  source: 'kvm_gmem_populate(), virt/kvm/guest_memfd.c: start_gfn and npages; the source has as many pages',
  of: ['populate'],
  each: 'page',
  broken: ({ kernel, call, self }, page) => {
    const at = gfnAtPage(kernel, page) - call.start!
    return isCopiedIn(kernel, self, page) && (at < 0 || at >= call.pages!)
  },
  says: page => `the call has copied the image into page ${page}, which is not in its request`,
  ghosts: ['imageDone'],
}
