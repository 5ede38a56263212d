import type { Finding } from '../finding.ts'

export const memoryFailureDeadlocksWithConversion: Finding = {
  name: 'memory-failure-deadlocks-with-conversion',
  scenario: 'convert-page-while-memory-fails',
  design: 'in-place-conversion',
  promises: ['nothing-is-stuck', 'locks-are-taken-in-order'],
  functions: [
    'kvm_gmem_error_folio',
    'kvm_gmem_get_pfn',
    '__kvm_gmem_set_attributes',
    'filemap_invalidate_lock_shared',
  ],
  why: 'memory_failure() holds the folio lock when it asks for the invalidate lock; faults now hold the invalidate lock when they ask for the folio lock. Alone the two get along, as both are readers; a conversion that queues between them keeps the second reader out, and none of the three goes on.',
  repair:
    'Do not take the invalidate lock in kvm_gmem_error_folio(): start and end the invalidation of each file in one section of mmu_lock.',
  repaired: 'in-place-repaired',
}
