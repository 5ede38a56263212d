/**
 * The names of locks. A spinlock that nobody asks for is no state: what runs under it counts as one step.
 */
import type { HeldLock, Required } from '../../c/ir/binding.ts'
import {
  anyMapping,
  doing,
  type Functions,
  interruptible,
  releasing,
  type S,
  sleeps,
  takes,
  trying,
  vmOf,
} from '../c/declare.ts'
import {
  dropInvalidateLock,
  dropInvalidateLockShared,
  invalidateLockIsShareable,
  takeInvalidateLockShared,
  tryInvalidateLockShared,
} from './invalidate-lock.ts'
import { dropSlotsLock, slotsLockIsFree, slotsLockIsHeld, takeSlotsLock, trySlotsLock } from './slots-lock.ts'
import { treeIsLocked, treeIsWriteLocked } from './tree-lock.ts'

const slotsLock: Required<S> = {
  must: ({ kernel }, kvm) => kvm >= 1 && kvm <= kernel.vms,
  be: 'slots_lock of a VM',
  pointsAtObject: true,
}

// The one rw_semaphore that has an address here is the invalidate lock.
const unlockForWriting = releasing([anyMapping], ({ kernel, self }) => dropInvalidateLock(kernel, self))
const unlockForReading = releasing([anyMapping], ({ kernel, self }) => dropInvalidateLockShared(kernel, self))
const lockForReading: Functions[string] = {
  ...doing([anyMapping], ({ kernel, self }) => takeInvalidateLockShared(kernel, self)),
  ready: ({ kernel }) => invalidateLockIsShareable(kernel),
}

const tryForReading = trying(
  'int',
  anyMapping,
  ({ kernel }) => invalidateLockIsShareable(kernel),
  ({ kernel, self }) => tryInvalidateLockShared(kernel, self),
)
const lockForReadingOrStop = interruptible(
  anyMapping,
  ({ kernel }) => invalidateLockIsShareable(kernel),
  ({ kernel, self }) => takeInvalidateLockShared(kernel, self),
)
const mutexIsFree = ({ kernel }: S, kvm: number): boolean => slotsLockIsFree(kernel, vmOf(kvm))
const lockMutexOrStop: Functions[string] = {
  ...interruptible(slotsLock, mutexIsFree, ({ kernel, self }, kvm) => takeSlotsLock(kernel, self, vmOf(kvm))),
  needs: 'slots-lock',
}

/** Who holds mmap_lock is not kept: see lock-order.ts. */
const nothing: Required<S> = { must: () => false, be: 'nothing, for who holds mmap_lock is not modelled' }
const givesUpMmapLock = (...args: readonly Required<S>[]): Functions[string] => doing(args, () => {})

export const locks: Functions = {
  release_fault_lock: takes('struct vm_fault *', givesUpMmapLock(nothing)),
  folio_lock_or_retry: takes('struct folio *, struct vm_fault *', givesUpMmapLock(nothing, nothing)),
  mutex_lock: takes(
    'struct mutex *',
    sleeps({
      ...doing([slotsLock], ({ kernel, self }, [kvm]) => takeSlotsLock(kernel, self, vmOf(kvm!))),
      ready: (scope, [kvm]) => mutexIsFree(scope, kvm!),
      needs: 'slots-lock',
    }),
  ),
  mutex_trylock: takes('struct mutex *', {
    ...trying('int', slotsLock, mutexIsFree, ({ kernel, self }, kvm) => trySlotsLock(kernel, self, vmOf(kvm))),
    needs: 'slots-lock',
  }),
  mutex_lock_interruptible: takes('struct mutex *', sleeps(lockMutexOrStop)),
  mutex_lock_killable: takes('struct mutex *', sleeps(lockMutexOrStop)),
  mutex_unlock: takes('struct mutex *', {
    ...releasing([slotsLock], ({ kernel, self }, [kvm]) => dropSlotsLock(kernel, self, vmOf(kvm!))),
    needs: 'slots-lock',
  }),
  filemap_invalidate_unlock: takes('struct address_space *', unlockForWriting),
  up_write: takes('struct rw_semaphore *', unlockForWriting),
  filemap_invalidate_lock_shared: takes('struct address_space *', sleeps(lockForReading)),
  down_read: takes('struct rw_semaphore *', sleeps(lockForReading)),
  filemap_invalidate_unlock_shared: takes('struct address_space *', unlockForReading),
  up_read: takes('struct rw_semaphore *', unlockForReading),
  filemap_invalidate_trylock_shared: takes('struct address_space *', tryForReading),
  down_read_trylock: takes('struct rw_semaphore *', tryForReading),
  down_read_killable: takes('struct rw_semaphore *', sleeps(lockForReadingOrStop)),
  down_read_interruptible: takes('struct rw_semaphore *', sleeps(lockForReadingOrStop)),
  spin_lock: takes('struct spinlock *', { kind: 'enter', lock: 'spin_lock', args: ['used'] }),
  spin_unlock: takes('struct spinlock *', { kind: 'leave', lock: 'spin_lock', args: ['used'] }),
}

const slotsAreLocked = ({ kernel, self }: S, kvm: number): boolean => slotsLockIsHeld(kernel, self, vmOf(kvm))

/** By the field that a lockdep check names. */
export const heldLocks: Readonly<Record<string, HeldLock<S>>> = {
  slots_lock: { isHeld: slotsAreLocked, isHeldForWrite: slotsAreLocked },
  invalidate_lock: { isHeld: treeIsLocked, isHeldForWrite: treeIsWriteLocked },
}
