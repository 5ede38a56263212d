/**
 * What designs were read from that could not be had again at a known revision: a body has a hash only where a tree that
 * could be had has the same.
 */
import type { AnchorSource } from './source.ts'

const file = 'virt/kvm/guest_memfd.c'

export const unlocatedSources: readonly AnchorSource[] = [
  {
    name: 'in-place conversion, after v8',
    where: 'Ackerley Tng, "guest_memfd: In-place conversion support" v8, 2026-06-18, and a later text of the file',
    file,
    designs: ['in-place-conversion'],
    // as in Linux 7.3
    bodies: { kvm_gmem_unbind: '201a6b5379a22305' },
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
