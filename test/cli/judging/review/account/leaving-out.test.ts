/**
 * What is said of a call that stands alone once worlds were searched without it.
 */
import { describe, expect, it } from 'vitest'
import { withoutEffect } from '../../../../../cli/judging/review/account/leaving-out.ts'
import type { Ended, Job, Outcome } from '../../../../../cli/run/search/job.ts'
import type { Accounted } from '../../../../../model/c/account/told.ts'
import { result } from '../../../by-hand/results.ts'

const file = 'virt/kvm/guest_memfd.c'
const at = { start: 3, end: 9 }
const entry = { side: 'after', file, unless: at } as unknown as Accounted
const files = [{ source: { file, text: 'x' } }]
const after = { kind: 'judged', result: result([]), marks: [{ file, ...at, came: true, atomic: false }] }

type Reviewed = Parameters<typeof withoutEffect>[1]
const reviewed = (worlds: number): Reviewed =>
  [
    {
      configuration: '',
      reading: { files, base: files, before: files },
      extraction: { replaced: [], baseline: new Map(), lacking: [], said: new Map() },
      worlds: Array.from({ length: worlds }, (_, index) => ({
        world: { scenario: `s${index}`, design: 'd' },
        before: after as unknown as Ended,
        after: after as unknown as Ended,
        ran: { before: files, after: files },
      })),
    },
  ] as unknown as Reviewed

const whole = (digest: string): Outcome => ({ kind: 'judged', result: result([]), digest })
const cut: Outcome = { kind: 'judged', result: result([], { cut: 'time' }), digest: 'part' }

/** @param outcomes by world, without the statement */
const said = (...outcomes: readonly Outcome[]) => saidOf(entry, [], ...outcomes)

async function saidOf(entry: Accounted, previous: Reviewed, ...outcomes: readonly Outcome[]) {
  const tries = async (jobs: readonly Job[]) =>
    jobs.map(({ world, code }) => (code!.leftOut ? outcomes[Number(world.scenario.slice(1))]! : whole('as it is')))
  return (await withoutEffect([entry], reviewed(outcomes.length), previous, {}, tries)).get(entry)
}

describe('a call without which', () => {
  it('something differs in some world is judged', async () => {
    expect(await said(whole('as it is'), whole('another'))).toBeUndefined()
  })

  it('nothing differs is not, and the reason says in how many worlds', async () => {
    expect(await said(whole('as it is'), whole('as it is'))).toBe('leaving it out makes no difference in 2 worlds')
  })

  it('the patch before it in a series does not run is left out of the tree', async () => {
    const gone = { ...entry, side: 'before' } as Accounted
    expect(await saidOf(gone, reviewed(0), whole('another'))).toBeUndefined()
    expect(await saidOf(gone, reviewed(0), whole('as it is'))).toBe('leaving it out makes no difference in 1 world')
  })

  it('no world can be searched is not, and nothing is said of 0 worlds', async () => {
    expect(await said()).toMatch(/^leaving it out was not tried: no world runs it/)
  })

  it('worlds are too large is not, and the reason claims no more than was seen', async () => {
    expect(await said(cut)).toBe('1 world could not be searched to the end')
    expect(await said(cut, cut)).toBe('2 worlds could not be searched to the end')
    expect(await said(whole('as it is'), cut)).toBe(
      'leaving it out makes no difference in 1 world, and 1 world could not be searched to the end',
    )
  })

  it('worlds were not searched for Ctrl-C is not, for that reason', async () => {
    expect(await said(cut, { kind: 'not-run' })).toBe('interrupted')
  })
})
