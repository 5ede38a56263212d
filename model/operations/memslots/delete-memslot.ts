/**
 * A memslot is deleted, and unbound from the VM's file.
 *
 * Source: kvm_set_memory_region(), kvm_invalidate_memslot(), kvm_free_memslot(), virt/kvm/kvm_main.c; kvm_gmem_unbind(),
 * virt/kvm/guest_memfd.c.
 * Left out: dirty logging.
 */
import { cell } from '../../../checker/declare.ts'
import type { Design } from '../../designs/design.ts'
import { type UnbindLocal, unbind } from '../../fragments/memslots/unbind.ts'
import { dropSlotsLock, slotsLockIsFree, takeSlotsLock } from '../../kernel/locks/slots-lock.ts'
import { freeSlot } from '../../kernel/memslots/memslots.ts'
import { baseGfnOf, endPageOf, firstPageOf, slotOf } from '../../kernel/memslots/places.ts'
import { assertFaultsAreKeptAway, mmuLockIsFree, zapSptes } from '../../kernel/mmu/mmu.ts'
import { INVALID, PRIVATE, SHARED } from '../../kernel/state/values.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'

type DeleteMemslot = Scope<'vm' | 'second' | UnbindLocal>

export const deleteMemslot = (design: Design) => {
  const unbinding = unbind(design)
  return operation<DeleteMemslot, Step | Enomem>()({
    guards: {
      ...unbinding.guards,
      slotsLockIsFree: ({ kernel, call }) => slotsLockIsFree(kernel, call.vm),
      isVisible: ({ kernel, call }) => kernel.slotVisible[slotOf(kernel, call.vm, call.second)] === 1,
      noReaders: ({ kernel, call }) => kernel.srcuReaders[call.vm] === 0,
      mmuLockIsFree: ({ kernel, call }) => mmuLockIsFree(kernel, call.vm),
    },
    effects: {
      ...unbinding.effects,
      takeSlotsLock: ({ kernel, call, self }) => takeSlotsLock(kernel, self, call.vm),
      hide: ({ kernel, call }) => {
        kernel.slotVisible[slotOf(kernel, call.vm, call.second)] = INVALID
      },
      zap: ({ kernel, call, self }) => {
        assertFaultsAreKeptAway(kernel, self, call.vm)
        const slot = slotOf(kernel, call.vm, call.second)
        const start = baseGfnOf(kernel, slot)
        const end = start + endPageOf(kernel, slot) - firstPageOf(kernel, slot)
        zapSptes(kernel, call.vm, PRIVATE, start, end)
        zapSptes(kernel, call.vm, SHARED, start, end)
      },
      // kvm_delete_memslot(): nobody finds it any more; who has found it as invalid is waited for
      remove: ({ kernel, call }) => {
        kernel.slotVisible[slotOf(kernel, call.vm, call.second)] = 0
      },
      unbind: ({ kernel, call }) => {
        call['unbind.slot'] = slotOf(kernel, call.vm, call.second)
      },
      free: ({ kernel, call }) => freeSlot(kernel, slotOf(kernel, call.vm, call.second)),
      dropSlotsLock: ({ kernel, call, self }) => dropSlotsLock(kernel, self, call.vm),
    },
  }).createMachine({
    id: 'deleteMemslot',
    context: ({ input }) => input,
    meta: { fn: 'kvm_set_memory_region', locals: { vm: cell(4), second: cell(4) } },
    initial: 'lockingSlots',
    states: {
      lockingSlots: {
        meta: { fn: 'mutex_lock' },
        on: { step: { guard: 'slotsLockIsFree', actions: 'takeSlotsLock', target: 'hiding' } },
      },
      hiding: {
        meta: { fn: 'kvm_swap_active_memslots' },
        on: {
          step: [{ guard: 'isVisible', actions: 'hide', target: 'waiting' }, { target: 'unlockingSlots' }],
        },
      },
      waiting: {
        meta: { fn: 'synchronize_srcu_expedited' },
        on: { step: { guard: 'noReaders', target: 'zapping' } },
      },
      zapping: {
        meta: { fn: 'kvm_arch_flush_shadow_memslot' },
        on: { step: { guard: 'mmuLockIsFree', actions: 'zap', target: 'removing' } },
      },
      removing: {
        meta: { fn: 'kvm_swap_active_memslots' },
        on: { step: { actions: 'remove', target: 'waitingAgain' } },
      },
      waitingAgain: {
        meta: { fn: 'synchronize_srcu_expedited' },
        on: { step: { guard: 'noReaders', actions: 'unbind', target: 'unbinding' } },
      },
      unbinding: { ...unbinding.config, onDone: { target: 'freeing' } },
      freeing: {
        meta: { fn: 'kvm_free_memslot' },
        on: { step: { actions: 'free', target: 'unlockingSlots' } },
      },
      unlockingSlots: {
        meta: { fn: 'mutex_unlock' },
        on: { step: { actions: 'dropSlotsLock', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
}
