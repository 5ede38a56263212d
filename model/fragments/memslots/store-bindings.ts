/**
 * Stores a memslot in the bindings of a file for a range of pages, or erases what they hold: xa_store_range().
 *
 * Entries are stored one by one, under the lock of the xarray, which readers do not take: an invalidation finds part of
 * what is stored or erased, where the invalidate lock does not keep it away. Storing an entry may need memory; what was
 * stored before stays. Erasing needs none.
 *
 * Source: xa_store_range(), lib/xarray.c, as kvm_gmem_bind() and kvm_gmem_unbind() call it, virt/kvm/guest_memfd.c.
 * Left out: an entry may cover several pages, a power of two of them (each stands for the pages of one entry).
 */
import { cell } from '../../../checker/declare.ts'
import { eraseBinding, storeBinding } from '../../kernel/memslots/memslots.ts'
import { endPageOf, firstPageOf, vmOfSlot } from '../../kernel/memslots/places.ts'
import { mayFail, spendFailure } from '../../kernel/state/failures.ts'
import type { Kernel } from '../../kernel/state/state.ts'
import { ENOMEM, OK, RESULTS, showFlag, showResult } from '../../kernel/state/values.ts'
import type { Scope } from '../../kernel/words.ts'

export type StoreBindingsLocal = 'store.slot' | 'store.page' | 'store.end' | 'store.erases' | 'store.result'
type Store = Scope<StoreBindingsLocal>

type StoreCall = Store['call']

/** Arguments: the memslot for all pages that it covers. */
export const storeAll = (kernel: Kernel, call: StoreCall, slot: number): void => {
  call['store.slot'] = slot
  call['store.page'] = firstPageOf(kernel, slot)
  call['store.end'] = endPageOf(kernel, slot)
  call['store.erases'] = 0
  call['store.result'] = OK
}

/** Arguments: nothing for all pages that the memslot covers. */
export const eraseAll = (kernel: Kernel, call: StoreCall, slot: number): void => {
  storeAll(kernel, call, slot)
  call['store.erases'] = 1
}

export const storeBindings = {
  guards: {
    'store.erases': ({ call }: Store) => call['store.erases'] === 1,
    'store.isStored': ({ call }: Store) => call['store.page'] >= call['store.end'],
    'store.mayFail': ({ kernel, call }: Store) =>
      mayFail(kernel) && call['store.erases'] === 0 && call['store.page'] < call['store.end'],
    'store.failed': ({ call }: Store) => call['store.result'] !== OK,
  },
  effects: {
    'store.erase': ({ kernel, call }: Store) => {
      eraseBinding(kernel, vmOfSlot(kernel, call['store.slot']), call['store.page'])
      call['store.page'] += 1
    },
    'store.next': ({ kernel, call }: Store) => {
      storeBinding(kernel, call['store.slot'], call['store.page'])
      call['store.page'] += 1
    },
    'store.fail': ({ kernel, call }: Store) => {
      spendFailure(kernel)
      call['store.result'] = ENOMEM
    },
  },
  config: {
    meta: {
      within: 'store',
      locals: {
        'store.slot': cell(8),
        'store.page': cell(32),
        'store.end': cell(32),
        'store.erases': cell(2, showFlag),
        'store.result': cell(RESULTS, showResult),
      },
    },
    initial: 'storing',
    states: {
      storing: {
        meta: { fn: 'xa_store_range' },
        on: {
          step: [
            { guard: 'store.isStored', target: 'done' },
            { guard: 'store.erases', actions: 'store.erase' },
            { actions: 'store.next' },
          ],
          enomem: { guard: 'store.mayFail', actions: 'store.fail', target: 'done' },
        },
      },
      done: { type: 'final' },
    },
  },
} as const
