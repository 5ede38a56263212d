/**
 * A memslot is created, and bound to the VM's file once nothing else can fail; its reference to the file is dropped when
 * vCPUs see it.
 *
 * Source: kvm_set_memory_region(), kvm_set_memslot(), virt/kvm/kvm_main.c; kvm_gmem_prepare_memory_region(),
 * kvm_gmem_commit_memory_region(), virt/kvm/guest_memfd.c (Linux 7.3).
 * Left out: the checks of the request; moving a memslot (not allowed with guest_memfd); dirty logging.
 */

import type { Design } from '../../designs/design.ts'
import { storeBindings } from '../../fragments/memslots/store-bindings.ts'
import { lockingInvalidate } from '../../fragments/unmapping/lock-invalidate.ts'
import { type Enomem, operation, type Scope, type Step } from '../../kernel/words.ts'
import { bindingPages, type NewMemslotLocal, newMemslot } from './new-memslot.ts'

export const commitMemslot = (design: Design) => {
  const { failToOverlap, isChecked, storing } = bindingPages(design)
  return operation<Scope<NewMemslotLocal>, Step | Enomem>()({
    guards: newMemslot.guards,
    effects: newMemslot.effects,
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
            { guard: 'isOpen', actions: 'getFile', target: 'notingFile' },
            { actions: 'failToOpen', target: 'freeing' },
          ],
        },
      },
      notingFile: {
        meta: { fn: 'kvm_gmem_prepare_memory_region' },
        on: { step: { actions: 'setFile', target: 'preparing' } },
      },
      preparing: {
        meta: { fn: 'kvm_prepare_memory_region' },
        on: {
          step: { target: 'locking' },
          enomem: { guard: 'mayFailToPrepare', actions: 'failToPrepare', target: 'puttingFile' },
        },
      },
      ...lockingInvalidate({ actions: 'takeInvalidateLock', target: 'binding' }),
      binding: {
        meta: { fn: 'kvm_gmem_commit_memory_region' },
        on: {
          step: [
            { guard: 'overlaps', actions: failToOverlap, target: 'unlocking' },
            { actions: 'storeAll', target: 'storing' },
          ],
        },
      },
      storing,
      ...(isChecked && { erasing: { ...storeBindings.config, onDone: { target: 'unlocking' as const } } }),
      unlocking: {
        meta: { fn: 'filemap_invalidate_unlock' },
        on: {
          step: [
            { guard: 'failed', actions: 'dropInvalidateLock', target: 'puttingFile' },
            { actions: 'dropInvalidateLock', target: 'showing' },
          ],
        },
      },
      showing: {
        meta: { fn: 'kvm_swap_active_memslots' },
        on: { step: { actions: 'show', target: 'puttingFile' } },
      },
      puttingFile: {
        meta: { fn: 'fput' },
        on: {
          step: [
            { guard: 'failed', actions: 'putFile', target: 'freeing' },
            { actions: 'putFile', target: 'unlockingSlots' },
          ],
        },
      },
    },
  })
}
