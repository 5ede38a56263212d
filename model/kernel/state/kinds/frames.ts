/**
 * Frames that a VMA of the host process maps: not every one has a reference count.
 *
 * Source: hva_to_pfn_remapped(), kvm_pfn_to_refcounted_page(), virt/kvm/kvm_main.c.
 */

import { cells, type Show, signal } from '../../../../checker/declare.ts'

/** An ordinary page: its references are counted. */
export const COUNTED = 0
/** A page with a struct page whose count is 0: the tail of a higher-order allocation that is no compound page. */
export const UNCOUNTED = 1
/** A frame without a struct page. */
export const NO_STRUCT_PAGE = 2

const kindNames = ['counted', 'uncounted', 'without struct page']
const showKind: Show = kind => kindNames[kind] ?? String(kind)

/** `own`: whether the world has such frames. */
export const followPfnFields = (frames: number, own: boolean) => ({
  /** Indexed by frame: COUNTED, UNCOUNTED or NO_STRUCT_PAGE. */
  frameKind: cells(own ? frames : 0, 3, showKind),

  /** WARN_ON_ONCE in __kvm_follow_pfn(): neither FOLL_GET nor guarded_by_mmu_notifier. */
  warnUnguarded: signal(),
  /** A pfn was used that was invalidated since it was found, and no reference keeps its page: 1 + frame. */
  usedInvalidated: signal(frames + 1),
})
