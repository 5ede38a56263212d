import { describe, expect, it } from 'vitest'
import {
  dropInvalidateLock,
  dropInvalidateLockShared,
  invalidateLockIsFree,
  invalidateLockIsShareable,
  joinInvalidateQueue,
  takeInvalidateLock,
  takeInvalidateLockShared,
} from '../../../../model/kernel/locks/invalidate-lock.ts'
import { kernelOf, raised } from '../kernel.ts'

const [FIRST, SECOND, THIRD] = [0, 1, 2]

describe('the invalidate lock', () => {
  it('is shared by readers and by nobody else', () => {
    const kernel = kernelOf({ threads: 3 })
    takeInvalidateLockShared(kernel, FIRST)
    takeInvalidateLockShared(kernel, SECOND)
    expect(invalidateLockIsFree(kernel)).toBe(false)
    dropInvalidateLockShared(kernel, FIRST)
    expect(invalidateLockIsFree(kernel)).toBe(false)
    dropInvalidateLockShared(kernel, SECOND)
    expect(invalidateLockIsFree(kernel)).toBe(true)
    takeInvalidateLock(kernel, THIRD)
    expect(invalidateLockIsFree(kernel)).toBe(false)
    expect(invalidateLockIsShareable(kernel)).toBe(false)
  })

  it('is refused to later readers while readers hold it and a writer queues', () => {
    const kernel = kernelOf({ threads: 3 })
    takeInvalidateLockShared(kernel, FIRST)
    expect(invalidateLockIsShareable(kernel)).toBe(true)
    joinInvalidateQueue(kernel, SECOND)
    expect(invalidateLockIsShareable(kernel)).toBe(false)
    takeInvalidateLock(kernel, SECOND)
    expect(kernel.invalidateQueue).toBe(0)
  })

  it('may be taken by a reader ahead of a waking writer while it is free for a moment', () => {
    const kernel = kernelOf({ threads: 3 })
    joinInvalidateQueue(kernel, SECOND)
    expect(invalidateLockIsShareable(kernel)).toBe(true)
  })

  it.each([
    ['for write', takeInvalidateLock, dropInvalidateLock],
    ['for read', takeInvalidateLockShared, dropInvalidateLockShared],
  ])('is told of when somebody drops it %s who does not hold it', (_, take, drop) => {
    const kernel = kernelOf({ threads: 3 })
    take(kernel, FIRST)
    drop(kernel, FIRST)
    expect(raised(kernel)).toEqual([])
    take(kernel, FIRST)
    drop(kernel, SECOND)
    expect(raised(kernel)).toEqual(['unlockedUnheld'])
  })
})
