/**
 * In how many worlds a patch breaks a promise: all that is told of a review says the same number.
 */
import { describe, expect, it } from 'vitest'
import type { Reviewed } from '../../../cli/judging/review/review.ts'
import type { PatchEffect } from '../../../cli/judging/review/worlds/promises.ts'
import type { Review } from '../../../cli/judging/review/worlds/result.ts'
import { reviewCases } from '../../../cli/reports/cases/review.ts'
import { markdownLines } from '../../../cli/reports/formats/cases/markdown.ts'
import { firstSentence } from '../../../cli/reports/review/account.ts'
import { brokenPromises, reviewCauses } from '../../../cli/reports/review/broken.ts'
import { designs } from '../../../model/designs/index.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { promises } from '../../../spec/promises/index.ts'
import { judged, result, violated } from '../by-hand/results.ts'

const promise = 'no-index-wraps'
const after = judged([violated(promise, 2)])
const [judgement] = result([violated(promise, 2)]).judgements
const trace = judgement!.outcome.verdict === 'violated' ? judgement!.outcome.trace : undefined

const review = (...changes: readonly PatchEffect[]) =>
  ({
    account: [],
    extraction: { design: designs.find(({ name }) => name === 'upstream'), baseline: new Map([['f', '']]) },
    worlds: changes.map((change, at) => ({
      world: { scenario: scenarios[at]!.name, design: 'upstream' },
      scenario: scenarios[at],
      configuration: '',
      differs: {},
      before: after,
      after,
      promises: [{ promise, change, trace }],
    })),
    lost: ['guest fault returns -ENOMEM', 'guest fault returns -EAGAIN'],
    changed: ['convert returns -EINTR, in one world', 'fallocate returns -EINTR, in another'],
    skippedConfigurations: ['CONFIG_NUMA=n', 'CONFIG_SLUB=n'],
    large: [],
    onlyInLarge: [],
    reading: { base: [{}], files: [], patch: { files: [], subject: 'a patch', where: 'a.patch' } },
  }) as unknown as Review

const told = (one: Review) =>
  reviewCases({
    series: { points: [{ review: one }] },
    alone: one,
    codeAfter: () => '--patch a.patch',
    exitCode: 1,
  } as unknown as Reviewed)

describe('a promise that a patch breaks in two worlds, and in a new way in another', () => {
  const one = review('broken', 'broken', 'broken anew')

  it('is broken in three, wherever it is told', () => {
    expect(firstSentence(one)).toContain('breaks 1 promise that the tree keeps, in 3 worlds (in 1 of them')
    const [cause, ...others] = reviewCauses(brokenPromises(one, promises))
    expect(others).toEqual([])
    expect(cause!.worlds).toHaveLength(3)
    expect(told(one).causes[0]!.worlds).toEqual(cause!.worlds)
    const { says } = told(one).groups[0]!.cases.find(({ name }) => name === promise)!
    expect(says).toMatch(/, in 3 worlds, of which the tree breaks it in 1, but never so$/)
  })
})

it('what was found of each call, and each configuration, has a row of its own', () => {
  const rows = markdownLines(told(review('broken'))).filter(line => line.startsWith('| open '))
  expect(rows).toHaveLength(6)
  expect(rows.join('\n')).not.toMatch(/\bothers?\b \|/)
})
