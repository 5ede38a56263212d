import { describe, expect, it } from 'vitest'
import { endFault, startFault } from '../../../../model/kernel/mmu/faults.ts'
import {
  invalidateBegin,
  invalidateEnd,
  invalidateRangeAdd,
  mustRetry,
  mustRetryUnlocked,
  rangeIsEmpty,
} from '../../../../model/kernel/mmu/mmu.ts'
import type { Kernel } from '../../../../model/kernel/state/state.ts'
import { PRIVATE } from '../../../../model/kernel/state/values.ts'
import { kernelOf, raised } from '../kernel.ts'

const VM = 0
const [SELF, OTHER] = [0, 1]

const begun = (...ranges: readonly [number, number][]): Kernel => {
  const kernel = kernelOf()
  invalidateBegin(kernel, VM)
  for (const [start, end] of ranges) invalidateRangeAdd(kernel, VM, start, end)
  return kernel
}
const retries = (kernel: Kernel) => [0, 1, 2, 3].filter(gfn => mustRetry(kernel, VM, gfn, SELF))

describe('the range of an invalidation', () => {
  it('covers what was added and what lies between', () => {
    expect(retries(begun([1, 2]))).toEqual([1])
    expect(retries(begun([3, 4], [1, 2]))).toEqual([1, 2, 3])
    expect(retries(begun([1, 2], [0, 1]))).toEqual([0, 1])
  })

  it('is kept by an invalidation that begins within another, and by the first of two that ends', () => {
    const kernel = begun([0, 1])
    invalidateBegin(kernel, VM)
    invalidateRangeAdd(kernel, VM, 2, 3)
    expect(retries(kernel)).toEqual([0, 1, 2])
    invalidateEnd(kernel, VM)
    expect(retries(kernel)).toEqual([0, 1, 2])
  })

  it('is forgotten when the last one has ended, so that the next begins without', () => {
    const kernel = begun([0, 4])
    invalidateEnd(kernel, VM)
    expect(retries(kernel)).toEqual([])
    expect([kernel.invalidateStart[VM], kernel.invalidateEnd[VM]]).toEqual([0, 0])
    invalidateBegin(kernel, VM)
    expect(rangeIsEmpty(kernel, VM)).toBe(true)
    invalidateRangeAdd(kernel, VM, 3, 4)
    expect(retries(kernel)).toEqual([3])
    expect(raised(kernel)).toEqual([])
  })

  it('matches every gfn under mmu_lock while it is empty, and none without', () => {
    const kernel = begun()
    expect(retries(kernel)).toEqual([0, 1, 2, 3])
    expect([0, 1, 2, 3].filter(gfn => mustRetryUnlocked(kernel, VM, gfn, SELF))).toEqual([])
  })

  it('belongs to one VM', () => {
    const kernel = kernelOf({ vms: 2 })
    invalidateBegin(kernel, 1)
    invalidateRangeAdd(kernel, 1, 0, 4)
    expect(mustRetry(kernel, 0, 1, SELF)).toBe(false)
    expect(mustRetry(kernel, 1, 1, SELF)).toBe(true)
  })
})

describe('the end of an invalidation', () => {
  it('moves the sequence for faults in flight, whatever their gfn, and not for those that start afterwards', () => {
    const kernel = begun([0, 1])
    startFault(kernel, SELF, VM, PRIVATE, 3)
    invalidateEnd(kernel, VM)
    startFault(kernel, OTHER, VM, PRIVATE, 3)
    expect(mustRetryUnlocked(kernel, VM, 3, SELF)).toBe(true)
    expect(mustRetryUnlocked(kernel, VM, 3, OTHER)).toBe(false)
  })

  it('leaves faults of other VMs alone', () => {
    const kernel = kernelOf({ vms: 2 })
    startFault(kernel, SELF, 1, PRIVATE, 0)
    invalidateBegin(kernel, 0)
    invalidateRangeAdd(kernel, 0, 0, 4)
    invalidateEnd(kernel, 0)
    expect(mustRetryUnlocked(kernel, 1, 0, SELF)).toBe(false)
  })

  it('means nothing to the next fault of the same thread', () => {
    const kernel = begun([0, 1])
    startFault(kernel, SELF, VM, PRIVATE, 0)
    invalidateEnd(kernel, VM)
    endFault(kernel, SELF, VM, PRIVATE)
    startFault(kernel, SELF, VM, PRIVATE, 0)
    expect(mustRetryUnlocked(kernel, VM, 0, SELF)).toBe(false)
  })

  it('warns if no range was ever added', () => {
    const kernel = begun()
    invalidateEnd(kernel, VM)
    expect(raised(kernel)).toEqual(['warnNoRange'])
  })

  it('is a bug without a beginning', () => {
    const kernel = kernelOf()
    invalidateRangeAdd(kernel, VM, 0, 1)
    expect(raised(kernel)).toEqual(['warnRangeAddIdle'])
    invalidateEnd(kernel, VM)
    expect(raised(kernel)).toContain('bugInvalidateUnderflow')
    expect(kernel.invalidating[VM]).toBe(0)
  })
})
