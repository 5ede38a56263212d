import type { Finding } from '../finding.ts'

export const errorOffsetIsNeverSet: Finding = {
  name: 'error-offset-is-never-set',
  scenario: 'convert-two-hugepages-out-of-memory-once',
  design: 'rfc-v2-split',
  promises: ['no-unset-value-is-read'],
  functions: ['kvm_gmem_ioctl_convert_range', 'kvm_gmem_has_safe_refcount'],
  why: 'Only the check of references assigns error_index, but the ioctl copies it to error_offset on every error. A conversion that runs out of memory hands a word of the kernel stack to user space.',
  repair: 'Set error_index to the start of the request before anything can fail.',
  repaired: 'error-offset-set',
}
