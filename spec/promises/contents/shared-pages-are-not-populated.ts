import { gfnAtPage } from '../../../model/kernel/memslots/places.ts'
import type { Contract } from '../../promise.ts'

export const sharedPagesAreNotPopulated: Contract = {
  kind: 'contract',
  name: 'shared-pages-are-not-populated',
  severity: 'wrong result',
  statement: 'Every page that populate counts as done was private when the image was copied in.',
  source:
    'kvm_range_has_memory_attributes(), today kvm_is_private_gfn(), in kvm_gmem_populate(), virt/kvm/guest_memfd.c',
  of: ['populate'],
  each: 'page',
  broken: ({ kernel, call, self }, page) => {
    const at = gfnAtPage(kernel, page) - call.start!
    return at >= 0 && at < call.done! && kernel.imageShared[self * kernel.pages + page] === 1
  },
  says: page => `page ${page} was counted as populated, and was shared when the image was copied in`,
  ghosts: ['imageShared'],
}
