/**
 * Postings about the kernel's direct map.
 */
import type { AnchorSource } from './source.ts'

export const directMapSources: readonly AnchorSource[] = [
  {
    name: 'direct map RFC v3 3/6',
    where: 'Patrick Roy, "kvm: gmem: implement direct map manipulation routines", 2024-10-30',
    file: 'virt/kvm/guest_memfd.c',
    designs: ['direct-map-rfc-v3'],
    bodies: {
      __kvm_gmem_folio_set_direct_map: 'd3ce178340437f0a',
      __kvm_gmem_update_xarray: '82d5ac57cad73234',
      kvm_gmem_folio_set_direct_map: '130358862731349a',
      kvm_gmem_set_direct_map: '7d96202cc661a4a0',
    },
  },
]
