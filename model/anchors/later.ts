/**
 * What designs were read from that could not be had again at a known revision: a body has a hash only where a tree that
 * could be had has the same.
 */
import type { AnchorSource } from './source.ts'

const file = 'virt/kvm/guest_memfd.c'

export const unlocatedSources: readonly AnchorSource[] = [
  {
    name: 'in-place conversion, after v8',
    where:
      'Ackerley Tng, "guest_memfd: In-place conversion support" v8, 2026-06-18, and a later text of the file, autumn 2026',
    file,
    designs: ['in-place-conversion'],
    bodies: {
      __folio_has_outstanding_references: '7d0e4503fb1852a2',
      __kvm_gmem_get_pfn: '3de4c81e94819eba',
      __kvm_gmem_invalidate_end: '05ef2702a141b2f4',
      __kvm_gmem_invalidate_start: 'd1646d2e8665503e',
      __kvm_gmem_populate: '1fb0f278f0dff0df',
      kvm_gmem_allocate: '723f46b9c15636fb',
      kvm_gmem_commit_memory_region: '8323cc2ce233b8d3',
      kvm_gmem_error_folio: '5540d078ae5c196d',
      kvm_gmem_fault_user_mapping: '9bc0259947c645c3',
      kvm_gmem_free_folio: '63846b73aaf473b4',
      kvm_gmem_get_file: '5a8079d24d854dcf',
      kvm_gmem_get_folio: '4ded8de7b86ab98f',
      kvm_gmem_get_pfn: '17c536d87b810a8e',
      kvm_gmem_has_outstanding_references: '40c6bb9368425096',
      kvm_gmem_invalidate_end: '2272496d3eb1538b',
      kvm_gmem_invalidate_start: 'e822cf66b6c123db',
      kvm_gmem_make_shared: '77bb60e557f53947',
      kvm_gmem_mas_preallocate: '69779dbfd372112c',
      kvm_gmem_populate: 'd4c77c1176df8570',
      kvm_gmem_prepare_memory_region: '88022bc7be3761ac',
      kvm_gmem_punch_hole: 'a1c4d9fae543a950',
      kvm_gmem_range_has_attributes: 'a666bb538c8d98c4',
      kvm_gmem_release: '31c3d8abc5c50ae5',
      kvm_gmem_set_attributes: 'db81dbbbb0a5bc77',
      kvm_gmem_unbind: '201a6b5379a22305',
    },
  },
  {
    name: 'HugeTLB support on top of in-place conversion',
    where: 'Ackerley Tng, text of the file and of mm/hugetlb_restructuring.c',
    file,
    designs: ['hugetlb-restructuring'],
    bodies: {},
  },
  {
    name: 'direct map v7 to v12',
    where: 'Patrick Roy, Nikita Kalyazin, "Direct Map Removal Support for guest_memfd", 2025-09 to 2026-04',
    file,
    designs: ['direct-map-v7', 'direct-map-v9', 'direct-map-v11', 'direct-map-v12'],
    bodies: {},
  },
  {
    name: 'pfns without a reference, v7 and v8',
    where: 'David Stevens, "KVM: allow mapping non-refcounted pages", 2023-07 and later',
    file: 'virt/kvm/kvm_main.c',
    designs: ['follow-pfn-v7', 'follow-pfn-v8'],
    bodies: {},
  },
]
