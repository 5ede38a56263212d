import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PredecessorLinks } from '../../../checker/store/predecessor-links.ts'

describe('the predecessor links of a search', () => {
  it('leads every state back to its root, as kept parent by parent', () => {
    // Each state has some new successors, told by their ordinals; enough states that sums are kept in between.
    const litter = fc.uniqueArray(fc.nat(400), { maxLength: 3 })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom(200, 500),
        fc.array(litter, { minLength: 1, maxLength: 50 }),
        (roots, fanout, childCounts) => {
          const predecessors = new PredecessorLinks(roots, fanout)
          const parents = Array.from({ length: roots }, () => -1)
          const which = Array.from({ length: roots }, () => 0)
          for (let state = 0; state < parents.length && parents.length < 9000; state++) {
            const ordinals = childCounts[state % childCounts.length]!.map(ordinal => ordinal % fanout)
            predecessors.add({
              parents: 1,
              children: Int32Array.of(ordinals.length),
              added: ordinals.length,
              ordinals: Int32Array.from(ordinals),
            })
            for (const ordinal of ordinals) {
              parents.push(state)
              which.push(ordinal)
            }
          }
          for (let state = 0; state < parents.length; state += 1 + Math.floor(parents.length / 50)) {
            const ordinals: number[] = []
            let root = state
            for (; parents[root]! >= 0; root = parents[root]!) ordinals.push(which[root]!)
            expect(predecessors.choicesTo(state)).toEqual({ root, ordinals: ordinals.reverse() })
          }
        },
      ),
      { numRuns: 30 },
    )
  })
})
