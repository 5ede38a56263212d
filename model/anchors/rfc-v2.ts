/**
 * RFC v2 of the 1G page support series.
 */
import type { AnchorSource } from './source.ts'

const file = 'virt/kvm/guest_memfd.c'

export const rfcV2Sources: readonly AnchorSource[] = [
  {
    name: 'RFC v2 38/51',
    where: 'Ackerley Tng, "KVM: guest_memfd: Split allocator pages for guest_memfd use", 2025-05-14',
    file,
    designs: ['rfc-v2-split'],
    bodies: {
      __filemap_remove_folio_for_restructuring: '229cbbb4554fcf60',
      filemap_remove_folio_for_restructuring: '67fa1e8d2690acc0',
      kvm_gmem_compute_invalidate_bound: '3a5c532cc2df7039',
      kvm_gmem_compute_invalidate_end: '68da016f502a5d28',
      kvm_gmem_compute_invalidate_start: '4090f2ff7ad98562',
      kvm_gmem_convert_execute_work: 'f6de327eb19d5370',
      kvm_gmem_convert_invalidate_end: '17079379bd76fa18',
      kvm_gmem_has_some_shared: '3aa4cfa7a519b92f',
      kvm_gmem_invalidate_begin: '974d172c33b35ee6',
      kvm_gmem_merge_folio_in_filemap: 'ecf860cbd744caf9',
      kvm_gmem_restructure_folios_in_range: '82ad0d951a39258b',
      kvm_gmem_shareability_in_range: '8cc57cb536ef6766',
      kvm_gmem_split_folio_in_filemap: 'c24c861780d11510',
      kvm_gmem_try_merge_folio_in_filemap: 'b6d8a9780282e09e',
      kvm_gmem_try_split_folio_in_filemap: 'ad11e6a173be5230',
      kvm_gmem_unmap_private: '6f82a75d89c21d10',
    },
  },
  {
    name: 'a backport of RFC v2',
    where: 'openvelinux/kernel@38923559c87b, where its local changes make no difference',
    file,
    designs: ['rfc-v2-split'],
    bodies: {
      kvm_gmem_convert_compute_work: 'a7dc4affd9607a76',
      kvm_gmem_convert_range: '398c4cc064d595f5',
      kvm_gmem_has_safe_refcount: 'c087e83fa400739b',
      kvm_gmem_shareability_get: '219f24cb4bae003d',
      kvm_gmem_shareability_store: '7ed7f4e48443c6d2',
    },
  },
]
