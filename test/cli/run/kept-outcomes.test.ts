import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { KeptOutcomes, makeRoom } from '../../../cli/run/kept-outcomes.ts'
import type { Job, Judged, Outcome } from '../../../cli/run/search/job.ts'
import { trySideBySide } from '../../../cli/run/side-by-side.ts'

const world = { scenario: 'convert-to-shared', design: 'rfc-v2-split' }
const job: Job = { world, bounds: {} }
const outcome: Outcome = { kind: 'not-judged', message: 'of no world' }
let folder: string
let told: string[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kept-'))
  told = []
  vi.stubEnv('GMEMCHECK_CACHE', folder)
  vi.spyOn(process.stderr, 'write').mockImplementation(text => told.push(String(text)) > 0)
})

afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

const files = () => readdirSync(folder).map(name => join(folder, name))

const keep = (of: Job = job, what: Outcome = outcome) => {
  const kept = new KeptOutcomes()
  kept.add(of, what)
  kept.end()
}
const found = (of: Job = job) => new KeptOutcomes().find(of)

describe('outcomes of earlier runs', () => {
  it('take the place of the search, to the last number, and are told among those that are searched', async () => {
    const [first] = await trySideBySide([job], 1)
    expect(files()).toHaveLength(1)
    const ended: number[] = []
    const other = { ...job, promises: ['no-index-wraps'] }
    const outcomes = await trySideBySide([other, job], 1, [0, 1], index => ended.push(index))
    expect(ended).toEqual([1, 0])
    // No two searches take the same time.
    expect(outcomes[1]).toEqual(first)
    expect((outcomes[0] as Judged).result.judgements).toHaveLength(1)
    expect(files()).toHaveLength(2)
    expect(told).toEqual([])
  })

  const code = { id: '0', sources: [], functions: [] }
  it.each<[string, Job]>([
    ['another world', { ...job, world: { ...world, design: 'rfc-v2-repaired' } }],
    ['other promises', { ...job, promises: ['no-index-wraps'] }],
    ['another bound', { ...job, bounds: { exact: true } }],
    ['all ways', { ...job, ways: 'all' }],
    ['calls alone', { ...job, alone: true }],
    ['other C', { ...job, code: { ...code, id: '1' } }],
    ['other functions of it', { ...job, code: { ...code, functions: ['kvm_gmem_release'] } }],
    ['C without a statement', { ...job, code: { ...code, leftOut: { file: '', start: 0, end: 1 } } }],
  ])('do not stand for those of %s', (_, other) => {
    keep()
    keep({ ...job, code })
    expect(found()).toEqual(outcome)
    expect(found({ ...job, code })).toEqual(outcome)
    expect(found(other)).toBeUndefined()
  })

  it.each<[string, Job, Outcome]>([
    ['was cut', job, judged({ cut: 'time' }, { verdict: 'bound-reached', cut: 'time' })],
    ['did not judge a promise to the end', job, judged({}, { verdict: 'bound-reached', cut: 'memory' })],
    ['was refused', job, { kind: 'refused', message: '' }],
    ['failed', job, { kind: 'failed', message: '', stack: '' }],
    ['writes a checkpoint', { ...job, checkpoint: { file: 'checkpoint' } }, outcome],
    ['runs a file of its own', { ...job, proposals: ['proposal.ts'] }, outcome],
  ])('are not kept of a search that %s', (_, of, what) => {
    keep(of, what)
    expect(files()).toEqual([])
    expect(found(of)).toBeUndefined()
  })

  it('are kept whole of a search that was made to its end', () => {
    const whole = judged({}, { verdict: 'holds' })
    keep(job, whole)
    expect(found()).toEqual(whole)
  })

  it('are not used where a file is damaged, which is said once', () => {
    keep()
    const [file] = files()
    const bytes = readFileSync(file!)
    bytes[40]! ^= 1
    for (const damaged of [bytes, bytes.subarray(0, 40), Buffer.alloc(0)]) {
      writeFileSync(file!, damaged)
      told = []
      const kept = new KeptOutcomes()
      expect([kept.find(job), kept.find(job)]).toEqual([undefined, undefined])
      expect(told).toHaveLength(1)
      expect(told[0]).toMatch(/is damaged and is not used: its checksum does not fit\n.*--no-cache/)
    }
    keep()
    expect(found()).toEqual(outcome)
  })

  it('are not used where a file has the name of another one', () => {
    keep()
    const [file] = files()
    const other = { ...job, bounds: { exact: true } }
    const kept = new KeptOutcomes()
    kept.add(other, outcome)
    kept.end()
    const [name] = files().filter(one => one !== file)
    copyFileSync(file!, name!)
    expect(new KeptOutcomes().find(other)).toBeUndefined()
    expect(told[0]).toMatch(/is damaged and is not used: its checksum does not fit/)
  })

  it.each([
    ['/dev/null/kept', 'ENOTDIR'],
    ['/proc/no/such/kept', 'ENOENT'],
  ])('are not kept where nobody may write, which is said once: %s', (nowhere, reason) => {
    vi.stubEnv('GMEMCHECK_CACHE', nowhere)
    const kept = new KeptOutcomes()
    for (const bounds of [{}, { exact: true }]) kept.add({ ...job, bounds }, outcome)
    kept.end()
    expect(told).toHaveLength(1)
    expect(told[0]).toContain(`outcomes cannot be kept in ${nowhere}: ${reason}`)
  })

  it('are where XDG has them unless said, and nowhere without a place', () => {
    vi.stubEnv('GMEMCHECK_CACHE', undefined)
    vi.stubEnv('XDG_CACHE_HOME', folder)
    keep()
    expect(files()).toEqual([join(folder, 'gmemcheck')])
    vi.stubEnv('GMEMCHECK_CACHE', '')
    vi.stubEnv('XDG_CACHE_HOME', join(folder, 'other'))
    keep()
    expect(existsSync(join(folder, 'other'))).toBe(false)
  })

  it('make room, those first that were not used for the longest time', () => {
    for (const [age, name] of ['c', 'a', 'b'].entries()) {
      writeFileSync(join(folder, name), Buffer.alloc(10))
      utimesSync(join(folder, name), 1000 - age, 1000 - age)
    }
    makeRoom(folder, 30)
    expect(readdirSync(folder)).toHaveLength(3)
    makeRoom(folder, 29)
    expect(readdirSync(folder).sort()).toEqual(['a', 'c'])
  })
})

function judged(result: object, verdict: object): Judged {
  const judgements = [{ property: 'no-index-wraps', kind: 'signal', outcome: verdict, judged: 3 }]
  return { kind: 'judged', result: { judgements, goals: [], states: 2, seconds: 0.25, ...result } } as never
}
