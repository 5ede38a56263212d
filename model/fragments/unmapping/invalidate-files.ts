/**
 * Keeps the faults of every VM bound in a range away, and zaps what they have mapped there; and lets them in again.
 *
 * Both walk the files on the inode's list, and look at the bindings as they are at that moment. The start has found the first
 * memslot of each file before it waits for mmu_lock.
 *
 * Source: kvm_gmem_invalidate_begin() and _end() (kvm_gmem_invalidate_start() today), virt/kvm/guest_memfd.c.
 * Left out: the filter of kinds, but for conversions in place: both kinds are zapped (where the tree zaps one, SPTEs of the
 * other do not exist: memory of an inode is all private or all shared there, or a shared access does not go through
 * guest_memfd). The end looks for bindings as it takes mmu_lock, and the tree before that: one that is erased in between is missed
 * here a moment sooner.
 */
import { cell, type Show } from '../../../checker/declare.ts'
import { useGmem } from '../../kernel/memslots/files.ts'
import { boundAt, firstBound, hasBinding, isListed, useSlot } from '../../kernel/memslots/memslots.ts'
import { baseGfnOf, endPageOf, firstPageOf, vmOfSlot } from '../../kernel/memslots/places.ts'
import { countBegun } from '../../kernel/mmu/begun.ts'
import { invalidateBegin, invalidateEnd, mmuLockIsFree, zapRange } from '../../kernel/mmu/mmu.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import { PRIVATE, SHARED } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'

const showFound: Show = found => (found === 0 ? 'none' : `memslot ${found - 1}`)

/** A bit for each kind. */
const BOTH_KINDS = 3

/** One file: the start of an invalidation and the zap, if it is bound in [start, end). */
export const beginAndZap = (kernel: Kernel, self: number, vm: number, start: number, end: number): void =>
  beginAndZapKinds(kernel, self, vm, start, end, BOTH_KINDS)

/** The same, with the zap of one kind. */
export const beginAndZapKind = (
  kernel: Kernel,
  self: number,
  vm: number,
  start: number,
  end: number,
  kind: number,
): void => beginAndZapKinds(kernel, self, vm, start, end, 1 << kind)

const beginAndZapKinds = (kernel: Kernel, self: number, vm: number, start: number, end: number, kinds: number): void =>
  beginAndZapFrom(kernel, self, firstFound(kernel, vm, start, end), vm, start, end, kinds)

/** The first memslot of a file that is bound in [start, end): 0, or 1 + the memslot. */
const firstFound = (kernel: Kernel, vm: number, start: number, end: number): number =>
  hasBinding(kernel, vm, start, end) ? boundAt(kernel, vm, firstBound(kernel, vm, start, end)) : 0

/** @param found 0, or 1 + the memslot that was found first, whatever has become of it */
const beginAndZapFrom = (
  kernel: Kernel,
  self: number,
  found: number,
  vm: number,
  start: number,
  end: number,
  kinds: number,
): void => {
  if (isListed(kernel, vm)) useGmem(kernel, vm)
  if (found === 0) return
  countBegun(kernel, self, vm, 1)
  invalidateBegin(kernel, vm)
  zapSlot(kernel, found - 1, start, end, kinds)
  let zapped = found
  for (let page = endPageOf(kernel, found - 1); page < end && page < kernel.pages; page++) {
    const bound = boundAt(kernel, vm, page)
    if (bound !== 0 && bound !== zapped) zapSlot(kernel, bound - 1, start, end, kinds)
    zapped = bound
  }
}

/** kvm_mmu_unmap_gfn_range() of what a memslot covers of [start, end). */
const zapSlot = (kernel: Kernel, slot: number, start: number, end: number, kinds: number): void => {
  useSlot(kernel, slot)
  const toGfn = baseGfnOf(kernel, slot) - firstPageOf(kernel, slot)
  const first = toGfn + Math.max(start, firstPageOf(kernel, slot))
  const last = toGfn + Math.min(end, endPageOf(kernel, slot))
  for (let kind = PRIVATE; kind <= SHARED; kind++)
    if (((kinds >> kind) & 1) !== 0) zapRange(kernel, vmOfSlot(kernel, slot), kind, first, last)
}

/** One file: the end of the invalidation, if it is bound in [start, end). */
export const endIfBound = (kernel: Kernel, self: number, vm: number, start: number, end: number): void => {
  if (isListed(kernel, vm)) useGmem(kernel, vm)
  if (!hasBinding(kernel, vm, start, end)) return
  countBegun(kernel, self, vm, -1)
  invalidateEnd(kernel, vm)
}

/** mmu_lock would be got, or is not needed. */
export const mayInvalidate = (kernel: Kernel, vm: number, start: number, end: number): boolean =>
  !hasBinding(kernel, vm, start, end) || mmuLockIsFree(kernel, vm)

export type BeginLocal = 'begin.start' | 'begin.end' | 'begin.vm' | 'begin.found'
type Begin = Scope<BeginLocal>

/** Arguments: the pages in [start, end). */
export const beginOf = (kernel: Kernel, call: Begin['call'], start: number, end: number): void => {
  call['begin.start'] = start
  call['begin.end'] = end
  findFirst(kernel, call)
}

const findFirst = (kernel: Kernel, call: Begin['call']): void => {
  call['begin.found'] = firstFound(kernel, call['begin.vm'], call['begin.start'], call['begin.end'])
}

const mayBegin = ({ kernel, call }: Begin): boolean =>
  call['begin.found'] === 0 || mmuLockIsFree(kernel, call['begin.vm'])

export const beginInvalidation = {
  guards: {
    'begin.mayGoOn': (scope: Begin) => mayBegin(scope) && scope.call['begin.vm'] + 1 < scope.kernel.vms,
    'begin.mayEnd': (scope: Begin) => mayBegin(scope),
  },
  effects: {
    'begin.one': ({ kernel, call, self }: Begin) => {
      beginAndZapFrom(
        kernel,
        self,
        call['begin.found'],
        call['begin.vm'],
        call['begin.start'],
        call['begin.end'],
        BOTH_KINDS,
      )
      call['begin.found'] = 0
    },
    'begin.toNextFile': ({ kernel, call }: Begin) => {
      call['begin.vm'] += 1
      findFirst(kernel, call)
    },
  },
  config: {
    meta: {
      within: 'begin',
      locals: {
        'begin.start': cell(32),
        'begin.end': cell(32),
        'begin.vm': cell(4),
        'begin.found': cell(16, showFound),
      },
    },
    initial: 'beginning',
    states: {
      beginning: {
        meta: { fn: 'kvm_gmem_invalidate_begin' },
        on: {
          step: [
            { guard: 'begin.mayGoOn', actions: ['begin.one', 'begin.toNextFile'] },
            { guard: 'begin.mayEnd', actions: 'begin.one', target: 'done' },
          ],
        },
      },
      done: { type: 'final' },
    },
  },
} as const

export type EndLocal = 'end.start' | 'end.end' | 'end.vm'
type End = Scope<EndLocal>

export const endInvalidation = {
  guards: {
    'end.mayGoOn': ({ kernel, call }: End) =>
      mayInvalidate(kernel, call['end.vm'], call['end.start'], call['end.end']) && call['end.vm'] + 1 < kernel.vms,
    'end.mayEnd': ({ kernel, call }: End) => mayInvalidate(kernel, call['end.vm'], call['end.start'], call['end.end']),
  },
  effects: {
    'end.one': ({ kernel, call, self }: End) =>
      endIfBound(kernel, self, call['end.vm'], call['end.start'], call['end.end']),
    'end.toNextFile': ({ call }: End) => {
      call['end.vm'] += 1
    },
  },
  config: {
    meta: { within: 'end', locals: { 'end.start': cell(32), 'end.end': cell(32), 'end.vm': cell(4) } },
    initial: 'ending',
    states: {
      ending: {
        meta: { fn: 'kvm_gmem_invalidate_end' },
        on: {
          step: [
            { guard: 'end.mayGoOn', actions: ['end.one', 'end.toNextFile'] },
            { guard: 'end.mayEnd', actions: 'end.one', target: 'done' },
          ],
        },
      },
      done: { type: 'final' },
    },
  },
} as const
