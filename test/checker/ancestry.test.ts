import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Ancestry } from '../../checker/ancestry.ts'

describe('the ancestry of a search', () => {
  it('leads every state back to its root, as kept parent by parent', () => {
    // Each state has some new successors, told by their ordinals; enough states that sums are kept in between.
    const litter = fc.uniqueArray(fc.nat(400), { maxLength: 3 })
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.constantFrom(200, 500),
        fc.array(litter, { minLength: 1, maxLength: 50 }),
        (roots, fanout, litters) => {
          const ancestry = new Ancestry(roots, fanout)
          const lines = Array.from({ length: roots }, (_, root) => ({ root, ordinals: [] as number[] }))
          for (let state = 0; state < lines.length && lines.length < 9000; state++) {
            const ordinals = litters[state % litters.length]!.map(ordinal => ordinal % fanout)
            for (const ordinal of ordinals) {
              const { root, ordinals: before } = lines[state]!
              lines.push({ root, ordinals: before.length > 60 ? before : [...before, ordinal] })
            }
            ancestry.add({
              parents: 1,
              children: Int32Array.of(ordinals.length),
              born: ordinals.length,
              ordinals: Int32Array.from(ordinals),
            })
          }
          for (let state = 0; state < lines.length; state += 1 + Math.floor(lines.length / 200)) {
            const found = ancestry.line(state)
            expect(found.root).toBe(lines[state]!.root)
            if (found.ordinals.length <= 60) expect(found.ordinals).toEqual(lines[state]!.ordinals)
          }
        },
      ),
      { numRuns: 30 },
    )
  })
})
