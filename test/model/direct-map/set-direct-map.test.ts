import { describe, expect, it } from 'vitest'
import {
  ABSENT,
  accessFrames,
  failToSetDirectMap,
  flushTlb,
  mustSplitEntry,
  PRESENT,
  setDirectMap,
} from '../../../model/kernel/memory/direct-map-entries.ts'
import { kernelOf } from '../kernel/kernel.ts'

/** Eight frames in large entries of two. */
const large = () => {
  const kernel = kernelOf({ frames: 8 }, { directMapEntry: 2 })
  kernel.largeEntry.fill(1)
  return kernel
}

describe('removing entries of the direct map', () => {
  it('needs no split where a large entry is covered whole', () => {
    const kernel = large()
    expect(mustSplitEntry(kernel, 2, 4)).toBe(false)
    setDirectMap(kernel, 2, 4, ABSENT)
    expect([...kernel.hole]).toEqual([0, 0, 1, 1, 1, 1, 0, 0])
    expect([...kernel.largeEntry]).toEqual([1, 1, 1, 1])
  })

  it('splits the large entries at both ends that it covers in part', () => {
    const kernel = large()
    expect(mustSplitEntry(kernel, 1, 4)).toBe(true)
    setDirectMap(kernel, 1, 4, ABSENT)
    expect([...kernel.hole]).toEqual([0, 1, 1, 1, 1, 0, 0, 0])
    expect([...kernel.largeEntry]).toEqual([0, 1, 0, 1])
  })

  it('needs no split of what was split before', () => {
    const kernel = large()
    setDirectMap(kernel, 0, 1, ABSENT)
    expect(mustSplitEntry(kernel, 0, 1)).toBe(false)
    expect(mustSplitEntry(kernel, 1, 1)).toBe(false)
    expect(mustSplitEntry(kernel, 2, 1)).toBe(true)
  })

  it('keeps the leading part when a split fails', () => {
    const kernel = large()
    failToSetDirectMap(kernel, 0, 3, ABSENT)
    expect([...kernel.hole]).toEqual([1, 1, 0, 0, 0, 0, 0, 0])
    expect(kernel.largeEntry[1]).toBe(1)
  })

  it('changes nothing when the first entry cannot be split', () => {
    const kernel = large()
    failToSetDirectMap(kernel, 1, 3, ABSENT)
    expect(kernel.hole.every(hole => hole === 0)).toBe(true)
  })

  it('leaves old entries in TLBs until they are flushed', () => {
    const kernel = large()
    setDirectMap(kernel, 0, 2, ABSENT)
    expect([...kernel.staleTlb].slice(0, 3)).toEqual([1, 1, 0])
    flushTlb(kernel, 0, 1)
    expect([...kernel.staleTlb].slice(0, 3)).toEqual([0, 1, 0])
  })

  it('makes the kernel fault where it was, and nowhere else', () => {
    const kernel = large()
    setDirectMap(kernel, 2, 2, ABSENT)
    accessFrames(kernel, 0, 2)
    expect(kernel.oopsHole).toBe(0)
    accessFrames(kernel, 0, 4)
    expect(kernel.oopsHole).toBe(1 + 3)
    setDirectMap(kernel, 2, 2, PRESENT)
    kernel.oopsHole = 0
    accessFrames(kernel, 0, 4)
    expect(kernel.oopsHole).toBe(0)
  })
})
