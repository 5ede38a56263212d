import { describe, expect, it } from 'vitest'
import { exitCodeFor, type Reason, reasonsOf } from '../../../cli/run/exit-codes.ts'
import type { Ended } from '../../../cli/run/search/job.ts'
import { holds, judged, open, violated } from '../by-hand/results.ts'

const failed: Ended = { kind: 'failed', message: 'no', stack: 'no' }
const notRun: Ended = { kind: 'not-run' }
const interrupted = judged([open('a', 'interrupted')], { cut: 'interrupted' })
const cut = judged([open('a', 'time')], { cut: 'time' })
const broken = judged([violated('a', 3)])
const whole = judged([holds('a')])

describe('how a command ends', () => {
  const first: readonly Reason[] = ['failed', 'interrupted', 'misused', 'violated', 'open']

  it.each(first.map((reason, at) => [reason, [4, 3, 2, 1, 3][at]!, first.slice(at)] as const))(
    'is told by %s, %i, before all that comes behind it',
    (_, code, reasons) => {
      expect(exitCodeFor(reasons)).toBe(code)
      expect(exitCodeFor(reasons.toReversed())).toBe(code)
    },
  )

  it('is 0 where there is nothing to say', () => {
    expect(exitCodeFor([])).toBe(0)
  })

  it.each([
    ['a failure counts before Ctrl-C', 4, [broken, notRun, failed]],
    ['Ctrl-C before a search counts before a violation', 3, [broken, notRun]],
    ['Ctrl-C during a search counts before a violation', 3, [broken, interrupted]],
    ['a violation counts before a cut', 1, [cut, broken]],
    ['a cut counts before what holds', 3, [whole, cut]],
    ['a promise that was not judged to the end counts as a cut', 3, [judged([open('a', 'memory')])]],
    ['all holds', 0, [whole, whole]],
  ])('of searches: %s', (_, code, outcomes) => {
    expect(exitCodeFor(reasonsOf(outcomes))).toBe(code)
  })
})
