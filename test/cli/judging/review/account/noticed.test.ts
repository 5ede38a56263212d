/**
 * What two searches tell of a statement, one of which leaves it out.
 */
import { describe, expect, it } from 'vitest'
import { breaksMore, differs } from '../../../../../cli/judging/review/account/noticed.ts'
import type { Outcome } from '../../../../../cli/run/search/job.ts'
import { holds, open, result, violated } from '../../../by-hand/results.ts'

const searched = (digest: string, ...judgements: Parameters<typeof result>[0]): Outcome => ({
  kind: 'judged',
  result: result(judgements),
  digest,
})
const cut = (...judgements: Parameters<typeof result>[0]): Outcome => ({
  kind: 'judged',
  result: result(judgements, { cut: 'time' }),
  digest: 'part',
})
const [kept, broken] = [holds('kept'), violated('kept', 3)]

describe('a statement without which a promise breaks', () => {
  it('is noticed where the reference keeps the promise', () => {
    expect(breaksMore(searched('b', broken), searched('a', kept))).toBe(true)
    expect(breaksMore(searched('b', broken), searched('a', broken))).toBe(false)
  })

  it('is not noticed by a reference that was cut, or not made', () => {
    expect(breaksMore(searched('b', broken), cut(open('kept', 'time')))).toBe(false)
    expect(breaksMore(searched('b', broken), { kind: 'not-judged', message: 'no' })).toBe(false)
  })
})

describe('a statement without which something differs', () => {
  it('is noticed by two whole searches, or where the code cannot be searched without it', () => {
    expect(differs(searched('b', kept), searched('a', kept))).toBe(true)
    expect(differs(searched('a', kept), searched('a', kept))).toBe(false)
    expect(differs({ kind: 'refused', message: 'no' }, searched('a', kept))).toBe(true)
  })

  it('is not noticed by a search that was cut or interrupted', () => {
    expect(differs(cut(kept), searched('a', kept))).toBe(false)
    expect(differs(searched('b', kept), cut(kept))).toBe(false)
    expect(differs({ kind: 'not-run' }, searched('a', kept))).toBe(false)
  })
})
