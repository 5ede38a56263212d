/**
 * The state that kernel threads share: one guest_memfd inode, its VMs and one host process that may map it.
 *
 * Source: struct inode, struct address_space, struct folio, struct kvm; virt/kvm/guest_memfd.c, virt/kvm/kvm_main.c,
 * mm/filemap.c, mm/guestmem_hugetlb.c (RFC v2 of the 1G page support series, 2025-05-14).
 *
 * Left out: memslots but those of ../memslots/places.ts; a second mm or VMA (may miss bugs); NUMA, memcg, statistics.
 */
import { cell, cells, constant, ghost, holder, holders, perThread, type View } from '../../../checker/declare.ts'
import { directMapFields } from './direct-map.ts'
import { FOREIGN_KINDS } from './kinds/foreign.ts'
import { followPfnFields } from './kinds/frames.ts'
import { layoutOf, memslotsOfVm } from './layouts.ts'
import { newFileFields } from './new-files.ts'
import { bytesOf } from './page-size.ts'
import { signals } from './signals.ts'
import {
  CONTENTS,
  HOLE_STATES,
  IMAGE_COPIED,
  IMAGE_IN_PLACE,
  IMAGE_ZEROES,
  showBound,
  showContents,
  showFlag,
  showFrame,
  showImage,
  showLife,
  showMemslot,
  showOwner,
  showShare,
  showShareBefore,
  showSinceHole,
  showSpte,
  showThreads,
  showVisible,
  showVm,
} from './values.ts'

/** Sizes of a world. `pages` and `frames` are multiples of `hugepage`. */
export interface Bounds {
  /** Pages of the file. */
  readonly pages: number
  /** Pages of a hugepage: a power of two. */
  readonly hugepage: number
  /** Physical frames. Allocation takes the lowest free block, so one spare hugepage per concurrent allocator. */
  readonly frames: number
  readonly threads: number
  /** VMs, each with one struct kvm_gmem on the inode. */
  readonly vms: number
  /** Injected failures allowed in all. */
  readonly failures: number
}

/** The machine and the processes around guest_memfd: no patch decides about them. */
export interface Environment {
  /** TDX that holds a reference per mapped private page (an early proposal; the thread rejects it). */
  readonly tdxHoldsReferences: boolean
  /** Frames that a large entry of the direct map covers, in worlds that change the direct map. */
  readonly directMapEntry?: number
  /** The code declares fields of its own. */
  readonly hasDeclared?: boolean
  /** Parts that the world has; none unless said. Worlds without a part have no state for it. */
  readonly parts?: readonly Part[]
}

/**
 * `firmware`: the table that says which VM owns a frame (the RMP of SNP).
 * `vm-attributes`: VMs that disagree about what is private.
 * `lru`: the per-CPU batches that hold a reference on folios on their way to the LRU.
 * `memory-failure`: frames break.
 * `memslots`: files are closed, memslots deleted and bound.
 * `second-memslot`, `partial-memslot`, `crossed-memslots`, `memslots-in-a-row`, `overlapping-memslots`: see layouts.ts.
 * `shared-file`: memory of the file is shared from the start (GUEST_MEMFD_FLAG_INIT_SHARED).
 * `launch`: initial images are copied in, under slots_lock.
 * `zero-image`: they are of zeroes, and have no pages in user memory.
 * `image-in-place`: they are what the pages of the file hold already.
 * `sleepers`: who waits for a folio lock sleeps until he is woken.
 * `unmap-failures`: the TDX module may not give a private page back.
 * `tdx`: what a private page holds goes with its SPTE, until the guest accepts it anew.
 * `worker`: pages of a split hugepage that are freed go back to it through the worker of the custom allocator.
 * `vmemmap`: hugetlb gives the struct pages of hugepages away.
 * `munmap`: the host process may unmap the file.
 * `pfn-map`: the host process maps frames that have no reference count.
 * `unmappable-file`: the host may not map the file.
 * `no-private-memory`: VMs are of a kind that has only shared memory.
 * `newer-flags`: the file has all flags that a tree names and the model does not know.
 * `new-files`: files of other inodes are made.
 * `large-folios`: the page cache allocates folios of the size of a hugepage.
 */
export const PARTS = [
  'firmware',
  'vm-attributes',
  'lru',
  'memory-failure',
  'memslots',
  'second-memslot',
  'partial-memslot',
  'crossed-memslots',
  'memslots-in-a-row',
  'overlapping-memslots',
  'shared-file',
  'launch',
  'zero-image',
  'image-in-place',
  'sleepers',
  'unmap-failures',
  'tdx',
  'worker',
  'vmemmap',
  'munmap',
  'pfn-map',
  'large-folios',
  'unmappable-file',
  'no-private-memory',
  'newer-flags',
  'new-files',
] as const
export type Part = (typeof PARTS)[number]

/** The power of two above a number. */
const above = (number: number): number => 2 ** Math.ceil(Math.log2(number + 1))

/**
 * Unsigned page indices wrap here, and C's unsigned longs, which numbers of frames are, too: 16, or the next power of two above
 * twice the file and above all frames. Where the direct map changes they hold addresses too, of all frames and as many pages
 * behind them as the file has.
 */
export const modulusOf = ({ pages, frames }: Pick<Bounds, 'pages' | 'frames'>, directMapEntry = 0): number =>
  Math.max(16, above(2 * pages), above(frames), directMapEntry > 0 ? above(bytesOf(frames + pages + 2)) : 0)

/** Of references that one call holds of files; more count as so many. */
export const MOST_HELD = 7

/** Fields of a struct that a file declares and no table names, and the values that each may have. */
export const DECLARED_FIELDS = 4
export const DECLARED_VALUES = 16

/** Of looks for signals that one call takes; more count as so many. */
export const MOST_ASKED = 7
/** The call has found a signal; it has taken a folio after that. */
export const INTERRUPTED = MOST_ASKED + 1
export const WENT_ON = MOST_ASKED + 2

/** Entries of a row that only worlds with one of these parts have. */
const only = (entries: number, parts: readonly Part[], ...of: readonly Part[]): number =>
  of.some(part => parts.includes(part)) ? entries : 0

export const kernelFields = (
  { pages, hugepage, frames, threads, vms, failures }: Bounds,
  { tdxHoldsReferences, directMapEntry = 0, hasDeclared = false, parts = [] }: Environment,
  slots = vms * memslotsOfVm(parts, pages),
  modulus = modulusOf({ pages, frames }, directMapEntry),
) => ({
  // --- sizes, the same in every state
  pages: constant(pages),
  hugepage: constant(hugepage),
  frames: constant(frames),
  threads: constant(threads),
  vms: constant(vms),
  /** Index arithmetic is modulo this. */
  modulus: constant(modulus),
  /** Injected failures allowed in all. */
  failures: constant(failures),
  tdxHoldsReferences: constant(tdxHoldsReferences ? 1 : 0),
  /** Private SPTEs are zapped one page exactly, and what they mapped is lost with them. */
  tdx: constant(parts.includes('tdx') ? 1 : 0),
  /** How memslots lie: one of layouts.ts. */
  layout: constant(layoutOf(parts)),
  /** Where initial images come from; populate is given no source but for IMAGE_COPIED. */
  image: constant(
    parts.includes('zero-image') ? IMAGE_ZEROES : parts.includes('image-in-place') ? IMAGE_IN_PLACE : IMAGE_COPIED,
  ),
  /** GUEST_MEMFD_FLAG_INIT_SHARED: memory of the file is shared from the start. */
  sharedFile: constant(parts.includes('shared-file') ? 1 : 0),
  /** GUEST_MEMFD_FLAG_MMAP: the host may map the file. */
  mappableFile: constant(parts.includes('unmappable-file') ? 0 : 1),
  /** kvm_arch_has_private_mem(): VMs may have private memory. */
  privateMemory: constant(parts.includes('no-private-memory') ? 0 : 1),
  /** The file was made with all flags that the tree names and the model does not know. */
  newerFlags: constant(parts.includes('newer-flags') ? 1 : 0),
  /** The page cache allocates folios of the size of a hugepage. */
  largeFolios: constant(parts.includes('large-folios') ? 1 : 0),

  // --- locks
  /** mapping->invalidate_lock, held for write: 0, or 1 + the thread that holds it. */
  invalidateWriter: holder(cell(threads + 1, showOwner)),
  /** mapping->invalidate_lock, held for read: bit t set while thread t holds it. */
  invalidateReaders: holders(cell(1 << threads, showThreads)),
  /** mapping->invalidate_lock, writers that queue: bit t set while thread t waits. */
  invalidateQueue: holders(cell(1 << threads, showThreads)),
  /** A mutex around looking a hugepage up and splitting it when fresh; only in a repaired design. */
  allocationMutex: holder(cell(threads + 1, showOwner)),
  /** kvm->mmu_lock, held for read across steps, indexed by VM. Sections that hold it for write are single steps. */
  mmuReaders: holders(cells(vms, 1 << threads, showThreads)),

  // --- the file
  /**
   * Indexed by page: PRIVATE or SHARED (SHAREABILITY_GUEST, SHAREABILITY_ALL; KVM_MEMORY_ATTRIBUTE_PRIVATE set or not).
   * Where VMs disagree, indexed by VM * pages + page.
   */
  share: cells(pages * (parts.includes('vm-attributes') ? vms : 1), 2, showShare),
  /** Indexed by page, the filemap slot: 0, or 1 + the first frame of the folio it holds. */
  filemap: cells(pages, frames + 1, showFrame),

  // --- physical memory, indexed by frame; a folio is named by its first frame
  /** 1 while the frame is allocated. */
  allocated: cells(frames, 2, showFlag),
  /** At a folio's first frame: 1 if it is the head of a huge folio. */
  huge: cells(frames, 2, showFlag),
  /** At a folio's first frame: folio_ref_count(); 0 while frozen or free. */
  refs: cells(frames, 16),
  /** PG_locked, at a folio's first frame: 0, or 1 + the thread that holds the folio lock. */
  folioLock: holder(cells(frames, threads + 1, showOwner)),
  /** At a folio's first frame: bit t set while thread t sleeps on PG_locked. */
  sleepers: holders(cells(only(frames, parts, 'sleepers'), 1 << threads, showThreads)),
  /** PG_waiters, at a folio's first frame: whoever unlocks it has somebody to wake. */
  waiters: cells(only(frames, parts, 'sleepers'), 2, showFlag),
  /** At a folio's first frame: 1 while folio->mapping is the inode. */
  mapping: cells(frames, 2, showFlag),
  /** At a folio's first frame: folio->index; left behind when mapping is cleared. */
  index: cells(frames, modulus),
  /** PG_uptodate, at a folio's first frame. */
  uptodate: cells(frames, 2, showFlag),
  /** 0, or how a private page that TDX did not give back is known: FLAGGED or REFERENCED. */
  lostFrames: cells(only(frames, parts, 'unmap-failures'), 3),
  /** Indexed by hugepage-sized block of frames: 1 while guestmem_hugetlb_stash has its entry. */
  stash: cells(Math.ceil(frames / hugepage), 2, showFlag),
  /** The same: pages of a split hugepage that the worker has counted; nr_pages_waiting_to_be_merged of the entry. */
  waiting: cells(only(Math.ceil(frames / hugepage), parts, 'worker'), hugepage + 1),
  /** PGTY_guestmem_hugetlb, indexed by frame: 1 while the last reference of the page leads to the worker. */
  tagged: cells(only(frames, parts, 'worker'), 2, showFlag),
  /** Indexed by frame: 1 while it stands on guestmem_hugetlb_cleanup_list. */
  cleanupList: cells(only(frames, parts, 'worker'), 2, showFlag),
  /** Indexed by hugepage-sized block of frames: 1 while most of its struct pages are given away. */
  vmemmapOptimized: cells(only(Math.ceil(frames / hugepage), parts, 'vmemmap'), 2, showFlag),
  /** The same: HPG_vmemmap_optimized in folio->private, what hugetlb believes of it. */
  vmemmapFlag: cells(only(Math.ceil(frames / hugepage), parts, 'vmemmap'), 2, showFlag),
  /** The same: HPG_vmemmap_optimized as it stands in the stash entry. */
  vmemmapStashed: cells(only(Math.ceil(frames / hugepage), parts, 'vmemmap'), 2, showFlag),

  // --- who holds references, so that a count can be compared with its owners
  /** Pins through GUP or IOMMU, indexed by frame. A pin weighs 1. */
  pins: cells(frames, 4),
  /** References an operation in flight holds, indexed by thread * frames + frame. */
  held: perThread(cells(threads * frames, 16), frames),
  /** References of policies and source pages, and nodes of trees, that the call in flight has got and not put, indexed by thread and kind. */
  heldForeign: perThread(cells(threads * FOREIGN_KINDS, MOST_HELD + 1), FOREIGN_KINDS),

  /** Indexed by frame: 1 while a per-CPU batch on the way to the LRU holds a reference. */
  lruBatch: cells(only(frames, parts, 'lru'), 2, showFlag),
  /** Indexed by frame: 1 once memory failure has accepted the folio: it keeps its reference. */
  failureHeld: cells(only(frames, parts, 'memory-failure'), 2, showFlag),

  // --- what may go wrong with a frame, and who owns it
  /** PG_hwpoison, indexed by frame: memory failure sets it, and ->free_folio() where it cannot restore the entry. */
  hwpoison: cells(directMapEntry > 0 ? frames : only(frames, parts, 'memory-failure'), 2, showFlag),
  /** mf_mutex: 0, or 1 + the thread that holds it. */
  failureMutex: holder(cells(only(1, parts, 'memory-failure'), threads + 1, showOwner)),
  /** The RMP, indexed by frame: 0 while the host owns it, or 1 + the VM it is assigned to. */
  firmware: cells(only(frames, parts, 'firmware'), vms + 1, showVm),

  // --- memslots and files, indexed by VM: each VM has one file of the inode; memslots as slotOf() numbers them
  /** kvm->slots_lock: 0, or 1 + the thread that holds it. */
  slotsLock: holder(cells(only(vms, parts, 'memslots', 'launch'), threads + 1, showOwner)),
  /** Whether vCPUs see a memslot; INVALID while they see that it is being deleted (KVM_MEMSLOT_INVALID). */
  slotVisible: cells(only(slots, parts, 'memslots'), 3, showVisible),
  /** 1 while the memory of struct kvm_memory_slot is allocated. */
  slotAllocated: cells(only(slots, parts, 'memslots'), 2, showFlag),
  /** slot->gmem.file: 1 while it is the file of this VM. */
  slotFile: cells(only(slots, parts, 'memslots'), 2, showFlag),
  /** kvm->srcu: bit t set while thread t is in a read section. */
  srcuReaders: holders(cells(only(vms, parts, 'memslots'), 1 << threads, showThreads)),
  /** f_count of the file; 0 once it is dying. */
  fileRefs: cells(only(vms, parts, 'memslots'), threads + 2),
  /** References of files that the call in flight has taken and not put, indexed by thread * vms + VM. */
  heldFiles: ghost(perThread(cells(threads * vms, MOST_HELD + 1), vms)),
  /** Of the populate in flight, indexed by thread * pages + page: 0, or COPIED_IN or MARKED. */
  imageDone: ghost(perThread(cells(threads * pages, 3, showImage), pages)),
  /** The same: 1 where the page was shared when the image was copied in. */
  imageShared: ghost(perThread(cells(threads * pages, 2, showFlag), pages)),
  /** Of the call in flight, indexed by thread * pages + page: 1 where it has added a folio of one page to the file. */
  addedPages: ghost(perThread(cells(threads * pages, 2, showFlag), pages)),
  /** Fields that a file declares and no table names: see file/declared.c.ts. */
  declared: cells(hasDeclared ? DECLARED_FIELDS * (1 + vms) : 0, DECLARED_VALUES),
  /** By thread: how often its call has looked for signals; no more than MOST_ASKED is counted. Then INTERRUPTED or WENT_ON. */
  signalsAsked: ghost(perThread(cells(threads, WENT_ON + 1), 1)),
  /** By thread: 0, or 1 + the VM that its call has put with kvm_put_kvm(). */
  vmPut: ghost(perThread(cells(threads, vms + 1, showVm), 1)),
  /** How much of a file is left: ALIVE, GMEM_FREED or FREED; see memslots/files.ts. */
  fileLife: ghost(cells(only(vms, parts, 'memslots'), 3, showLife)),
  /** 1 while the file stands on the inode's list (gmem_file_list). */
  fileListed: cells(only(vms, parts, 'memslots'), 2, showFlag),
  /** The last reference of the file is gone, and kvm_gmem_release() has yet to run as task work. */
  releaseOwed: cells(only(vms, parts, 'memslots'), 2, showFlag),
  /** struct gmem_file::bindings, indexed by VM * pages + page: 0, or which of the VM's memslots is bound there. */
  bindings: cells(only(vms * pages, parts, 'memslots'), 1 + slots / vms, showMemslot),

  // --- the host process
  /** 1 while a VMA maps the whole file. */
  vma: cell(2, showFlag),
  /** 1 once munmap() has taken the VMA from the address space, while the file still knows it. */
  vmaDetached: cells(only(1, parts, 'munmap'), 2, showFlag),
  /** The VMA lock, held for read: bit t set while thread t has a host fault in flight. */
  vmaReaders: holders(cells(only(1, parts, 'munmap'), 1 << threads, showThreads)),
  /** Indexed by page: 0, or 1 + the frame its PTE maps. Each owns one reference. */
  hostPte: cells(pages, frames + 1, showFrame),

  // --- KVM, indexed by VM
  /** SPTEs, indexed by (VM * 2 + kind) * pages + gfn: 0, or frame and level. A huge one stands at its first gfn. */
  spte: cells(vms * 2 * pages, 1 + 2 * frames, showSpte),
  /** kvm->mmu_invalidate_in_progress. */
  invalidating: cells(vms, 8),
  /** kvm->mmu_invalidate_range_start: 0 for none, or 1 + gfn. */
  invalidateStart: cells(vms, modulus + 1, showBound),
  /** kvm->mmu_invalidate_range_end: 0 for none, or 1 + gfn. */
  invalidateEnd: cells(vms, modulus + 1, showBound),
  /** Bit t set while thread t has a fault in flight that has taken its mmu_invalidate_seq snapshot, indexed by VM. */
  faulting: holders(cells(vms, 1 << threads, showThreads)),
  /** Bit t set when mmu_invalidate_seq has moved since the snapshot of thread t's fault. Stands for the counter. */
  seqMoved: holders(cell(1 << threads, showThreads)),

  // --- the environment
  /** Injected failures still allowed. */
  failuresLeft: cell(failures + 1),
  /** 1 once the WARN_ONCE of the freeze loop has fired. */
  warnedSpinning: cell(2, showFlag),

  // --- ghosts: read by promises only
  /** Indexed by frame: 0, or 1 + the VM whose vCPUs may have it in a TLB though no SPTE maps it. */
  unflushed: ghost(cells(frames, vms + 1, showVm)),
  /** Indexed by frame: what it holds (STALE, ZERO …). */
  contents: ghost(cells(frames, CONTENTS, showContents)),
  /** Indexed by thread * 2 + kind: 1 + the gfn of the fault in flight. */
  faultGfn: ghost(perThread(cells(threads * 2, pages + 1, showBound), 2)),
  /** Bit t set when the gfn of thread t's fault was zapped since its snapshot. */
  zappedSince: ghost(holders(cell(1 << threads, showThreads))),
  /** Invalidations that a thread has begun and not ended, indexed by thread * VMs + VM; modulo 256. */
  begunBy: ghost(perThread(cells(only(threads * vms, parts, 'memslots'), 256), vms)),
  /** Indexed by frame: whether it has stood in the file since a hole took its lock; see since-hole.ts. */
  sinceHole: ghost(cells(frames, HOLE_STATES, showSinceHole)),
  /** The thread whose hole that is. */
  holeOf: ghost(holder(cell(threads + 1, showOwner))),
  /** The state when convert took the lock: 1 + share, indexed by page; 0 when no conversion runs. */
  shareBefore: ghost(cells(pages, 3, showShareBefore)),
  /** The same for the filemap: slot. */
  filemapBefore: ghost(cells(pages, frames + 1, showFrame)),
  /** The same for huge, indexed by frame. */
  hugeBefore: ghost(cells(frames, 2, showFlag)),
  /** The same for uptodate, indexed by page: of the folio in its slot. */
  uptodateBefore: ghost(cells(pages, 2, showFlag)),
  /** The same for what private SPTEs map: 1 + frame, indexed by VM * pages + page. */
  privateBefore: ghost(cells(only(vms * pages, parts, 'tdx'), frames + 1, showFrame)),
  /** The same for invalidating, indexed by VM. */
  invalidatingBefore: ghost(cells(vms, 8)),

  ...signals(frames, pages, modulus),
  ...directMapFields(frames, pages, threads, directMapEntry),
  ...newFileFields(threads, parts.includes('new-files')),
  ...followPfnFields(frames, parts.includes('pfn-map')),
})

export type Kernel = View<ReturnType<typeof kernelFields>>
