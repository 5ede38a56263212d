import { describe, expect, it } from 'vitest'
import { checkText } from '../../../cli/reports/world/check/text.ts'
import type { Ended } from '../../../cli/run/search/job.ts'
import { palette } from '../../../cli/text/palette.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import type { Promised } from '../../../spec/promise.ts'
import { holds, judged, open, violated } from '../by-hand/results.ts'

const scenario: Scenario = {
  name: 'convert',
  summary: 'one page is converted to shared',
  bounds: { pages: 2, hugepage: 2, frames: 2, threads: 1, vms: 1, failures: 1 },
  environment: { tdxHoldsReferences: true },
  initial: [
    kernel => {
      kernel.filemap.fill(1)
      kernel.refs[0] = 2
    },
  ],
  threads: [{ name: 'ioctl', calls: [{ operation: 'convert', args: [{ start: 0, pages: 1, share: 1 }], times: 1 }] }],
  goals: [],
}
const promises = ['a-promise', 'another-promise'].map(
  (name): Promised => ({
    kind: 'stuck',
    name,
    severity: 'deadlock',
    statement: `What ${name} says.`,
    source: 'somebody',
  }),
)
const page = { width: 80, palette: palette(false), locals: false }
const told = (...outcomes: Ended[]) => {
  const designs = ['as-posted', 'repaired']
  const checked = outcomes.map((outcome, index) => {
    return { world: { scenario: 'convert', design: designs[index]! }, scenario, outcome }
  })
  return `\n${checkText(checked, { promises, findings: [], healers: () => [], isNarrow: () => true }, page).join('\n')}\n`
}

describe('what check tells', () => {
  it('of promises that hold are the bounds and the odds', () => {
    expect(told(judged([holds('a-promise'), holds('another-promise', 0)]))).toMatchInlineSnapshot(`
      "
      no promise is broken in this world; put to the test: 1 of 2 promises

      holds       a-promise
      not tested  another-promise

      convert@as-posted
        1 hold, 1 not tested, 26 states, 30 transitions, depth 9, 0.1 s
        within 2 pages in hugepages of 2, 2 frames, 1 thread, 1 VM,
        1 injected failure, TDX holds a reference per mapped private page,
        odds of a missed state below 1 in 10^17
      "
    `)
  })

  it('of a broken promise is the shortest trace over all worlds', () => {
    const longer = judged([violated('a-promise', 3), holds('another-promise')])
    const shorter = judged([violated('a-promise', 2), holds('another-promise')])
    expect(told(longer, shorter)).toMatchInlineSnapshot(`
      "
      1 of 2 promises is broken in these 2 worlds

      violated  a-promise  2 steps, in 2 worlds
      holds     another-promise

      a-promise does not hold: page 0 is broken after 2
        in convert@repaired (scenario @ design)
        after 2 steps (no shorter path; all 26 states of this world were seen)

        promised  What a-promise says.
        source    somebody

        begins with  share[0-1] PRIVATE, filemap[0-1] frame 0, refs[0] 2,
                     failuresLeft 1

           CPU0 ioctl  convert 0 to shared; convert 0 to shared
        1  calls convert 0 to shared
        2  calls convert 0 to shared

        words     a frame is a physical page, and names the folio that begins there;
                  refs is folio_ref_count(), 0 while frozen or free

        replay it: gmemcheck replay convert@repaired 0.0

      convert@as-posted
        1 violated, 1 hold, 26 states, 30 transitions, depth 9, 0.1 s
        within 2 pages in hugepages of 2, 2 frames, 1 thread, 1 VM,
        1 injected failure, TDX holds a reference per mapped private page,
        odds of a missed state below 1 in 10^17
      convert@repaired
        1 violated, 1 hold, 26 states, 30 transitions, depth 9, 0.1 s
        within 2 pages in hugepages of 2, 2 frames, 1 thread, 1 VM,
        1 injected failure, TDX holds a reference per mapped private page,
        odds of a missed state below 1 in 10^17
      "
    `)
  })

  it('of a search that was cut is never that anything holds', () => {
    const goals = [{ goal: 'mixed-hugepage', reached: false }]
    const cut = judged([open('a-promise', 'time'), open('another-promise', 'time')], { cut: 'time', goals })
    const whole = judged([holds('a-promise'), holds('another-promise')])
    expect(told(cut, whole)).toMatchInlineSnapshot(`
      "
      no broken promise was found in these 2 worlds, but 2 of 2 promises are open

      bound-reached (time)  a-promise, another-promise

      convert@as-posted
        2 bound-reached (time), 26 states, 30 transitions, depth 9, 0.1 s
        within 2 pages in hugepages of 2, 2 frames, 1 thread, 1 VM,
        1 injected failure, TDX holds a reference per mapped private page,
        odds of a missed state below 1 in 10^17
        not reached before the cut: mixed-hugepage
      convert@repaired
        2 hold, 26 states, 30 transitions, depth 9, 0.1 s
        within 2 pages in hugepages of 2, 2 frames, 1 thread, 1 VM,
        1 injected failure, TDX holds a reference per mapped private page,
        odds of a missed state below 1 in 10^17
      "
    `)
  })

  it('of Ctrl-C and of a failure is what happened to each world', () => {
    expect(
      told({ kind: 'not-run' }, { kind: 'failed', message: 'the table is full', stack: '' }),
    ).toMatchInlineSnapshot(`
      "
      interrupted, with 1 of 2 worlds not searched to its end: no broken promise was
      found in these 2 worlds, but 2 of 2 worlds not judged

      convert@as-posted  not judged: interrupted
      convert@repaired
        gmemcheck failed: the table is full
      "
    `)
  })
})
