import type { Finding } from '../finding.ts'

export const conversionThatDidNothingSucceeds: Finding = {
  name: 'conversion-that-did-nothing-succeeds',
  scenario: 'convert-two-hugepages-out-of-memory-once',
  design: 'rfc-v2-split',
  promises: ['conversion-is-all-or-nothing'],
  functions: ['kvm_gmem_convert_compute_work', 'add_to_work_list'],
  why: 'The loop declares a `ret` of its own, so that the error of a failed allocation never reaches the `ret` that is returned. The work list ends early, or stays empty, and the ioctl returns 0 for pages it has not converted.',
  repair: 'Assign the outer ret.',
  repaired: 'rfc-v2-repaired',
}
