/**
 * The lock that keeps changes of the record apart; and the one that faults take, if it is to keep them apart as well.
 *
 * Source: xa_lock() in kvm_gmem_set_direct_map() and kvm_gmem_folio_set_direct_map(), virt/kvm/guest_memfd.c (RFC v3 3/6).
 * Left out: a queued writer of the invalidate lock keeps no reader out here (may report delays that cannot happen).
 */
import { match } from 'ts-pattern'
import {
  dropInvalidateLock,
  dropInvalidateLockShared,
  invalidateLockIsFree,
  invalidateLockIsShareable,
  takeInvalidateLock,
  takeInvalidateLockShared,
} from '../kernel/locks.ts'
import type { Scope } from '../words.ts'
import type { XarrayDesign } from './design.ts'
import { dropXaLock, takeXaLock } from './record.ts'

/** For a change: guard `lock.isFree`, effects `lock.take` and `lock.drop`. */
export const setterLock = ({ serialization }: Pick<XarrayDesign, 'serialization'>) =>
  match(serialization)
    .with('xa-lock', () => ({
      fn: 'xa_lock',
      unlockFn: 'xa_unlock',
      guards: { 'lock.isFree': ({ kernel }: Scope) => kernel.xaLock === 0 },
      effects: {
        'lock.take': ({ kernel, self }: Scope) => takeXaLock(kernel, self),
        'lock.drop': ({ kernel, self }: Scope) => dropXaLock(kernel, self),
      },
    }))
    .with('invalidate-lock', () => ({
      fn: 'filemap_invalidate_lock',
      unlockFn: 'filemap_invalidate_unlock',
      guards: { 'lock.isFree': ({ kernel }: Scope) => invalidateLockIsFree(kernel) },
      effects: {
        'lock.take': ({ kernel, self }: Scope) => takeInvalidateLock(kernel, self),
        'lock.drop': ({ kernel, self }: Scope) => dropInvalidateLock(kernel, self),
      },
    }))
    .exhaustive()

/** mapping->invalidate_lock, shared: guard `shared.isFree`, effects `shared.take` and `shared.drop`. */
export const sharedLock = {
  guards: { 'shared.isFree': ({ kernel }: Scope) => invalidateLockIsShareable(kernel) },
  effects: {
    'shared.take': ({ kernel, self }: Scope) => takeInvalidateLockShared(kernel, self),
    'shared.drop': ({ kernel, self }: Scope) => dropInvalidateLockShared(kernel, self),
  },
} as const

/** mapping->invalidate_lock, for write: guard `exclusive.isFree`, effects `exclusive.take` and `exclusive.drop`. */
export const exclusiveLock = {
  guards: { 'exclusive.isFree': ({ kernel }: Scope) => invalidateLockIsFree(kernel) },
  effects: {
    'exclusive.take': ({ kernel, self }: Scope) => takeInvalidateLock(kernel, self),
    'exclusive.drop': ({ kernel, self }: Scope) => dropInvalidateLock(kernel, self),
  },
} as const
