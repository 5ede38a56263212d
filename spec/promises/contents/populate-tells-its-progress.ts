import { imagePages } from '../../../model/kernel/memory/contents.ts'
import type { Contract } from '../../promise.ts'

export const populateTellsItsProgress: Contract = {
  kind: 'contract',
  name: 'populate-tells-its-progress',
  severity: 'wrong result',
  statement: 'A populate that returns tells how many pages of the image it has copied in, and an errno only for none.',
  source:
    'kvm_gmem_populate(), virt/kvm/guest_memfd.c: "ret && !i ? ret : i"; snp_launch_update(), arch/x86/kvm/svm/sev.c, goes on behind them',
  of: ['populate'],
  each: 'world',
  broken: ({ kernel, call, self }) => call.done !== imagePages(kernel, self),
  says: (_, { kernel, call, self }) =>
    `the call has copied in ${imagePages(kernel, self)} pages of the image, and tells ${call.done}`,
  ghosts: ['imageDone'],
}
