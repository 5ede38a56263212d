import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lower } from '../../../../model/c/lower/lower.ts'
import { type CFile, parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { compileFixtures, fixtureFiles, hasGcc } from './gcc.ts'
import { binding, transcript } from './scripted-world.ts'

const word = fc.oneof(
  { weight: 4, arbitrary: fc.nat(12) },
  { weight: 2, arbitrary: fc.constantFrom(2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1, 255, 256, 65535) },
  { weight: 1, arbitrary: fc.nat(2 ** 32 - 1) },
)
const number = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -5, max: 9 }) },
  { weight: 1, arbitrary: fc.integer() },
)
const answer = fc.oneof(
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.integer({ min: -13, max: 7 }) },
)
const input = fc.record({ a: word, b: word, c: number, script: fc.array(answer, { maxLength: 24 }) })

describe.skipIf(!hasGcc)('lowered C does what gcc makes of it', () => {
  const run = hasGcc ? compileFixtures() : () => []
  const parsed = new Map<string, Promise<CFile>>()
  const parse = (name: string, text: string) => {
    if (!parsed.has(name)) parsed.set(name, parseC(wholeFile(name, text)))
    return parsed.get(name)!
  }

  for (const file of fixtureFiles) {
    describe(file.name, () => {
      it.each(file.fixtures)('%s', async name => {
        const lowered = lower(await parse(file.name, file.text), name, binding)
        fc.assert(
          fc.property(fc.array(input, { minLength: 25, maxLength: 25 }), inputs => {
            const lines = inputs.map(({ a, b, c, script }) => `${name} ${a} ${b} ${c} ${script.join(' ')}`)
            const expected = run(lines)
            const seen = inputs.map(({ a, b, c, script }) => transcript(lowered, [a, b, c], script))
            const differs = seen.findIndex((text, index) => text !== expected[index])
            if (differs >= 0)
              expect(`${lines[differs]}\n${seen[differs]}`).toBe(`${lines[differs]}\n${expected[differs]}`)
            expect(seen.length).toBe(expected.length)
          }),
          // Shrinking would start the harness thousands of times; the difference itself says enough.
          { numRuns: 8, endOnFailure: true },
        )
      })
    })
  }
})

it('has a fixture for at least thirty constructs', () => {
  expect(fixtureFiles.flatMap(file => file.fixtures).length).toBeGreaterThanOrEqual(30)
})
