/**
 * Bindings of shareability, and of KVM's invalidations.
 *
 * A file and its VM are both 1 + the index of the VM, a memslot is 1 + its number.
 */

import { countBegun } from '../../fragments/invalidate-files.ts'
import type { Memory } from '../../fragments/memory.ts'
import { mayFail, spendFailure } from '../../kernel/failures.ts'
import { firstBound, hasBinding, memslotsChange } from '../../kernel/memslots.ts'
import { invalidateBegin, invalidateEnd, invalidateRangeAdd, mmuLockIsFree, zapRange } from '../../kernel/mmu.ts'
import { storeShareability } from '../../kernel/shareability.ts'
import type { Kernel } from '../../kernel/state.ts'
import { PRIVATE, SHARED } from '../../kernel/words.ts'
import type { Scope } from '../../words.ts'
import type { Bound, LoopMacro, SharedField } from './binding.ts'
import { errno } from './errno.ts'
import { doing, question } from './memory.ts'

type S = Scope<string>
const vmOf = (pointer: number): number => pointer - 1

export const KVM_FILTER_SHARED = 1
export const KVM_FILTER_PRIVATE = 2

/** @param endsFile kvm_gmem_invalidate_end() is given one file, and is no part of what patches show whole */
export const guest = (on: Memory, endsFile: boolean): Readonly<Record<string, Bound<S>>> => ({
  kvm_gmem_private: question('struct kvm_gmem_inode_private *', () => 1),
  mt_find: question('void *', (kernel, args) => shareFrom(kernel, args, args[1]!)),
  mt_find_after: question('void *', (kernel, args) => shareFrom(kernel, args, args[1]! + 1)),
  xa_to_value: question('unsigned long', (_, [entry]) => entry! - 1),
  kvm_gmem_shareability_apply: {
    kind: 'step',
    type: 'int',
    outcomes: {
      step: {
        does: ({ kernel, call }, [, , share]) => {
          storeShareability(kernel, call['work.start']!, call['work.pages']!, share!)
          return 0
        },
      },
      ...(on === 'on-demand' && {
        enomem: {
          when: ({ kernel }: S) => mayFail(kernel),
          does: ({ kernel }: S) => {
            spendFailure(kernel)
            return -errno.ENOMEM
          },
        },
      }),
    },
  },
  xa_find: question('void *', (kernel, [bindings, index, last]) =>
    memslotsChange(kernel) && kernel.fileListed[vmOf(bindings!)] === 0
      ? 0
      : firstBound(kernel, vmOf(bindings!), index!, last! + 1),
  ),
  // A memslot covers the whole file: there is no other behind it.
  xa_find_after: question('void *', () => 0),
  first_file: question('struct kvm_gmem *', kernel => listedFrom(kernel, 1)),
  next_file: question('struct kvm_gmem *', (kernel, [file]) => listedFrom(kernel, file! + 1)),
  KVM_MMU_LOCK: { kind: 'enter', ready: ({ kernel }, [kvm]) => mmuLockIsFree(kernel, vmOf(kvm!)) },
  KVM_MMU_UNLOCK: { kind: 'leave' },
  ...(endsFile && {
    kvm_gmem_invalidate_end: {
      kind: 'step',
      type: 'void',
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
  kvm_mmu_invalidate_begin: begins,
  kvm_mmu_invalidate_start: begins,
  kvm_mmu_invalidate_range_add: doing(({ kernel }, [kvm, start, end]) =>
    invalidateRangeAdd(kernel, vmOf(kvm!), start!, end!),
  ),
  kvm_mmu_invalidate_end: doing(({ kernel, self }, [kvm]) => {
    countBegun(kernel, self, vmOf(kvm!), -1)
    invalidateEnd(kernel, vmOf(kvm!))
  }),
  kvm_mmu_unmap_gfn_range: {
    kind: 'step',
    type: 'bool',
    outcomes: {
      step: {
        // The struct arrives as its fields. Trees without a filter zap both kinds.
        does: ({ kernel }, [kvm, , start, end, , filter]) => {
          for (const [kind, bit] of filters)
            if (filter === 0 || (filter! & bit) !== 0) zapRange(kernel, vmOf(kvm!), kind, start!, end!)
          return 1
        },
      },
    },
  },
  kvm_flush_remote_tlbs: { kind: 'silent', why: 'the flush is part of the zap' },
})

const filters = [
  [PRIVATE, KVM_FILTER_PRIVATE],
  [SHARED, KVM_FILTER_SHARED],
] as const

const begins = doing(({ kernel, self }, [kvm]) => {
  countBegun(kernel, self, vmOf(kvm!), 1)
  invalidateBegin(kernel, vmOf(kvm!))
})

/** The file at or behind one that stands on the inode's list; 0 for none. */
function listedFrom(kernel: Kernel, file: number): number {
  let next = file
  while (next <= kernel.vms && memslotsChange(kernel) && kernel.fileListed[vmOf(next)] === 0) next += 1
  return next <= kernel.vms ? next : 0
}

/** mt_find(): the value at the first index from `from` on, up to the last one asked for; the tree is total. */
function shareFrom(kernel: Kernel, args: number[], from: number): number {
  if (from > args[2]! || from >= kernel.pages) return 0
  args[1] = from
  return 1 + kernel.share[from]!
}

/**
 * As include/linux/xarray.h, maple_tree.h and list.h define them. The one list is that of the inode's files: a loop over
 * elements of another type is refused.
 */
export const loops: Readonly<Record<string, LoopMacro>> = {
  mt_for_each: {
    parameters: ['tree', 'entry', 'index', 'max'],
    text: 'entry = mt_find(tree, &index, max); entry; entry = mt_find_after(tree, &index, max)',
  },
  xa_for_each_range: {
    parameters: ['xa', 'index', 'entry', 'start', 'last'],
    text: 'index = start, entry = xa_find(xa, &index, last); entry; entry = xa_find_after(xa, &index, last)',
  },
  xa_for_each: {
    parameters: ['xa', 'index', 'entry'],
    text: 'index = 0, entry = xa_find(xa, &index, -1ul); entry; entry = xa_find_after(xa, &index, -1ul)',
  },
  list_for_each_entry: {
    parameters: ['pos', 'head', 'member'],
    text: 'pos = first_file(head); pos; pos = next_file(pos)',
  },
}

const fixed = (type: string, read: (kernel: Kernel, object: number) => number): SharedField<S> => ({
  type,
  stable: true,
  read: ({ kernel }, object) => read(kernel, object),
})

export const guestStructs: Readonly<Record<string, Readonly<Record<string, SharedField<S>>>>> = {
  inode: { i_mapping: fixed('struct address_space *', () => 1), i_lock: { type: 'struct spinlock' } },
  address_space: {
    host: fixed('struct inode *', () => 1),
    i_pages: { type: 'struct xarray' },
    i_private_list: { type: 'struct list_head' },
  },
  kvm_gmem_inode_private: { shareability: { type: 'struct maple_tree' } },
  kvm_gmem: {
    kvm: fixed('struct kvm *', (_, file) => file),
    bindings: { type: 'struct xarray' },
    entry: { type: 'struct list_head' },
  },
  kvm_memory_slot: {
    base_gfn: fixed('gfn_t', () => 0),
    npages: fixed('unsigned long', kernel => kernel.pages),
    flags: { ...fixed('u32', () => 0), unmodelled: 'flags of memslots make no difference' },
    gmem: { type: 'struct kvm_memory_slot_gmem' },
  },
  kvm_memory_slot_gmem: { pgoff: fixed('pgoff_t', () => 0) },
  conversion_work: {
    start: { type: 'pgoff_t', stable: true, read: ({ call }) => call['work.start']! },
    nr_pages: { type: 'size_t', stable: true, read: ({ call }) => call['work.pages']! },
  },
}
