import { describe, expect, it } from 'vitest'
import { newlyReturnedBy } from '../../../../../cli/judging/review/worlds/newly-returned.ts'
import type { Alone, Ended, Returns } from '../../../../../cli/run/search/job.ts'
import { EAGAIN, EEXIST, OK } from '../../../../../model/kernel/state/values.ts'

const world = { scenario: 'convert-pages', design: 'upstream' }
interface Seen {
  readonly violated?: number
  readonly alone?: Alone
}
const searched = (returns: Returns, { violated = 0, alone = {} }: Seen = {}) => {
  const judgements = Array.from({ length: violated }, () => ({ outcome: { verdict: 'violated' }, judged: 1 }))
  return { kind: 'judged', result: { judgements, goals: [] }, returns, alone } as unknown as Ended
}
const fresh = (before: Returns, after: Returns, was: Seen = {}, is: Seen = {}) =>
  newlyReturnedBy([{ world, before: searched(before, was), after: searched(after, is) }])

describe('a result', () => {
  const told = ['convert returns -EEXIST, which it never did before, in convert-pages']

  it('is new that the operation never had in that world', () => {
    expect(fresh({ convert: [OK] }, { convert: [OK, EEXIST] })).toEqual(told)
    expect(fresh({ convert: [OK, EEXIST] }, { convert: [EEXIST] })).toEqual([])
  })

  it('is new of a call that others of the operation had', () => {
    const before = { convert: [OK, EEXIST], 'convert (start 0)': [OK], 'convert (start 1)': [EEXIST] }
    expect(fresh(before, { ...before, 'convert (start 0)': [OK, EEXIST] })).toEqual([
      'convert (start 0) returns -EEXIST, which it never did before, in convert-pages',
    ])
  })

  it('is told once, of the first world', () => {
    const [one, other] = [searched({ convert: [OK] }), searched({ convert: [OK, EEXIST] })]
    const sides = { before: one, after: other }
    expect(
      newlyReturnedBy([
        { world, ...sides },
        { world: { ...world, scenario: 'convert-page' }, ...sides },
      ]),
    ).toEqual(told)
  })

  it('is not told of an operation that returned nothing before', () => {
    expect(fresh({}, { convert: [EAGAIN] })).toEqual([])
  })

  it('is not told where the patch repairs a promise', () => {
    expect(fresh({ convert: [OK] }, { convert: [OK, EEXIST] }, { violated: 1 })).toEqual([])
    expect(fresh({ convert: [OK] }, { convert: [OK, EEXIST] }, { violated: 1 }, { violated: 1 })).toEqual(told)
  })

  it('is told once, where a call that nobody disturbs has it, too', () => {
    const alone = (result: string): Alone => ({
      'convert (start 0)': { a: { '': { returns: [result], breaks: false } } },
    })
    const [was, is] = [{ alone: alone('0') }, { alone: alone('-EEXIST') }]
    expect(fresh({ convert: [OK] }, { convert: [OK, EEXIST] }, was, is)).toEqual([])
  })
})
