import { shareOf } from '../../../model/kernel/file/shareability.ts'
import { gfnAtPage } from '../../../model/kernel/memslots/places.ts'
import { PRIVATE } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'

export const sharedPagesAreNotPopulated: Contract = {
  kind: 'contract',
  name: 'shared-pages-are-not-populated',
  statement:
    'Every page that populate counts as done is private when it returns, unless its attributes change meanwhile.',
  source: 'kvm_range_has_memory_attributes() in kvm_gmem_populate(), virt/kvm/guest_memfd.c',
  of: ['populate'],
  each: 'page',
  broken: ({ kernel, call }, page) => {
    const gfn = gfnAtPage(kernel, page)
    return gfn >= call.start! && gfn < call.start! + call.done! && shareOf(kernel, call.vm!, page) !== PRIVATE
  },
  says: page => `page ${page} was counted as populated, and is shared`,
}
