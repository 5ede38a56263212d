import { describe, expect, it } from 'vitest'
import { takeInvalidateLock, takeInvalidateLockShared } from '../../../../model/kernel/locks/invalidate-lock.ts'
import { lockFolio } from '../../../../model/kernel/memory/folio.ts'
import type { Kernel } from '../../../../model/kernel/state/state.ts'
import { locksAreTakenInOrder } from '../../../../spec/promises/locks/locks-are-taken-in-order.ts'
import { kernelOf } from '../kernel.ts'

const bounds = { pages: 1, hugepage: 1, frames: 1, threads: 1, vms: 1, failures: 0 }

const told = (take: (kernel: Kernel, self: number) => void): string => {
  const kernel = kernelOf(bounds, { tdxHoldsReferences: false })
  lockFolio(kernel, 0, 0)
  take(kernel, 0)
  return locksAreTakenInOrder.says(kernel.lockOrderBroken - 1)
}

describe('the invalidate lock under a folio lock', () => {
  it('is out of order', () => {
    expect(told(takeInvalidateLockShared)).toBe('the invalidate lock was asked for by a thread that holds a folio lock')
  })

  it('is so in another way where it waits for readers, too', () => {
    expect(told(takeInvalidateLock)).toBe(
      'the invalidate lock was asked for exclusively by a thread that holds a folio lock',
    )
  })
})
