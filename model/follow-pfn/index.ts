/**
 * What somebody can start in worlds where KVM finds pfns through a host mapping.
 */
import type { Operation } from '../operations/index.ts'

export const followPfnOperations: readonly Operation[] = [
  {
    name: 'use pfn',
    summary: 'find the pfn of a host mapping, and map or access it',
    source: '__kvm_follow_pfn(), virt/kvm/kvm_main.c',
  },
  {
    name: 'unmap',
    summary: 'unmap a page of the host process, and free it',
    source: 'zap_page_range_single(), mm/memory.c',
  },
]
