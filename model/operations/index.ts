/**
 * Operations that threads can start: their names, sources, and how to build their machines.
 *
 * The machines are built only for the threads that may start them: building them loads the machine library.
 */
import type { Machine } from '../../checker/declare.ts'
import type { Design } from '../designs/design.ts'
import { plainCalls } from './files/plain-calls.ts'

export interface Operation {
  /** As calls and traces spell it. */
  readonly name: string
  readonly summary: string
  /** The C function it enters, and where that stands. */
  readonly source: string
}

export const operations: readonly Operation[] = [
  {
    name: 'allocate',
    summary: 'fallocate a range of pages',
    source: 'kvm_gmem_allocate(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'convert',
    summary: 'convert a range between private and shared',
    source: 'kvm_gmem_ioctl_convert_range(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'guest fault',
    summary: 'a guest access to a gfn that has no SPTE',
    source: 'kvm_tdp_page_fault(), arch/x86/kvm/mmu/mmu.c',
  },
  {
    name: 'prefault',
    summary: 'map a page before the guest accesses it',
    source: 'kvm_vcpu_pre_fault_memory(), virt/kvm/kvm_main.c',
  },
  {
    name: 'host fault',
    summary: 'a host access to a page of an mmap of the file',
    source: 'kvm_gmem_fault_shared(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'populate',
    summary: 'copy the initial image into a range of private pages',
    source: 'kvm_gmem_populate(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'punch hole',
    summary: 'free the pages of a range',
    source: 'kvm_gmem_punch_hole(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'remove',
    summary: 'free the hugepages of a range through a mapping of the host',
    source: 'madvise_remove(), mm/madvise.c; kvm_gmem_punch_hole(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'worker',
    summary: 'the worker of the custom allocator takes pages of split hugepages back',
    source: 'guestmem_hugetlb_cleanup_workfn(), mm/guestmem_hugetlb.c',
  },
  {
    name: 'create memslot',
    summary: "bind a new memslot to the VM's file",
    source: 'kvm_gmem_bind(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'delete memslot',
    summary: "delete the VM's memslot",
    source: 'kvm_gmem_unbind(), virt/kvm/guest_memfd.c',
  },
  { name: 'close', summary: "close the file descriptor of the VM's file", source: 'fput(), fs/file_table.c' },
  {
    name: 'release',
    summary: 'release a file whose last reference is gone',
    source: 'kvm_gmem_release(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'memory failure',
    summary: 'a frame breaks and is taken out of use',
    source: 'memory_failure(), mm/memory-failure.c; kvm_gmem_error_folio(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'set attributes',
    summary: 'declare a range of gfns private or shared for one VM',
    source: 'kvm_vm_set_mem_attributes(), virt/kvm/kvm_main.c',
  },
  { name: 'guest write', summary: 'the guest writes to a page that it has mapped', source: 'the machine' },
  { name: 'host write', summary: 'the host writes to a page that it has mapped', source: 'the machine' },
  { name: 'munmap', summary: 'the host unmaps the file', source: 'do_vmi_align_munmap(), mm/vma.c' },
  { name: 'pin', summary: 'pin a page through its host mapping', source: 'pin_user_pages_fast(), mm/gup.c' },
  { name: 'unpin', summary: 'drop a pin', source: 'unpin_user_page(), mm/gup.c' },
  {
    name: 'speculative reference',
    summary: 'take and drop a reference without owning the folio',
    source: 'folio_try_get(), include/linux/page_ref.h',
  },
  {
    name: 'evict',
    summary: 'the inode goes away, and its hugepages with it',
    source: 'kvm_gmem_evict_inode(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'split',
    summary: 'split the folio of a page, alone',
    source: 'kvm_gmem_split_folio_in_filemap(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'merge',
    summary: 'merge the folios of a hugepage, alone',
    source: 'kvm_gmem_merge_folio_in_filemap(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'prepare',
    summary: 'clear and register the folio of a page, alone',
    source: 'kvm_gmem_prepare_folio(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'rollback',
    summary: 'roll back the splits of the hugepages before a page, alone',
    source: 'kvm_gmem_restructure_folios_in_range(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'get pfn',
    summary: 'get the folio of a page for the guest, and put it again',
    source: 'kvm_gmem_get_pfn(), virt/kvm/guest_memfd.c',
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
    name: 'split folio',
    summary: 'split a large folio in place, in one step',
    source: '__folio_split(), mm/huge_memory.c',
  },
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
  {
    name: 'create file',
    summary: 'make a file of guest_memfd, of an inode of its own',
    source: 'kvm_gmem_create(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'map file',
    summary: 'the host process asks to map the file',
    source: 'kvm_gmem_mmap(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'fallocate anyhow',
    summary: 'fallocate with any mode and range, aligned or not',
    source: 'kvm_gmem_fallocate(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'convert anyhow',
    summary: 'ask for attributes of any range, with fields that nobody knows',
    source: 'kvm_gmem_ioctl(), virt/kvm/guest_memfd.c (in-place conversion)',
  },
  {
    name: 'bind anyhow',
    summary: 'bind a memslot to what a descriptor names, at any offset',
    source: 'kvm_gmem_bind(), virt/kvm/guest_memfd.c',
  },
  {
    name: 'write file',
    summary: 'the host writes to the file with write()',
    source: 'generic_perform_write(), mm/filemap.c',
  },
  {
    name: 'migrate',
    summary: 'move a folio of the file to another frame',
    source: 'migrate_pages(), mm/migrate.c; kvm_gmem_migrate_folio(), virt/kvm/guest_memfd.c',
  },
  ...plainCalls.map(({ name, summary, fn }) => ({ name, summary, source: `${fn}(), virt/kvm/guest_memfd.c` })),
]

/** The machine of every operation, by name, for one design. */
export type Machines = Readonly<Record<string, () => Machine>>
export type MachinesOf = (design: Design) => Machines
