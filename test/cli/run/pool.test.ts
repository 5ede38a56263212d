import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { runJobs } from '../../../cli/run/pool.ts'
import type { Job, Outcome, SearchBounds } from '../../../cli/run/search/job.ts'

const job = (scenario: string, bounds: SearchBounds = {}): Job => ({
  world: { scenario, design: 'rfc-v2-split' },
  bounds,
})
const jobs = [
  job('convert-to-shared'),
  job('convert-to-shared-during-guest-fault'),
  job('no-such-scenario'),
  job('convert-to-private', { depth: 3 }),
  job('convert-to-shared-out-of-memory'),
]
const flag = (interrupted: 0 | 1) => {
  const interrupt = new SharedArrayBuffer(4)
  new Int32Array(interrupt)[0] = interrupted
  return interrupt
}
/** Times are the only thing that may differ. */
const withoutTime = (outcomes: readonly Outcome[]) =>
  outcomes.map(outcome => (outcome.kind === 'judged' ? { ...outcome.result, seconds: 0 } : outcome))

describe('jobs side by side', () => {
  it('come to the same in the same order, whatever the workers and the order in which they start', async () => {
    const alone = await runJobs(jobs, { workers: 1, interrupt: flag(0) })
    const together = await runJobs(jobs, { workers: 3, interrupt: flag(0) })
    expect(alone.map(({ kind }) => kind)).toEqual(['judged', 'judged', 'refused', 'judged', 'judged'])
    expect(withoutTime(together)).toEqual(withoutTime(alone))
  })

  it('say why one of them cannot be', async () => {
    const [outcome] = await runJobs([job('no-such-scenario')], { workers: 1, interrupt: flag(0) })
    expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining('no scenario is called') })
  })

  it('do not start after Ctrl-C', async () => {
    const outcomes = await runJobs(jobs, { workers: 2, interrupt: flag(1) })
    expect(outcomes.map(({ kind }) => kind)).toEqual(jobs.map(() => 'not-run'))
  })

  it('are all stopped where one of them cannot be told of', async () => {
    const long = Array.from({ length: 4 }, () => job('conversion-among-all'))
    const holdUp = () => process.getActiveResourcesInfo().filter(one => /Port|Worker/.test(one)).length
    const before = holdUp()
    const told = runJobs([job('convert-to-shared'), ...long], {
      workers: 2,
      interrupt: flag(0),
      onOutcome: () => {
        throw new Error('no room')
      },
    })
    await expect(told).rejects.toThrow('no room')
    // Nothing keeps the process from its end.
    expect(holdUp()).toBe(before)
  })

  it('are told of as they end', async () => {
    const ended: number[] = []
    await runJobs(jobs, { workers: 2, interrupt: flag(0), onOutcome: index => ended.push(index) })
    expect(ended.sort()).toEqual([0, 1, 2, 3, 4])
  })
})

describe('a job with files of others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-pool-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const jobWith = (text: string): Job => {
    const file = join(folder, `${text.length}.mjs`)
    writeFileSync(file, text)
    return { ...job('convert-to-shared'), proposals: [file] }
  }

  it('is refused where they end its thread, by the name of the file', async () => {
    const asked = jobWith('process.exit(3)\n')
    const [outcome] = await runJobs([asked], { workers: 1, interrupt: flag(0) })
    expect(outcome).toMatchObject({
      kind: 'refused',
      message: expect.stringMatching(`^${asked.proposals![0]} ends gmemcheck before it has an answer\n`),
    })
  })

  it.each([
    ['wait for what never comes', 'await new Promise(() => {})\n'],
    ['go round for ever', 'for (;;) {}\n'],
  ])('ends after Ctrl-C, though they %s', async (_, text) => {
    const interrupt = flag(0)
    const running = runJobs([jobWith(text)], { workers: 1, interrupt, patienceMs: 50 })
    new Int32Array(interrupt)[0] = 1
    expect(await running).toEqual([{ kind: 'not-run' }])
  })
})
