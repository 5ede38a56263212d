import { describe, expect, it } from 'vitest'
import { minus, plus, roundDown, roundUp } from '../../../model/kernel/state/indices.ts'
import { modulusOf } from '../../../model/kernel/state/state.ts'
import { kernelOf, raised } from './kernel.ts'

describe('a page index', () => {
  it('wraps below 0, which is told', () => {
    const kernel = kernelOf()
    expect(minus(kernel, 2, 2)).toBe(0)
    expect(raised(kernel)).toEqual([])
    expect(minus(kernel, 0, 2)).toBe(14)
    expect(raised(kernel)).toEqual(['indexWrapped'])
  })

  it('wraps above the modulus, which is told', () => {
    const kernel = kernelOf()
    expect(plus(kernel, 13, 2)).toBe(15)
    expect(raised(kernel)).toEqual([])
    expect(plus(kernel, 14, 2)).toBe(0)
    expect(raised(kernel)).toEqual(['indexWrapped'])
  })

  it('has a modulus so large that an index beyond the file is told from one that wrapped', () => {
    expect([2, 4, 7, 8, 16].map(pages => modulusOf({ pages, frames: pages }))).toEqual([16, 16, 16, 32, 64])
  })

  it('is rounded to hugepages', () => {
    const kernel = kernelOf()
    expect([0, 1, 2, 3].map(index => roundDown(kernel, index))).toEqual([0, 0, 2, 2])
    expect([0, 1, 2, 3].map(index => roundUp(kernel, index))).toEqual([0, 2, 2, 4])
  })
})
