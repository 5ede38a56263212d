import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedOf, GROUP } from '../../../checker/compile/vector/changed.ts'
import type { Placement } from '../../../checker/compile/vector/placement.ts'

/** Words of a state, where each thread begins, who steps, and what it writes: to shared words and to its own. */
const steps = fc
  .record({ shared: fc.nat(70), own: fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }) })
  .chain(({ shared, own }) => {
    const begins = own.map((_, thread) => own.slice(0, thread).reduce((sum, count) => sum + count, shared))
    return fc.nat(own.length - 1).chain(self => {
      const mine = Array.from({ length: shared + own[self]! }, (_, i) => (i < shared ? i : begins[self]! + i - shared))
      return fc.record({
        words: fc.constant(own.reduce((sum, count) => sum + count, shared)),
        begins: fc.constant(begins),
        self: fc.constant(self),
        written: fc.uniqueArray(fc.constantFrom(...mine)),
        to: fc.constantFrom(1, -1, 1 << 31, 0x0100_0000),
      })
    })
  })

describe('the words that a step has changed', () => {
  it('are those that differ, one bit each', () => {
    fc.assert(
      fc.property(steps, ({ words, begins, self, written, to }) => {
        const now = new Int32Array(words)
        const placement = { words, threads: begins.map(begin => ({ control: 4 * begin })) }
        const changed = changedOf(placement as unknown as Placement, now, new Int32Array(words))
        for (const word of written) now[word] = to
        const found = Array.from({ length: words }, (_, i) => i).filter(
          i => (changed(self, Math.floor(i / GROUP)) >>> (i % GROUP)) & 1,
        )
        expect(found).toEqual([...written].sort((a, b) => a - b))
      }),
    )
  })
})
