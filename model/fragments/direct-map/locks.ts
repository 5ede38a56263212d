/**
 * The spinlock of the record, which keeps changes of it apart; faults do not take it.
 *
 * Source: xa_lock() in kvm_gmem_set_direct_map() and kvm_gmem_folio_set_direct_map(), virt/kvm/guest_memfd.c (RFC v3 3/6).
 */
import { dropXaLock, takeXaLock } from '../../kernel/direct-map/record.ts'
import type { Scope } from '../../kernel/words.ts'

export const xaLock = {
  guards: { xaLockIsFree: ({ kernel }: Scope) => kernel.xaLock === 0 },
  effects: {
    takeXaLock: ({ kernel, self }: Scope) => takeXaLock(kernel, self),
    dropXaLock: ({ kernel, self }: Scope) => dropXaLock(kernel, self),
  },
} as const
