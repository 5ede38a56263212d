import { describe, expect, it } from 'vitest'
import { allocateHugeFolio } from '../../../model/kernel/hugepages/allocator.ts'
import { putFolio } from '../../../model/kernel/memory/folio.ts'
import { isPoisoned } from '../../../model/kernel/memory/memory-failure.ts'
import { kernelOf } from '../kernel/kernel.ts'

const page = () => {
  const kernel = kernelOf({ hugepage: 1 }, { directMapEntry: 1 })
  const folio = allocateHugeFolio(kernel, 0)
  kernel.uptodate[folio] = 1
  return { kernel, folio }
}

describe('a freed page', () => {
  it('is a bad page if it still has PG_private', () => {
    const { kernel, folio } = page()
    kernel.holeMark[folio] = 1
    putFolio(kernel, 0, folio)
    expect(kernel.badPage).toBe(1 + folio)
    expect(kernel.holeMark[folio]).toBe(0)
  })

  it('is allocated again, not up to date', () => {
    const { kernel, folio } = page()
    putFolio(kernel, 0, folio)
    expect(kernel.badPage).toBe(0)
    expect(allocateHugeFolio(kernel, 0)).toBe(folio)
    expect(kernel.uptodate[folio]).toBe(0)
  })

  it('is never allocated again once it is poisoned', () => {
    const { kernel, folio } = page()
    kernel.hwpoison[folio] = 1
    putFolio(kernel, 0, folio)
    expect(allocateHugeFolio(kernel, 0)).not.toBe(folio)
  })
})

describe('a freed folio of several pages', () => {
  it('is not kept by PG_hwpoison, which the allocator looks for in single pages only', () => {
    const kernel = kernelOf({}, { directMapEntry: 1, parts: ['large-folios'] })
    const folio = allocateHugeFolio(kernel, 0)
    kernel.hwpoison[folio] = 1
    putFolio(kernel, 0, folio)
    expect(allocateHugeFolio(kernel, 0)).toBe(folio)
    expect(isPoisoned(kernel, folio)).toBe(true)
  })
})
