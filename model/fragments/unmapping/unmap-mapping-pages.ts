/**
 * Takes a range of the file out of the host page tables. KVM hears of it only through the VMA that maps the range.
 *
 * Per VM whose memslot lies there: an invalidation begins, shared SPTEs are zapped, and it ends once the PTEs are gone.
 *
 * Source: unmap_mapping_pages(), mm/memory.c; kvm_mmu_notifier_invalidate_range_start(), _end(), virt/kvm/kvm_main.c.
 */
import { cell } from '../../../checker/declare.ts'
import { zapHostPtes } from '../../kernel/file/host-mappings.ts'
import { invalidateBegin, invalidateEnd, mmuLockIsFree, zapRange } from '../../kernel/mmu/mmu.ts'
import { SHARED } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'

export type UnmapLocal = 'unmap.start' | 'unmap.pages' | 'unmap.vm'
type Unmap = Scope<UnmapLocal>

export const unmapMappingPages = {
  guards: {
    'unmap.noVma': ({ kernel }: Unmap) => kernel.vma === 0,
    'unmap.mmuLockIsFree': ({ kernel, call }: Unmap) => mmuLockIsFree(kernel, call['unmap.vm']),
    'unmap.mmuLockIsFreeAndMore': ({ kernel, call }: Unmap) =>
      mmuLockIsFree(kernel, call['unmap.vm']) && call['unmap.vm'] + 1 < kernel.vms,
  },
  effects: {
    'unmap.startNotifier': ({ kernel, call }: Unmap) => {
      const vm = call['unmap.vm']
      invalidateBegin(kernel, vm)
      zapRange(kernel, vm, SHARED, call['unmap.start'], call['unmap.start'] + call['unmap.pages'])
    },
    'unmap.endNotifier': ({ kernel, call }: Unmap) => invalidateEnd(kernel, call['unmap.vm']),
    'unmap.toFirstVm': ({ call }: Unmap) => {
      call['unmap.vm'] = 0
    },
    'unmap.toNextVm': ({ call }: Unmap) => {
      call['unmap.vm'] += 1
    },
    'unmap.zapHostPtes': ({ kernel, call }: Unmap) => zapHostPtes(kernel, call['unmap.start'], call['unmap.pages']),
  },
  config: {
    meta: { within: 'unmap', locals: { 'unmap.start': cell(32), 'unmap.pages': cell(32), 'unmap.vm': cell(4) } },
    initial: 'entered',
    states: {
      entered: {
        meta: { fn: 'unmap_mapping_pages' },
        on: {
          step: [
            { guard: 'unmap.noVma', target: 'done' },
            { actions: 'unmap.toFirstVm', target: 'notifying' },
          ],
        },
      },
      notifying: {
        meta: { fn: 'kvm_mmu_notifier_invalidate_range_start' },
        on: {
          step: [
            { guard: 'unmap.mmuLockIsFreeAndMore', actions: ['unmap.startNotifier', 'unmap.toNextVm'] },
            { guard: 'unmap.mmuLockIsFree', actions: 'unmap.startNotifier', target: 'zapping' },
          ],
        },
      },
      zapping: {
        meta: { fn: 'zap_page_range_single' },
        on: { step: { actions: ['unmap.zapHostPtes', 'unmap.toFirstVm'], target: 'ending' } },
      },
      ending: {
        meta: { fn: 'kvm_mmu_notifier_invalidate_range_end' },
        on: {
          step: [
            { guard: 'unmap.mmuLockIsFreeAndMore', actions: ['unmap.endNotifier', 'unmap.toNextVm'] },
            { guard: 'unmap.mmuLockIsFree', actions: 'unmap.endNotifier', target: 'done' },
          ],
        },
      },
      done: { type: 'final' },
    },
  },
} as const
