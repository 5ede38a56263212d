/**
 * What somebody can start in worlds with a direct map, beside `allocate`.
 */
import type { Operation } from '../operations/index.ts'

export const directMapOperations: readonly Operation[] = [
  {
    name: 'get pfn',
    summary: 'get the folio of a page for the guest, and take it out of the direct map',
    source: 'kvm_gmem_get_pfn(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'fault user mapping',
    summary: 'get the folio of a page for the host process, and take it out of the direct map',
    source: 'kvm_gmem_fault_user_mapping(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'set direct map',
    summary: 'give a range of the file direct map entries, or take them away',
    source: 'kvm_gmem_set_direct_map(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'set folio direct map',
    summary: 'give pages of a folio direct map entries, or take them away',
    source: 'kvm_gmem_folio_set_direct_map(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'populate page',
    summary: 'copy one page of an initial image into the file',
    source: 'kvm_gmem_populate(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'truncate',
    summary: 'punch a hole at a page, and give its frames their direct map entries back',
    source: 'kvm_gmem_punch_hole(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'release and evict',
    summary: 'close the file for good, and evict the inode',
    source: 'kvm_gmem_release(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'split folio',
    summary: 'split a large folio in place, in one step',
    source: '__folio_split(), mm/huge_memory.c',
  },
]
