/**
 * Results written by hand, to be compared and reported.
 */
import type { Cut, Judgement, Result } from '../../../checker/declare/result.ts'
import type { Ended } from '../../../cli/run/search/job.ts'
import { starts } from './traces.ts'

export const holds = (property: string, judged = 1): Judgement => ({
  property,
  kind: 'state',
  outcome: { verdict: 'holds' },
  judged,
})

/** Broken by a run of so many steps, each of which starts a conversion. */
export const violated = (property: string, steps: number): Judgement => ({
  property,
  kind: 'state',
  outcome: {
    verdict: 'violated',
    trace: {
      property,
      says: `page 0 is broken after ${steps}`,
      initial: 0,
      preemptions: 0,
      path: Array.from({ length: steps }, () => '0').join('.'),
      steps: Array.from({ length: steps }, () => starts(0, 'convert', { start: 0, pages: 1, share: 1 })),
    },
  },
  judged: 1,
})

export const open = (property: string, cut: Cut): Judgement => ({
  property,
  kind: 'state',
  outcome: { verdict: 'bound-reached', cut },
  judged: 1,
})

export const result = (judgements: readonly Judgement[], more: Partial<Result> = {}): Result => ({
  judgements,
  goals: [],
  states: 26,
  transitions: 30,
  depth: 9,
  collisionOdds: 1e-17,
  neverFired: [],
  bytesPerVector: 64,
  memory: 4096,
  spilled: 0,
  seconds: 0.1,
  ...more,
})

export const judged = (judgements: readonly Judgement[], more: Partial<Result> = {}): Ended => ({
  kind: 'judged',
  result: result(judgements, more),
})
