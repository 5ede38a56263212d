import { describe, expect, it } from 'vitest'
import {
  allocateHugeFolio,
  becomeHugeFolio,
  becomePages,
  clearStalePages,
  freeBlock,
  hasStash,
  storeStash,
} from '../../../../model/kernel/hugepages/allocator.ts'
import { putFolio } from '../../../../model/kernel/memory/folio.ts'
import { STALE, ZERO } from '../../../../model/kernel/state/values.ts'
import { mergedHugepage, splitHugepage } from '../../../../model/scenarios/parts/initial.ts'
import { kernelOf } from '../kernel.ts'

describe('the pool of hugepages', () => {
  it('hands out the lowest block of which every frame is free', () => {
    const kernel = kernelOf({ frames: 6 })
    splitHugepage(kernel, 0)
    kernel.allocated[1] = 0
    expect(allocateHugeFolio(kernel, 0)).toBe(2)
    expect(allocateHugeFolio(kernel, 0)).toBe(4)
    expect(freeBlock(kernel)).toBe(kernel.frames)
    putFolio(kernel, 0, 2)
    expect(freeBlock(kernel)).toBe(2)
  })

  it('hands frames out with what they held before', () => {
    const kernel = kernelOf()
    kernel.contents.fill(ZERO)
    const folio = allocateHugeFolio(kernel, 0)
    expect([...kernel.contents].slice(folio, folio + 2)).toEqual([STALE, STALE])
  })
})

describe('a split', () => {
  it("starts every page with the head's flags, without a mapping and without a reference", () => {
    const kernel = kernelOf()
    mergedHugepage(kernel, 0, 1)
    kernel.refs[0] = 0
    becomePages(kernel, 0)
    expect([...kernel.huge]).toEqual([0, 0, 0, 0])
    expect([...kernel.uptodate]).toEqual([1, 1, 0, 0])
    expect([...kernel.refs]).toEqual([0, 0, 0, 0])
    expect(kernel.mapping[1]).toBe(0)
  })
})

describe('a merge', () => {
  it("keeps the head's flags, whatever the other pages' were, and spends the stash", () => {
    for (const head of [0, 1]) {
      const kernel = kernelOf()
      splitHugepage(kernel, 0)
      kernel.uptodate[0] = head
      kernel.uptodate[1] = 1 - head
      becomeHugeFolio(kernel, 0)
      expect([kernel.huge[0], kernel.uptodate[0], kernel.uptodate[1]]).toEqual([1, head, 0])
      expect(hasStash(kernel, 0)).toBe(false)
    }
  })

  it('finds the stash of its own hugepage', () => {
    const kernel = kernelOf()
    storeStash(kernel, 2)
    expect([0, 1, 2, 3].map(frame => hasStash(kernel, frame))).toEqual([false, false, true, true])
  })

  it('that heeds every page clears those that are not up to date, if some page is', () => {
    const kernel = kernelOf()
    splitHugepage(kernel, 0)
    clearStalePages(kernel, 0)
    expect([kernel.uptodate[0], kernel.uptodate[1]]).toEqual([0, 0])
    kernel.uptodate[1] = 1
    kernel.contents[1] = ZERO
    clearStalePages(kernel, 0)
    expect([kernel.uptodate[0], kernel.uptodate[1]]).toEqual([1, 1])
    expect([kernel.contents[0], kernel.contents[1]]).toEqual([ZERO, ZERO])
  })
})
