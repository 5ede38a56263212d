import { describe, expect, it } from 'vitest'
import {
  applyRecord,
  dropXaLock,
  findDeviating,
  recordState,
  takeXaLock,
  tellHandedOut,
  tellLeft,
} from '../../../model/kernel/direct-map/record.ts'
import { mightSleep } from '../../../model/kernel/locks/lock-order.ts'
import { ABSENT, PRESENT } from '../../../model/kernel/memory/direct-map-entries.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import { kernelOf } from '../kernel/kernel.ts'

const recording = (...pages: readonly number[]): Kernel => {
  const kernel = { ...kernelOf({ hugepage: 1 }, { directMapEntry: 1 }), removesEntries: 1 }
  for (const page of pages) recordState(kernel, page, PRESENT)
  return kernel
}

/** The page is in use: its frame has the same number. */
const inUse = (kernel: Kernel, page: number, hole: number): void => {
  kernel.filemap[page] = 1 + page
  kernel.index[page] = page
  kernel.uptodate[page] = 1
  kernel.holeMark[page] = 1
  kernel.hole[page] = hole
}

describe('the record of the direct map', () => {
  it('finds the first page that deviates, from the given one on', () => {
    const kernel = recording(1, 3)
    expect(findDeviating(kernel, 0, 3)).toBe(1)
    expect(findDeviating(kernel, 1, 3)).toBe(1)
    expect(findDeviating(kernel, 2, 3)).toBe(3)
    expect(findDeviating(kernel, 2, 2)).toBe(3)
  })

  it('forgets a page that is as by default again', () => {
    const kernel = recording(1)
    recordState(kernel, 1, ABSENT)
    expect(findDeviating(kernel, 0, 3)).toBe(4)
  })

  it('is applied to pages in use, and to no others', () => {
    const kernel = recording(0, 2)
    inUse(kernel, 0, 1)
    inUse(kernel, 1, 0)
    kernel.hole[2] = 1
    applyRecord(kernel, 0, 3)
    expect([...kernel.hole]).toEqual([0, 1, 1, 0])
  })
})

describe('a change that succeeds', () => {
  const told = (kernel: Kernel, end: number, state: number) => {
    tellLeft(kernel, { start: 0, end, state })
    return [kernel.leftUnrecorded, kernel.leftUnmade, kernel.leftCached]
  }

  it('tells which page of its request is not recorded', () => {
    expect(told(recording(0), 0, PRESENT)).toEqual([0, 0, 0])
    expect(told(recording(0), 1, PRESENT)).toEqual([1 + 1, 0, 0])
  })

  it('tells which page in use has its entry as nobody asked', () => {
    const kernel = recording(0, 1)
    inUse(kernel, 0, 0)
    inUse(kernel, 1, 1)
    expect(told(kernel, 0, PRESENT)).toEqual([0, 0, 0])
    expect(told(kernel, 1, PRESENT)).toEqual([0, 1 + 1, 0])
  })

  it('tells which entry that it took away may be left in a TLB', () => {
    const kernel = recording()
    inUse(kernel, 0, 1)
    expect(told(kernel, 0, ABSENT)).toEqual([0, 0, 0])
    kernel.staleTlb[0] = 1
    expect(told(kernel, 0, ABSENT)).toEqual([0, 0, 1 + 0])
  })

  it.each([
    ['will still prepare', { uptodate: 0 }],
    ['is preparing', { folioLock: 1 }],
    ['could not configure', { holeMark: 0 }],
  ] as const)('says nothing of a page that a fault %s', (_, unlike) => {
    const kernel = recording(0)
    inUse(kernel, 0, 1)
    expect(told(kernel, 0, PRESENT)).toEqual([0, 1 + 0, 0])
    for (const [field, value] of Object.entries(unlike)) kernel[field as 'uptodate'][0] = value
    expect(told(kernel, 0, PRESENT)).toEqual([0, 0, 0])
  })
})

describe('a page that is handed out', () => {
  it('is told of while it has an entry, or one is left in a TLB', () => {
    const kernel = recording()
    inUse(kernel, 1, 0)
    tellHandedOut(kernel, 1, 1)
    expect([kernel.handedOutMapped, kernel.handedOutCached]).toEqual([1 + 1, 0])
    const flushed = recording()
    inUse(flushed, 1, 1)
    flushed.staleTlb[1] = 1
    tellHandedOut(flushed, 1, 1)
    expect([flushed.handedOutMapped, flushed.handedOutCached]).toEqual([0, 1 + 1])
  })

  it('has one under designs that leave the direct map alone', () => {
    const kernel = { ...recording(), removesEntries: 0 }
    inUse(kernel, 1, 0)
    tellHandedOut(kernel, 1, 1)
    expect(kernel.handedOutMapped).toBe(0)
  })

  it('may have an entry that the record asks for', () => {
    const kernel = { ...recording(1), recordsPages: 1 }
    inUse(kernel, 1, 0)
    tellHandedOut(kernel, 1, 1)
    expect(kernel.handedOutMapped).toBe(0)
  })
})

describe('xa_lock', () => {
  it('allows its holder, and nobody else, no sleep', () => {
    const kernel = recording()
    takeXaLock(kernel, 0)
    mightSleep(kernel, 1)
    expect(kernel.sleptUnderXaLock).toBe(0)
    mightSleep(kernel, 0)
    expect(kernel.sleptUnderXaLock).toBe(1)
  })

  it('is dropped by its holder only', () => {
    const kernel = recording()
    takeXaLock(kernel, 0)
    dropXaLock(kernel, 1)
    expect(kernel.unlockedUnheld).toBe(1)
  })

  it('is in freed memory once the file is released', () => {
    const kernel = recording()
    kernel.released = 1
    takeXaLock(kernel, 0)
    expect(kernel.usedReleased).toBe(1)
  })
})
