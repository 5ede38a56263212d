/**
 * A memslot is created, and bound to the VM's file before anything else may fail.
 *
 * Source: kvm_set_memory_region(), kvm_set_memslot(), virt/kvm/kvm_main.c; kvm_gmem_bind(), virt/kvm/guest_memfd.c.
 * Left out: the checks of the request; moving a memslot (not allowed with guest_memfd); dirty logging.
 */

import type { Design } from '../../designs/design.ts'
import { storeBindings } from '../../fragments/memslots/store-bindings.ts'
import { type UnbindLocal, unbind } from '../../fragments/memslots/unbind.ts'
import { lockingInvalidate } from '../../fragments/unmapping/lock-invalidate.ts'
import { slotOf } from '../../kernel/memslots/places.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'
import { bindingPages, type NewMemslotLocal, newMemslot } from './new-memslot.ts'

type CreateMemslot = Scope<NewMemslotLocal | UnbindLocal>

export const createMemslot = (design: Design) => {
  const { failToOverlap, isChecked, storing } = bindingPages(design)
  const unbinding = unbind(design)
  return operation<CreateMemslot, Step | Enomem>()({
    guards: { ...unbinding.guards, ...newMemslot.guards },
    effects: {
      ...unbinding.effects,
      ...newMemslot.effects,
      unbind: ({ kernel, call }) => {
        call['unbind.slot'] = slotOf(kernel, call.vm, call.second)
      },
    },
  }).createMachine({
    id: 'createMemslot',
    context: ({ input }) => input,
    meta: newMemslot.meta,
    initial: 'lockingSlots',
    states: {
      ...newMemslot.states,
      gettingFile: {
        meta: { fn: 'fget' },
        on: {
          step: [
            { guard: 'isOpen', actions: 'getFile', target: 'locking' },
            { actions: 'failToOpen', target: 'freeing' },
          ],
        },
      },
      ...lockingInvalidate({ actions: 'takeInvalidateLock', target: 'binding' }),
      binding: {
        meta: { fn: 'kvm_gmem_bind' },
        on: {
          step: [
            { guard: 'overlaps', actions: failToOverlap, target: 'unlocking' },
            { actions: ['setFile', 'storeAll'], target: 'storing' },
          ],
        },
      },
      storing,
      ...(isChecked && {
        erasing: { ...storeBindings.config, onDone: { target: 'forgetting' as const } },
        forgetting: {
          meta: { fn: 'kvm_gmem_bind' },
          on: { step: { actions: 'forgetFile' as const, target: 'unlocking' as const } },
        },
      }),
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: { step: { actions: 'dropInvalidateLock', target: 'puttingFile' } },
      },
      puttingFile: {
        meta: { fn: 'fput' },
        on: {
          step: [
            { guard: 'failed', actions: 'putFile', target: 'freeing' },
            { actions: 'putFile', target: 'preparing' },
          ],
        },
      },
      preparing: {
        meta: { fn: 'kvm_prepare_memory_region' },
        on: {
          step: { target: 'showing' },
          enomem: { guard: 'mayFailToPrepare', actions: ['failToPrepare', 'unbind'], target: 'unbinding' },
        },
      },
      unbinding: { ...unbinding.config, onDone: { target: 'freeing' } },
      showing: {
        meta: { fn: 'kvm_swap_active_memslots' },
        on: { step: { actions: 'show', target: 'unlockingSlots' } },
      },
    },
  })
}
