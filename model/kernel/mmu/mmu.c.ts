/**
 * The names of KVM's invalidations. mmu_lock is held for write within sections, each of which counts as one step.
 */
import type { BoundStep, Required } from '../../c/ir/binding.ts'
import { answer, doing, type Functions, is, type S, takes, theInode, vmOf } from '../c/declare.ts'
import { flushTlbs } from '../memory/tlb.ts'
import { hasBinding, useSlot } from '../memslots/memslots.ts'
import { vmOfSlot } from '../memslots/places.ts'
import type { Kernel } from '../state/state.ts'
import { ZAPS_NO_KIND } from '../state/told.ts'
import { PRIVATE, SHARED } from '../state/values.ts'
import { countBegun } from './begun.ts'
import {
  assertFaultsAreKeptAway,
  assertGfnsAreOfMemslot,
  invalidateBegin,
  invalidateEnd,
  invalidateRangeAdd,
  mmuLockIsFree,
  zapUnflushed,
} from './mmu.ts'

export const KVM_FILTER_SHARED = 1
export const KVM_FILTER_PRIVATE = 2
export const filters = { KVM_FILTER_SHARED, KVM_FILTER_PRIVATE }

const kinds = [
  [PRIVATE, KVM_FILTER_PRIVATE],
  [SHARED, KVM_FILTER_SHARED],
] as const

const itsMemslot: Required<S> = {
  must: ({ kernel }, slot, [kvm]) => slot > 0 && vmOfSlot(kernel, slot - 1) === vmOf(kvm!),
  be: 'a memslot of the VM',
}

/** Each is given the VM first, whose mmu_lock must be held for write. */
const underMmuLock = (step: BoundStep<S>): BoundStep<S> => ({
  ...step,
  asserts: { lock: 'mmu_lock', assertion: 'lockdep_assert_held_write', condition: '&kvm->mmu_lock' },
})

const begins = underMmuLock(
  doing(['used'], ({ kernel, self }, [kvm]) => {
    countBegun(kernel, self, vmOf(kvm!), 1)
    invalidateBegin(kernel, vmOf(kvm!))
  }),
)

/** kvm_unmap_gfn_range(). @param first what comes before it */
const zaps = (first: (kernel: Kernel, vm: number, start: number, end: number) => void) =>
  underMmuLock({
    kind: 'step',
    type: 'bool',
    args: [
      'used',
      {
        fields: {
          slot: itsMemslot,
          start: 'used',
          end: 'used',
          may_block: is(1, 'true: the zap may sleep'),
          attr_filter: 'used',
        },
      },
    ],
    outcomes: {
      step: {
        // The struct arrives as its fields.
        does: ({ kernel, self }, [kvm, slot, start, end, , filter]) => {
          const vm = vmOf(kvm!)
          useSlot(kernel, slot! - 1)
          first(kernel, vm, start!, end!)
          assertFaultsAreKeptAway(kernel, self, vm)
          assertGfnsAreOfMemslot(kernel, slot! - 1, start!, end!)
          if (filter === 0) kernel.assertionFired = 1 + ZAPS_NO_KIND
          let owed = false
          for (const [kind, bit] of kinds)
            if ((filter! & bit) !== 0) owed = zapUnflushed(kernel, vm, kind, start!, end!) || owed
          return Number(owed)
        },
      },
    },
  })

/** @param endsFile kvm_gmem_invalidate_end() is given one file, and is no part of what patches show whole */
export const mmu = (endsFile: boolean): Functions => ({
  KVM_MMU_LOCK: takes('struct kvm *', {
    kind: 'enter',
    lock: 'mmu_lock',
    args: ['used'],
    ready: ({ kernel }, [kvm]) => mmuLockIsFree(kernel, vmOf(kvm!)),
  }),
  KVM_MMU_UNLOCK: takes('struct kvm *', { kind: 'leave', lock: 'mmu_lock', args: ['used'] }),
  ...(endsFile && {
    kvm_gmem_invalidate_end: {
      kind: 'step',
      type: 'void',
      args: ['used', 'used', 'used'],
      ready: ({ kernel }, [file, start, end]) =>
        !hasBinding(kernel, vmOf(file!), start!, end!) || mmuLockIsFree(kernel, vmOf(file!)),
      outcomes: {
        step: {
          does: ({ kernel }, [file, start, end]) => {
            if (hasBinding(kernel, vmOf(file!), start!, end!)) invalidateEnd(kernel, vmOf(file!))
            return 0
          },
        },
      },
    },
  }),
  kvm_mmu_invalidate_begin: takes('struct kvm *', begins),
  kvm_mmu_invalidate_start: takes('struct kvm *', begins),
  kvm_mmu_invalidate_range_add: takes(
    'struct kvm *',
    underMmuLock(
      doing(['used', 'used', 'used'], ({ kernel }, [kvm, start, end]) =>
        invalidateRangeAdd(kernel, vmOf(kvm!), start!, end!),
      ),
    ),
  ),
  kvm_mmu_invalidate_end: takes(
    'struct kvm *',
    underMmuLock(
      doing(['used'], ({ kernel, self }, [kvm]) => {
        countBegun(kernel, self, vmOf(kvm!), -1)
        invalidateEnd(kernel, vmOf(kvm!))
      }),
    ),
  ),
  kvm_mmu_unmap_gfn_range: takes(
    'struct kvm *, struct kvm_gfn_range *',
    zaps((kernel, vm, start, end) => invalidateRangeAdd(kernel, vm, start, end)),
  ),
  kvm_unmap_gfn_range: takes(
    'struct kvm *, struct kvm_gfn_range *',
    zaps(() => {}),
  ),
  kvm_flush_remote_tlbs: takes(
    'struct kvm *',
    doing(['used'], ({ kernel }, [kvm]) => flushTlbs(kernel, vmOf(kvm!))),
  ),
  kvm_gmem_get_invalidate_filter: takes('struct inode *', {
    ...answer(
      'unsigned int',
      [theInode],
      KVM_FILTER_PRIVATE | KVM_FILTER_SHARED,
      'memory of an inode is all private or all shared: SPTEs of the other kind do not exist',
    ),
    unlessShown: true,
  }),
})

/** A tree without a filter zaps both kinds. */
export const newerFields = { 'kvm_gfn_range.attr_filter': KVM_FILTER_PRIVATE | KVM_FILTER_SHARED }

export const rangeRecords = {
  kvm_gfn_range: {
    slot: 'struct kvm_memory_slot *',
    start: 'gfn_t',
    end: 'gfn_t',
    may_block: 'bool',
    attr_filter: 'unsigned int',
  },
} as const
