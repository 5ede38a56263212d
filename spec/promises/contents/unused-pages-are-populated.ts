import { shareOf } from '../../../model/kernel/attributes/shareability.ts'
import { gfnAtPage, isCovered } from '../../../model/kernel/memslots/places.ts'
import { EEXIST, EINTR, EINVAL, EIO, OK, PRIVATE, showResult } from '../../../model/kernel/state/values.ts'
import type { Contract } from '../../promise.ts'
import { isUndisturbed, isWhole } from '../calls/undisturbed.ts'
import { isUnused } from './unused.ts'

export const unusedPagesArePopulated: Contract = {
  kind: 'contract',
  name: 'unused-pages-are-populated',
  severity: 'wrong result',
  statement:
    'A private page of the memslot that nobody has used is populated, where memory suffices and nothing else runs.',
  source: 'kvm_gmem_populate(), virt/kvm/guest_memfd.c',
  of: ['populate'],
  alone: true,
  each: 'page',
  broken: ({ kernel, call }, page) =>
    call.result !== OK &&
    // A signal came, the firmware refused the page, which it always may, or another promise is about it.
    call.result !== EINTR &&
    call.result !== EIO &&
    call.result !== EEXIST &&
    (call.result !== EINVAL || isWhole(kernel, call.start!, call.pages!)) &&
    isUndisturbed(kernel) &&
    gfnAtPage(kernel, page) === page &&
    isCovered(kernel, page) &&
    page === call.start! + call.done! &&
    shareOf(kernel, call.vm!, page) === PRIVATE &&
    isUnused(kernel, page),
  says: (page, { call }) => `populate ended with ${showResult(call.result!)} at page ${page}, which nobody has used`,
}
