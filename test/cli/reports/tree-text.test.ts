/**
 * What keeps a check of a tree from 0, in words.
 */
import { describe, expect, it } from 'vitest'
import type { TreeJudged } from '../../../cli/judging/tree/judged.ts'
import { keptFromWholeWords } from '../../../cli/reports/world/check/tree.ts'
import type { ExitCode } from '../../../cli/run/exit-codes.ts'

const tree = (large: number, assumed: readonly string[], treatments: readonly string[]) =>
  ({
    tree: {
      functions: treatments.map(treatment => ({ treatment })),
      extraction: {
        sides: { after: { lowered: [{ code: { assumptions: assumed.map((assumed, line) => ({ line, assumed })) } }] } },
      },
    },
    large: Array.from({ length: large }, (_, at) => ({ scenario: `s${at}`, design: 'upstream' })),
  }) as unknown as TreeJudged

describe('a check of a tree that ends with 3', () => {
  it('says what it has left out', () => {
    const judged = tree(
      6,
      ['nothing binds f(): it is taken to do nothing'],
      ['as C', 'by hand', 'not judged', 'by hand'],
    )
    expect(keptFromWholeWords({ tree: judged, exitCode: 3 })).toBe(
      '; left open, which keeps it from 0: 6 worlds are too large to be searched unless named, it is assumed what 1 call does, 2 functions are written by hand, in the place of the C, 1 function is not judged',
    )
  })

  it('says nothing where a search is all that was cut', () => {
    expect(
      keptFromWholeWords({ tree: tree(0, ['arguments are evaluated'], ['as C', 'not called']), exitCode: 3 }),
    ).toBe('')
  })

  it.each<ExitCode>([0, 1, 4])('says nothing of it where it ends with %d', exitCode => {
    expect(keptFromWholeWords({ tree: tree(6, [], ['as C']), exitCode })).toBe('')
  })

  it('says nothing of a design', () => {
    expect(keptFromWholeWords({ exitCode: 3 })).toBe('')
  })
})
