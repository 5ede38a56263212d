/**
 * The kernel's direct map, and what guest_memfd records of the entries it removed: fields of the kernel's state.
 *
 * An entry of the direct map covers one page, or as a large entry an aligned block of `directMapEntry` frames.
 *
 * Source: arch/x86/mm/pat/set_memory.c; struct kvm_gmem_inode_private (RFC v3 2/6 of the direct map series, 2024-10-30);
 * folio->private (v7 and later of "Direct Map Removal Support for guest_memfd").
 */
import { cell, cells, constant, ghost, holder, holders, signal } from '../../../checker/declare.ts'
import { showFlag, showOwner, showThreads } from './values.ts'

/** The decisions of a design about the direct map. */
export const directMapConstants = (removes = false, records = false) => ({
  /** 1 under designs that remove entries. `world()` sets it. */
  removesEntries: constant(removes ? 1 : 0),
  /** 1 under those of them that record pages; the others mark folios. */
  recordsPages: constant(records ? 1 : 0),
})

/** `entry`: frames that a large entry covers; 0 in worlds that leave the direct map alone. */
export const directMapFields = (frames: number, pages: number, threads: number, entry: number) => {
  const own = entry === 0 ? 0 : 1
  return {
    directMapEntry: constant(entry),
    ...directMapConstants(),
    /** Indexed by frame: 1 while the direct map has no entry for it. */
    hole: cells(own * frames, 2, showFlag),
    /** Indexed by block of frames: 1 while one large entry covers it. */
    largeEntry: cells(own && Math.ceil(frames / entry), 2, showFlag),
    /** Indexed by frame: 1 while a TLB may hold an entry that the direct map no longer has. */
    staleTlb: cells(own * frames, 2, showFlag),
    /** At a folio's first frame: PG_private (RFC v3), or KVM_GMEM_FOLIO_NO_DIRECT_MAP in folio->private (v7 and later). */
    holeMark: cells(own * frames, 2, showFlag),
    /** direct_map_state, indexed by page: 1 while the page has an entry: it deviates from the default, a hole. */
    deviates: cells(own * pages, 2, showFlag),
    /** xa_lock of direct_map_state: 0, or 1 + the thread that holds it. */
    xaLock: holder(cell(own * threads + 1, showOwner)),
    /** 1 once kvm_gmem_release() has freed struct kvm_gmem_inode_private. */
    released: cell(own + 1, showFlag),
    /** Indexed by frame: 1 once it was handed out: who was given it may have used it, whether or not it is mapped. */
    handedOut: ghost(cells(own * frames, 2, showFlag)),
    /** Bit t set while thread t runs a call that changes what is recorded. */
    recording: ghost(holders(cell(own ? 1 << threads : 1, showThreads))),

    /** might_sleep() under xa_lock: 1. */
    sleptUnderXaLock: signal(),
    /** An entry was changed that the request does not name: 1 + frame. */
    changedForeignEntry: signal(frames + 1),
    /** The kernel's own access to a frame faulted, for it has no entry: 1 + frame. */
    oopsHole: signal(frames + 1),
    /** NULL dereference: folio_inode() of a folio without a mapping: 1 + frame. */
    oopsFolioInode: signal(frames + 1),
    /** struct kvm_gmem_inode_private was used after it was freed: 1. */
    usedReleased: signal(),
    /** A page was handed out that has a direct map entry nobody asked for: 1 + frame. */
    handedOutMapped: signal(frames + 1),
    /** A page was handed out whose old direct map entry may be in a TLB: 1 + frame. */
    handedOutCached: signal(frames + 1),
    /** A change succeeded that did not record a page of its request: 1 + page. */
    leftUnrecorded: signal(pages + 1),
    /** A change succeeded, and a page of its request that is in use has its entry where it should not, or lacks it: 1 + page. */
    leftUnmade: signal(pages + 1),
    /** A removal succeeded, and a TLB may still hold the entry of a page of its request that is in use: 1 + page. */
    leftCached: signal(pages + 1),
    /** WARN_ON_ONCE(folio_restore_direct_map(folio)): 1 + frame. */
    warnRestore: signal(frames + 1),
    /** bad_page(): a folio is freed with PG_private set: 1 + frame. */
    badPage: signal(frames + 1),
  }
}
