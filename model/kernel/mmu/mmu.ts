/**
 * KVM's secondary page tables and their invalidation.
 *
 * Source: kvm_mmu_invalidate_begin(), _range_add(), _end(), virt/kvm/kvm_main.c; mmu_invalidate_retry_gfn(),
 * include/linux/kvm_host.h; kvm_tdp_mmu_map(), kvm_unmap_gfn_range(), arch/x86/kvm/mmu/.
 * Left out: mmu_lock is held for write within single steps only; a zap does not yield it (it may only while faults on its
 * range are kept away, and what other faults install meanwhile they may install after it; may miss
 * who sees half of a zap that fails).
 * Private and shared SPTEs stand in tables of their own, as on TDX; one table for both (SNP) would drop the other kind
 * when one is installed (may report impossible coexistence there). TLB flushes are part of the zap.
 */
import { slotsLockIsHeld } from '../locks/slots-lock.ts'
import { dropReferences, folioOf } from '../memory/folio.ts'
import { oweFlush, tellUnflushed } from '../memory/tlb.ts'
import { baseGfnOf, endPageOf, firstPageOf } from '../memslots/places.ts'
import type { Kernel } from '../state/state.ts'
import { ZAPS_BEYOND_INVALIDATION, ZAPS_BEYOND_MEMSLOT } from '../state/told.ts'
import { LEVEL_4K, LEVEL_HUGE, PRIVATE } from '../state/values.ts'

/** mmu_lock can be taken for write: no fault holds it for read. */
export const mmuLockIsFree = (kernel: Kernel, vm: number): boolean => kernel.mmuReaders[vm] === 0

/** kvm_mmu_invalidate_begin(). */
export const invalidateBegin = (kernel: Kernel, vm: number): void => {
  kernel.invalidating[vm]! += 1
  if (kernel.invalidating[vm] === 1) {
    kernel.invalidateStart[vm] = 0
    kernel.invalidateEnd[vm] = 0
  }
}

/** kvm_mmu_invalidate_range_add(): the covering interval of all ranges since the first begin. */
export const invalidateRangeAdd = (kernel: Kernel, vm: number, start: number, end: number): void => {
  if (kernel.invalidating[vm] === 0) kernel.warnRangeAddIdle = 1
  if (kernel.invalidateStart[vm] === 0) {
    kernel.invalidateStart[vm] = 1 + start
    kernel.invalidateEnd[vm] = 1 + end
    return
  }
  if (1 + start < kernel.invalidateStart[vm]!) kernel.invalidateStart[vm] = 1 + start
  if (1 + end > kernel.invalidateEnd[vm]!) kernel.invalidateEnd[vm] = 1 + end
}

/**
 * kvm_mmu_invalidate_end(): the sequence moves for every fault in flight. The range stays in the kernel; here it is
 * forgotten when the last invalidation ends, since the next begin empties it before anyone reads it.
 */
export const invalidateEnd = (kernel: Kernel, vm: number): void => {
  kernel.seqMoved |= kernel.faulting[vm]!
  tellUnflushed(kernel, vm)
  if (kernel.invalidateStart[vm] === 0) kernel.warnNoRange = 1
  if (kernel.invalidating[vm] === 0) {
    kernel.bugInvalidateUnderflow = 1
    return
  }
  kernel.invalidating[vm]! -= 1
  if (kernel.invalidating[vm] === 0) {
    kernel.invalidateStart[vm] = 0
    kernel.invalidateEnd[vm] = 0
  }
}

/** mmu_invalidate_retry_gfn_unsafe(): an empty range matches nothing. */
export const mustRetryUnlocked = (kernel: Kernel, vm: number, gfn: number, self: number): boolean =>
  gfnIsInvalidating(kernel, vm, gfn) || ((kernel.seqMoved >> self) & 1) === 1

/** mmu_invalidate_retry_gfn(), under mmu_lock: an empty range counts as a hit (and warns, see there). */
export const mustRetry = (kernel: Kernel, vm: number, gfn: number, self: number): boolean =>
  rangeIsEmpty(kernel, vm) || mustRetryUnlocked(kernel, vm, gfn, self)

/** An invalidation runs and has named no range. */
export const rangeIsEmpty = (kernel: Kernel, vm: number): boolean =>
  kernel.invalidating[vm] !== 0 && kernel.invalidateStart[vm] === 0

const gfnIsInvalidating = (kernel: Kernel, vm: number, gfn: number): boolean =>
  kernel.invalidating[vm] !== 0 && 1 + gfn >= kernel.invalidateStart[vm]! && 1 + gfn < kernel.invalidateEnd[vm]!

/** The frame that an SPTE of any level maps for a gfn: 0 for none, or 1 + frame. */
export const frameMapped = (kernel: Kernel, vm: number, kind: number, gfn: number): number => {
  const spte = spteAt(kernel, vm, kind, gfn)
  if (spte !== 0) return 1 + spteFrame(spte)
  const offset = gfn % kernel.hugepage
  const huge = spteAt(kernel, vm, kind, gfn - offset)
  return spteIsHuge(huge) ? 1 + spteFrame(huge) + offset : 0
}

/** First cell of a VM's table of one kind. */
export const tableOf = (kernel: Kernel, vm: number, kind: number): number => (vm * 2 + kind) * kernel.pages

export const spteAt = (kernel: Kernel, vm: number, kind: number, gfn: number): number =>
  kernel.spte[tableOf(kernel, vm, kind) + gfn]!

export const spteFrame = (spte: number): number => (spte - 1) >> 1
export const spteIsHuge = (spte: number): boolean => spte !== 0 && ((spte - 1) & 1) === LEVEL_HUGE

/** kvm_unmap_gfn_range() asserts that faults are kept away: by an invalidation, or by whoever deletes the memslot. */
export const assertFaultsAreKeptAway = (kernel: Kernel, self: number, vm: number): void => {
  const deletes = kernel.slotsLock.length > 0 && slotsLockIsHeld(kernel, self, vm)
  if (kernel.invalidating[vm] === 0 && !deletes) kernel.assertionFired = 1 + ZAPS_BEYOND_INVALIDATION
}

/** gfn_to_rmap() of what kvm_unmap_gfn_range() is given: a memslot has as many rmaps as gfns. */
export const assertGfnsAreOfMemslot = (kernel: Kernel, slot: number, start: number, end: number): void => {
  const first = baseGfnOf(kernel, slot)
  const last = first + endPageOf(kernel, slot) - firstPageOf(kernel, slot)
  if (start < end && (start < first || end > last)) kernel.assertionFired = 1 + ZAPS_BEYOND_MEMSLOT
}

/** kvm_mmu_unmap_gfn_range() for one kind: adds [start, end) to the invalidation and zaps what overlaps it. */
export const zapRange = (kernel: Kernel, vm: number, kind: number, start: number, end: number): void => {
  invalidateRangeAdd(kernel, vm, start, end)
  zapSptes(kernel, vm, kind, start, end)
}

/** kvm_unmap_gfn_range() for one kind, without a flush. @returns whether one is owed */
export const zapUnflushed = (kernel: Kernel, vm: number, kind: number, start: number, end: number): boolean => {
  let owed = false
  for (let gfn = start; gfn < end && gfn < kernel.pages; gfn++) {
    const frame = frameMapped(kernel, vm, kind, gfn)
    if (frame === 0) continue
    oweFlush(kernel, vm, frame - 1)
    owed = true
  }
  zapSptes(kernel, vm, kind, start, end)
  return owed
}

/**
 * Zaps the SPTEs of one kind that overlap [start, end). A huge SPTE goes whole, except that one which TDX maps privately
 * and which reaches beyond the range is split first, so that the rest stays.
 */
export const zapSptes = (kernel: Kernel, vm: number, kind: number, start: number, end: number): void => {
  const table = tableOf(kernel, vm, kind)
  for (let gfn = 0; gfn < kernel.pages; gfn++) {
    const spte = kernel.spte[table + gfn]!
    if (spte === 0) continue
    if (!spteIsHuge(spte)) {
      if (gfn >= start && gfn < end) dropSpte(kernel, kind, table + gfn)
    } else if (gfn < end && gfn + kernel.hugepage > start) {
      if (kernel.tdxHoldsReferences + kernel.tdx > 0 && kind === PRIVATE) splitSpte(kernel, table + gfn)
      if (spteIsHuge(kernel.spte[table + gfn]!) || gfn >= start) dropSpte(kernel, kind, table + gfn)
    }
  }
  for (let thread = 0; thread < kernel.threads; thread++) {
    const gfn = kernel.faultGfn[thread * 2 + kind]!
    if (gfn > start && gfn <= end && ((kernel.faulting[vm]! >> thread) & 1) === 1) kernel.zappedSince |= 1 << thread
  }
}

/**
 * kvm_tdp_mmu_map(): installs the SPTE of `frame`, the page of `gfn`, at a level. A huge one replaces the small ones it
 * covers; a small one under a huge one splits that first.
 */
export const installSpte = (
  kernel: Kernel,
  vm: number,
  kind: number,
  gfn: number,
  frame: number,
  level: number,
): void => {
  const table = tableOf(kernel, vm, kind)
  const offset = gfn % kernel.hugepage
  const head = table + gfn - offset
  if (level === LEVEL_HUGE) {
    const spte = 1 + 2 * (frame - offset) + LEVEL_HUGE
    if (kernel.spte[head] === spte) return
    for (let cell = head; cell < head + kernel.hugepage; cell++)
      if (kernel.spte[cell] !== 0) dropSpte(kernel, kind, cell)
    kernel.spte[head] = spte
    holdForTdx(kernel, kind, frame, kernel.hugepage)
    return
  }
  if (spteIsHuge(kernel.spte[head]!)) splitSpte(kernel, head)
  const spte = 1 + 2 * frame + LEVEL_4K
  if (kernel.spte[table + gfn] === spte) return
  if (kernel.spte[table + gfn] !== 0) dropSpte(kernel, kind, table + gfn)
  kernel.spte[table + gfn] = spte
  holdForTdx(kernel, kind, frame, 1)
}

/** A huge SPTE becomes small ones for the same frames. */
export const splitSpte = (kernel: Kernel, head: number): void => {
  const frame = spteFrame(kernel.spte[head]!)
  for (let i = 0; i < kernel.hugepage; i++) kernel.spte[head + i] = 1 + 2 * (frame + i) + LEVEL_4K
}

const dropSpte = (kernel: Kernel, kind: number, cell: number): void => {
  const spte = kernel.spte[cell]!
  kernel.spte[cell] = 0
  if (kernel.tdxHoldsReferences === 1 && kind === PRIVATE)
    dropReferences(kernel, folioOf(kernel, spteFrame(spte)), spteIsHuge(spte) ? kernel.hugepage : 1)
}

const holdForTdx = (kernel: Kernel, kind: number, frame: number, pages: number): void => {
  if (kernel.tdxHoldsReferences === 1 && kind === PRIVATE) kernel.refs[folioOf(kernel, frame)]! += pages
}
