/**
 * Declares a range of gfns private or shared: KVM_SET_MEMORY_ATTRIBUTES.
 *
 * Source: kvm_vm_set_mem_attributes(), virt/kvm/kvm_main.c.
 * Left out: entries are reserved before anything changes, so that nothing fails; the stores of a range are one step (who
 * sees half of them is a fault, which the invalidation around them sends back; populate waits for slots_lock).
 */
import { cell } from '../../../checker/declare.ts'
import { setShare } from '../../kernel/attributes/shareability.ts'
import { dropSlotsLock, slotsLockIsFree, takeSlotsLock } from '../../kernel/locks/slots-lock.ts'
import { pageAtGfn } from '../../kernel/memslots/places.ts'
import { invalidateBegin, invalidateEnd, invalidateRangeAdd, mmuLockIsFree, zapRange } from '../../kernel/mmu/mmu.ts'
import { PRIVATE, SHARED, showShare } from '../../kernel/state/values.ts'
import { operation, type Scope, type Step } from '../../kernel/words.ts'

type SetAttributes = Scope<'start' | 'pages' | 'share' | 'vm'>

export const setAttributes = () =>
  operation<SetAttributes, Step>()({
    guards: {
      slotsLockIsFree: ({ kernel, call }) => slotsLockIsFree(kernel, call.vm),
      mmuLockIsFree: ({ kernel, call }) => mmuLockIsFree(kernel, call.vm),
    },
    effects: {
      takeSlotsLock: ({ kernel, call, self }) => takeSlotsLock(kernel, self, call.vm),
      dropSlotsLock: ({ kernel, call, self }) => dropSlotsLock(kernel, self, call.vm),
      beginAndZap: ({ kernel, call }) => {
        const end = call.start + call.pages
        invalidateBegin(kernel, call.vm)
        invalidateRangeAdd(kernel, call.vm, call.start, end)
        zapRange(kernel, call.vm, PRIVATE, call.start, end)
        zapRange(kernel, call.vm, SHARED, call.start, end)
      },
      store: ({ kernel, call }) => {
        for (let gfn = call.start; gfn < call.start + call.pages; gfn++)
          setShare(kernel, call.vm, pageAtGfn(kernel, gfn), call.share)
      },
      end: ({ kernel, call }) => invalidateEnd(kernel, call.vm),
    },
  }).createMachine({
    id: 'setAttributes',
    context: ({ input }) => input,
    meta: {
      fn: 'kvm_vm_set_mem_attributes',
      locals: { start: cell(16), pages: cell(16), share: cell(2, showShare), vm: cell(4) },
    },
    initial: 'locking',
    states: {
      locking: {
        meta: { fn: 'mutex_lock' },
        on: { step: { guard: 'slotsLockIsFree', actions: 'takeSlotsLock', target: 'zapping' } },
      },
      zapping: {
        meta: { fn: 'kvm_pre_set_memory_attributes' },
        on: { step: { guard: 'mmuLockIsFree', actions: 'beginAndZap', target: 'storing' } },
      },
      storing: { meta: { fn: 'xa_store' }, on: { step: { actions: 'store', target: 'ending' } } },
      ending: {
        meta: { fn: 'kvm_mmu_invalidate_end' },
        on: { step: { guard: 'mmuLockIsFree', actions: 'end', target: 'unlocking' } },
      },
      unlocking: {
        meta: { fn: 'mutex_unlock' },
        on: { step: { actions: 'dropSlotsLock', target: 'returned' } },
      },
      returned: { type: 'final' },
    },
  })
