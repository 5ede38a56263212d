import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { codecOf } from '../../../checker/store/pack.ts'

/** Domains of whole words, and two vectors within them. */
const worlds = fc
  .array(fc.oneof(fc.integer({ min: 1, max: 256 }), fc.constantFrom(1, 2, 256)), { minLength: 1, maxLength: 12 })
  .map(list => [...list, ...Array.from({ length: (4 - (list.length % 4)) % 4 }, () => 1)])
  .chain(domains => {
    const vector = fc.tuple(...domains.map(domain => fc.nat(domain - 1)))
    return fc.record({ domains: fc.constant(domains), one: vector, other: vector })
  })
const wordsOf = (bytes: readonly number[]) => new Int32Array(Uint8Array.from(bytes).buffer)

describe('a packed state', () => {
  it('unpacks to what it was, wherever it lies', () => {
    fc.assert(
      fc.property(worlds, fc.nat(5), ({ domains, one }, at) => {
        const codec = codecOf(domains)
        const vector = wordsOf(one)
        const packed = new Int32Array(at + codec.words + 1).fill(-1)
        codec.pack(vector, packed, at)
        const back = new Int32Array(vector.length)
        const changed: number[] = []
        codec.unpack(packed, at, back, i => changed.push(i))
        expect(back).toEqual(vector)
        expect(changed).toEqual([...vector.keys()].filter(i => vector[i] !== 0))
        expect(packed[at + codec.words]).toBe(-1)
      }),
    )
  })
  it('patched word by word is the other state, packed', () => {
    fc.assert(
      fc.property(worlds, ({ domains, one, other }) => {
        const codec = codecOf(domains)
        const patched = new Int32Array(codec.words)
        const expected = new Int32Array(codec.words)
        codec.pack(wordsOf(one), patched, 0)
        codec.pack(wordsOf(other), expected, 0)
        wordsOf(other).forEach((word, i) => {
          codec.patch(i, word ^ wordsOf(one)[i]!, patched, 0)
        })
        expect(patched).toEqual(expected)
      }),
    )
  })
  it('takes the bits its domains need', () => {
    expect(codecOf(Array.from({ length: 32 }, () => 2)).words).toBe(1)
    expect(codecOf(Array.from({ length: 8 }, () => 16)).words).toBe(1)
    expect(codecOf([256, 256, 256, 256, 2, 1, 1, 1]).words).toBe(2)
  })
})
