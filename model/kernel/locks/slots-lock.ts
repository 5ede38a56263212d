/**
 * kvm->slots_lock: a mutex for each VM. A world whose threads never need it has no state for it.
 *
 * Source: struct kvm, include/linux/kvm_host.h.
 */
import { SLOTS_LOCK } from '../state/kinds/locks.ts'
import type { Kernel } from '../state/state.ts'
import { watchOrder } from './lock-order.ts'

/** mutex_lock(&kvm->slots_lock) would not sleep. */
export const slotsLockIsFree = (kernel: Kernel, vm: number): boolean =>
  kernel.slotsLock.length === 0 || kernel.slotsLock[vm] === 0

/** lockdep_is_held(&kvm->slots_lock); true where the world has no state for it. */
export const slotsLockIsHeld = (kernel: Kernel, self: number, vm: number): boolean =>
  kernel.slotsLock.length === 0 || kernel.slotsLock[vm] === 1 + self

/** A call that locks uses the VM by right: it has a reference, or somebody has who outlives it. */
export const takeSlotsLock = (kernel: Kernel, self: number, vm: number): void => {
  watchOrder(kernel, self, SLOTS_LOCK, false)
  trySlotsLock(kernel, self, vm)
}

/** mutex_trylock() of a lock that is free. */
export const trySlotsLock = (kernel: Kernel, self: number, vm: number): void => {
  kernel.vmPut[self] = 0
  if (kernel.slotsLock.length > 0) kernel.slotsLock[vm] = 1 + self
}

export const dropSlotsLock = (kernel: Kernel, self: number, vm: number): void => {
  if (kernel.vmPut[self] === 1 + vm) kernel.vmUsedAfterPut = 1 + vm
  if (kernel.slotsLock.length === 0) return
  if (kernel.slotsLock[vm] !== 1 + self) kernel.unlockedUnheld = 1
  kernel.slotsLock[vm] = 0
}
