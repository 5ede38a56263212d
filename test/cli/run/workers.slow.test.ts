import { describe, expect, it } from 'vitest'
import { type Limits, type Result, search } from '../../../checker/index.ts'
import { subject } from '../../../cli/run/search/judge.ts'
import { gmemcheck } from '../gmemcheck.ts'

// Helper threads run compiled JavaScript: `npm test` builds it first.
const compiled = new URL('../../../dist/cli/run/search/judge.js', import.meta.url).href
const toy = new URL('../../checker/toys/small.mjs', import.meta.url).href
const world = { scenario: 'allocate-shared-hugepage-beside-sleeper', design: 'hugetlb-restructuring' }

/** Memory and time may differ, nothing else. */
const told = (result: Result) => ({ ...result, seconds: 0, memory: 0 })
const broken = ({ judgements }: Result) => judgements.filter(({ outcome }) => outcome.verdict === 'violated').length

describe('verdicts, counts and traces do not depend on the number of workers', () => {
  /** So little that what many searches reserve does not add up. */
  const limits: Limits = { bytes: 2 ** 26 }
  const repeated = async (
    source: { module: string; name: string; argument: unknown },
    runs: Record<number, number>,
  ) => {
    const { system, properties } = await (await import(source.module))[source.name](source.argument)
    const alone = told(search(system, properties, limits))
    for (const [count, times] of Object.entries(runs)) {
      const workers = { count: Number(count), source, after: 0 }
      for (let run = 0; run < times; run++)
        expect(told(search(system, properties, { ...limits, workers })), `${count} workers, run ${run}`).toEqual(alone)
    }
    return alone
  }
  it('of a toy, twenty times each', async () => {
    const source = { module: toy, name: 'brokenBlocks', argument: undefined }
    expect(broken(await repeated(source, { 1: 20, 2: 20, 4: 20 }))).toBe(1)
  })
  // Each thread takes a third of a second to load the model.
  it('of a world, twenty times', async () => {
    const source = { module: compiled, name: subject.name, argument: { world } }
    expect(broken(await repeated(source, { 1: 5, 2: 12, 4: 3 }))).toBe(5)
  })
})

describe('check --workers', () => {
  it('shares the search of one world, and prints the same', () => {
    const check = (...more: string[]) => {
      const world = 'set-range-across-large-folios@direct-map-loops-over-folios'
      const { timing, ...rest } = JSON.parse(gmemcheck('check', world, '--format', 'json', ...more).stdout)
      expect(Object.keys(timing.seconds)).toEqual([world])
      return rest
    }
    expect(check('--workers', '3')).toEqual(check('--workers', '1'))
  })
})

describe('check --preemptions', () => {
  const world = 'convert-to-shared-during-guest-fault@exact-window'
  const check = (preemptions: string, promise: string) => {
    const { status, stdout } = gmemcheck('check', world, '--promise', promise, '--preemptions', preemptions)
    return { status, stdout: stdout.replace(/\s+/g, ' ') }
  }
  it('tells how many preemptions a trace needs, and that none needs fewer', () => {
    const { status, stdout } = check('2', 'huge-mappings-are-not-mixed')
    expect(status).toBe(1)
    expect(stdout).toContain('after 27 steps with 1 preemption (no path with fewer, none shorter with as many; all ')
    expect(stdout).toMatch(/ \d+ states of this world within 2 preemptions were seen\)/)
  })
  it('ends with 3, and claims no more than it has seen, where more preemptions might break something', () => {
    const { status, stdout } = check('0', 'huge-mappings-are-not-mixed')
    expect(status).toBe(3)
    expect(stdout).toContain('bound-reached (number of preemptions) huge-mappings-are-not-mixed')
    expect(stdout).toContain('all runs without preemption, ')
    expect(stdout).not.toMatch(/\bholds?\b/)
  })
  it('ends with 3 where it cannot say whether calls return, and says it where it has seen all runs', () => {
    expect(check('1', 'calls-can-return').status).toBe(3)
    expect(check('50', 'calls-can-return').status).toBe(0)
    expect(check('50', 'no-index-wraps')).toMatchObject({ status: 0, stdout: expect.stringContaining('1 hold') })
  })
})

describe('check --exact', () => {
  it('says that there are no odds, and else the same, of calls that go round for ever too', () => {
    const world = 'convert-unaligned-with-hole-out-of-memory@rfc-v2-split'
    const [hashed, exact] = [[], ['--exact']].map(more =>
      JSON.parse(gmemcheck('check', world, '--format', 'json', ...more).stdout),
    )
    expect(exact.worlds[0].collisionOdds).toBe(0)
    expect(hashed.worlds[0].collisionOdds).toBeGreaterThan(0)
    expect({ ...exact.worlds[0], collisionOdds: 0 }).toEqual({ ...hashed.worlds[0], collisionOdds: 0 })
    expect(gmemcheck('check', world, '--exact').stdout).toContain('no odds of a missed state')
  })
})
