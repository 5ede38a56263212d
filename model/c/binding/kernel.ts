/**
 * The kernel's names in the worlds of guest_memfd itself: C of virt/kvm/guest_memfd.c is lowered against this table.
 *
 * Left out: the offset of a memslot in the file (one memslot maps all of it from gfn 0).
 */
import type { Design } from '../../designs/design.ts'
import { modulusOf } from '../../kernel/state.ts'
import { PRIVATE, SHARED } from '../../kernel/words.ts'
import type { Scope } from '../../words.ts'
import type { Binding, Warning } from './binding.ts'
import { errno } from './errno.ts'
import { fileObjects, fileStructs, files, GUEST_MEMFD_FLAG_INIT_SHARED, GUEST_MEMFD_FLAG_MMAP } from './file.ts'
import { guest, guestStructs, KVM_FILTER_PRIVATE, KVM_FILTER_SHARED, loops } from './guest.ts'
import { folioFields, memory } from './memory.ts'
import { pages as pageFunctions } from './pages.ts'
import { populate } from './populate.ts'
import { vmFault } from './vm-fault.ts'

type S = Scope<string>

/** Names of numbers. Bits are the kernel's, where they fit a byte. */
const constants = {
  GUEST_MEMFD_FLAG_MMAP,
  GUEST_MEMFD_FLAG_INIT_SHARED,
  ...vmFault,
  PAGE_SHIFT: 0,
  PAGE_SIZE: { value: 1, type: 'unsigned long' },
  KVM_MEMORY_ATTRIBUTE_PRIVATE: 8,
  FALLOC_FL_KEEP_SIZE: 1,
  FALLOC_FL_PUNCH_HOLE: 2,
  FGP_LOCK: 2,
  FGP_CREAT: 4,
  FOLL_WRITE: 1,
  GFP_KERNEL: 1,
  KVM_MEMSLOT_GMEM_ONLY: 4,
  XA_PRESENT: 8,
  MF_DELAYED: 2,
  current: { value: 1, type: 'struct task_struct *' },
}

/** @param pages of the file: indices wrap as the model's do */
export function kernelBinding(design: Design, pages: number): Binding<S> {
  const index = { modulus: modulusOf(pages), signed: false }
  return {
    model: {
      types: {
        _Bool: { modulus: 2, signed: false },
        int: { modulus: 256, signed: true },
        'unsigned int': { modulus: 256, signed: false },
        long: { modulus: 256, signed: true },
        'unsigned long': index,
        'long long': { modulus: 256, signed: true },
        'unsigned long long': { modulus: 256, signed: false },
        pgoff_t: 'unsigned long',
        size_t: 'unsigned long',
        gfn_t: 'unsigned long',
        ulong: 'unsigned long',
        loff_t: 'long long',
        uoff_t: 'unsigned long long',
        u64: 'unsigned long long',
        u32: 'unsigned int',
        kvm_pfn_t: 'unsigned long long',
        vm_fault_t: 'unsigned int',
        kvm_gmem_populate_cb: 'void *',
        // Renamed in 2025.
        'struct gmem_file': 'struct kvm_gmem',
        'enum shareability': { modulus: 2, signed: false },
      },
      pointers: 256,
    },
    constants: {
      ...errno,
      SHAREABILITY_GUEST: PRIVATE,
      SHAREABILITY_ALL: SHARED,
      KVM_FILTER_PRIVATE,
      KVM_FILTER_SHARED,
      ...constants,
    },
    functions: {
      ...memory(design, design.memory),
      ...guest(design.memory, design.allocator === 'hugepages'),
      ...pageFunctions(design),
      ...files(design),
      ...populate(design),
    },
    structs: { ...guestStructs, ...fileStructs, folio: folioFields },
    objects: fileObjects,
    // `void *` counts bytes of user memory.
    rows: ['page', 'void'],
    followed: ['folio', 'page'],
    records: {
      kvm_gfn_range: {
        slot: 'struct kvm_memory_slot *',
        start: 'gfn_t',
        end: 'gfn_t',
        may_block: 'bool',
        attr_filter: 'unsigned int',
      },
    },
    loops,
    warn: ({ kernel }, warning) => {
      const site = siteOf(warning)
      // The calls of the range level are given the inode first, all others the folio.
      const about = warning.args[site.startsWith('restructure') ? 1 : 0] ?? 1
      switch (site) {
        case 'split add':
          kernel.warnSplitReadd = about
          break
        case 'merge split':
          kernel.warnMergeResplit = about
          break
        case 'merge add':
          kernel.warnMergeReadd = about
          break
        case 'restructure merge':
          kernel.warnRangeRemerge = about
          break
        case 'restructure split':
          kernel.warnRangeResplit = about
          break
        case 'host fault':
          kernel.warnHostFaultLarge = about
          break
        case 'freeze':
          if (kernel.warnedSpinning === 0) kernel.warnSpinning = about
          kernel.warnedSpinning = 1
      }
    },
    unset: ({ kernel }) => {
      kernel.unsetRead = 1
    },
    wrapped: ({ kernel }) => {
      kernel.indexWrapped = 1
    },
    misuse: ({ kernel }) => {
      kernel.unlockedUnheld = 1
    },
    // The events of the model: a result nobody assigned is 0, or whatever else was there.
    arbitrary: { int: { zero: 0, garbage: 1 } },
  }
}

/** Which of the model's WARNs this is. */
function siteOf({ within, tested }: Warning): string {
  const where = within.replace(/^kvm_gmem_|_folio.*$/g, '')
  const what = /add_folio/.test(tested) ? 'add' : /merge/.test(tested) ? 'merge' : /split/.test(tested) ? 'split' : ''
  if (within.startsWith('kvm_gmem_fault') && tested === 'folio_test_large') return 'host fault'
  return within === 'filemap_remove_folio_for_restructuring' ? 'freeze' : `${where} ${what}`
}
