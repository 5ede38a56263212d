/**
 * The MMU notifier of KVM, which hears that a range of the file leaves the host page tables.
 *
 * Per VM an invalidation begins and shared SPTEs are zapped; it ends once the PTEs are gone. Machines take the two states
 * among their own, and what becomes of the PTEs between them.
 *
 * Source: kvm_mmu_notifier_invalidate_range_start(), _end(), virt/kvm/kvm_main.c.
 */
import { cell } from '../../../checker/declare.ts'
import { invalidateBegin, invalidateEnd, mmuLockIsFree, zapRange } from '../../kernel/mmu/mmu.ts'
import { SHARED } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'

/** `start` and `pages` are set before it hears of them. */
export type UnmapLocal = 'unmap.start' | 'unmap.pages' | 'unmap.vm'
type Notifier = Scope<UnmapLocal>

const isFree = ({ kernel, call }: Notifier): boolean => mmuLockIsFree(kernel, call['unmap.vm'])

export const notifier = {
  guards: {
    'unmap.mmuLockIsFree': isFree,
    'unmap.mmuLockIsFreeAndMore': (scope: Notifier) => isFree(scope) && scope.call['unmap.vm'] + 1 < scope.kernel.vms,
  },
  effects: {
    'unmap.startNotifier': ({ kernel, call }: Notifier) => {
      const vm = call['unmap.vm']
      invalidateBegin(kernel, vm)
      zapRange(kernel, vm, SHARED, call['unmap.start'], call['unmap.start'] + call['unmap.pages'])
    },
    'unmap.endNotifier': ({ kernel, call }: Notifier) => invalidateEnd(kernel, call['unmap.vm']),
    'unmap.toFirstVm': ({ call }: Notifier) => {
      call['unmap.vm'] = 0
    },
    'unmap.toNextVm': ({ call }: Notifier) => {
      call['unmap.vm'] += 1
    },
  },
  locals: { 'unmap.start': cell(32), 'unmap.pages': cell(32), 'unmap.vm': cell(4) },
} as const

/**
 * The state `notifying`.
 *
 * @param target where the PTEs go; the first VM is set again there, by `unmap.toFirstVm`
 * @param first where it goes instead, when there is nothing to unmap
 * @param aims sets the range, where no step before it does
 */
export const notifying = <
  const Target extends string,
  const First extends readonly object[] = readonly [],
  const Aims extends readonly string[] = readonly [],
>(
  target: Target,
  first: First = [] as unknown as First,
  aims: Aims = [] as unknown as Aims,
) =>
  ({
    notifying: {
      meta: { fn: 'kvm_mmu_notifier_invalidate_range_start' },
      on: {
        step: [
          ...first,
          { guard: 'unmap.mmuLockIsFreeAndMore', actions: [...aims, 'unmap.startNotifier', 'unmap.toNextVm'] },
          { guard: 'unmap.mmuLockIsFree', actions: [...aims, 'unmap.startNotifier'], target },
        ],
      },
    },
  }) as const

/** The state `ending`. */
export const notifyingEnd = <const Target extends string>(target: Target) =>
  ({
    ending: {
      meta: { fn: 'kvm_mmu_notifier_invalidate_range_end' },
      on: {
        step: [
          { guard: 'unmap.mmuLockIsFreeAndMore', actions: ['unmap.endNotifier', 'unmap.toNextVm'] },
          { guard: 'unmap.mmuLockIsFree', actions: 'unmap.endNotifier', target },
        ],
      },
    },
  }) as const
