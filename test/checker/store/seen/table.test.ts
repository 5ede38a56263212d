import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Table } from '../../../../checker/store/seen/table.ts'

const words = (list: readonly number[]) => Int32Array.from(list)
const add = (table: Table, pairs: readonly (readonly [number, number])[]) => {
  const fresh = new Uint8Array(pairs.length)
  const added = table.add(words(pairs.map(p => p[0])), words(pairs.map(p => p[1])), pairs.length, fresh)
  return { added, fresh: [...fresh] }
}
/** A second word of 0 is taken for 1. */
const key = ([h1, h2]: readonly [number, number]) => `${h1 | 0},${(h2 | 0) === 0 ? 1 : h2 | 0}`

describe('the table of seen fingerprints', () => {
  it('tells new ones from known ones, as a set does', () => {
    // Few distinct first words, so that many fingerprints share a home and lie in each other's way.
    const word = fc.oneof(fc.integer(), fc.integer({ min: -4, max: 4 }), fc.constantFrom(0x7fffffff, -0x80000000))
    const batch = fc.array(fc.tuple(word, word), { maxLength: 400 })
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 5 }), batches => {
        const table = new Table(2 ** 26)
        const set = new Set<string>()
        for (const pairs of batches) {
          const expected = pairs.map(pair => {
            const isNew = !set.has(key(pair))
            set.add(key(pair))
            return isNew ? 1 : 0
          })
          expect(add(table, pairs).fresh).toEqual(expected)
        }
        expect(table.size).toBe(set.size)
      }),
    )
  })
  it('keeps everything while it grows', () => {
    const table = new Table(2 ** 28)
    let seed = 1
    const next = () => {
      seed = Math.imul(seed ^ (seed >>> 15), 0x2c1b3c6d) + 0x9e3779b9
      return seed | 0
    }
    const pairs = Array.from({ length: 300_000 }, () => [next(), next()] as const)
    const distinct = new Set(pairs.map(key)).size
    expect(add(table, pairs).added).toBe(distinct)
    expect(add(table, pairs).added).toBe(0)
    expect(table.size).toBe(distinct)
    expect(table.bytes / table.size).toBeLessThan(24)
  })
  it('says when it is full, and does not lose what it has', () => {
    const table = new Table(1)
    const pairs = Array.from({ length: 100_000 }, (_, i) => [Math.imul(i, 0x9e3779b1), i + 1] as const)
    expect(add(table, pairs).added).toBe(-1)
    expect(add(table, pairs.slice(0, 1000)).added).toBe(0)
  })
  it('takes what it needs where it may not reserve what it might need', () => {
    const table = new Table(2 ** 52)
    const n = 1_200_000
    const first = Int32Array.from({ length: n }, (_, i) => Math.imul(i + 1, 0x9e3779b1))
    const second = Int32Array.from({ length: n }, (_, i) => i + 1)
    expect(table.add(first, second, n, new Uint8Array(n))).toBe(n)
    expect(table.add(first, second, n, new Uint8Array(n))).toBe(0)
  })
})
