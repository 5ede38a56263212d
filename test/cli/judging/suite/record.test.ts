import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { entryOf } from '../../../../cli/judging/suite/expectations.ts'
import { record } from '../../../../cli/judging/suite/record.ts'
import { readRecorded } from '../../../../cli/judging/suite/recorded.ts'
import type { Nameable } from '../../../../cli/judging/suite/recorded-line.ts'
import type { SuiteWorld } from '../../../../cli/judging/suite/report.ts'
import { showWorld, type WorldName } from '../../../../cli/names/world-name.ts'
import { holds, result, violated } from '../../by-hand/results.ts'

const small = { scenario: 'convert', design: 'as-posted' }
const large = { scenario: 'fault', design: 'as-posted' }
const repaired = { scenario: 'convert', design: 'repaired' }

const seen = (world: WorldName, steps: number): SuiteWorld => {
  const found = result([violated('a', steps), holds('b')])
  return { world, outcome: { kind: 'judged', result: found }, entry: entryOf(world, found), differences: [] }
}
const listing = (...worlds: WorldName[]): Nameable => ({
  worlds: new Map(worlds.map(world => [showWorld(world), world])),
  goals: new Set(),
  promisesIn: () => ({ testable: ['a', 'b'], untestable: [] }),
})
const known = (...worlds: SuiteWorld[]) => new Map(worlds.map(({ world, entry }) => [showWorld(world), entry!]))

describe('recording a suite', () => {
  let folder = ''
  let file = ''
  let said = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
    file = join(folder, 'recorded.jsonl')
    said = ''
    vi.spyOn(process.stderr, 'write').mockImplementation(text => {
      said += text
      return true
    })
  })
  afterEach(() => {
    vi.restoreAllMocks()
    rmSync(folder, { recursive: true })
  })
  const lines = () => readFileSync(file, 'utf8').split('\n').slice(0, -1)

  it('writes a line per world, by design and scenario, and says how many are new', () => {
    record(file, [seen(repaired, 5), seen(large, 9), seen(small, 4)], new Map(), listing(small, large, repaired))
    expect(lines().map(line => JSON.parse(line).world)).toEqual([
      'convert@as-posted',
      'fault@as-posted',
      'convert@repaired',
    ])
    expect(said).toBe('wrote spec/suite/recorded.jsonl: 3 of 3 lines are new\n')
    expect(readdirSync(folder)).toEqual(['recorded.jsonl'])
  })

  it('writes what can be read again', () => {
    const worlds = listing(small, large)
    record(file, [seen(small, 4), seen(large, 9)], new Map(), worlds)
    expect(readRecorded(readFileSync(file, 'utf8'), worlds)).toEqual({
      recorded: known(seen(small, 4), seen(large, 9)),
      damage: [],
    })
  })

  it('changes the lines of those worlds only whose result changed', () => {
    const worlds = listing(small, large, repaired)
    record(file, [seen(small, 4), seen(large, 9), seen(repaired, 5)], new Map(), worlds)
    const before = lines()
    said = ''
    record(file, [seen(small, 4), seen(large, 8), seen(repaired, 5)], new Map(), worlds)
    expect(lines().map((line, index) => line === before[index])).toEqual([true, false, true])
    expect(said).toBe('wrote spec/suite/recorded.jsonl: 1 of 3 lines are new\n')
  })

  it('touches nothing that is as it was', () => {
    record(file, [seen(small, 4)], new Map(), listing(small))
    utimesSync(file, new Date(0), new Date(0))
    said = ''
    record(file, [seen(small, 4)], new Map(), listing(small))
    expect(statSync(file).mtimeMs).toBe(0)
    expect(said).toBe('')
  })

  it('keeps what is known of worlds that were not seen this time, and drops those that are no longer listed', () => {
    const interrupted: SuiteWorld = { world: large, outcome: { kind: 'not-run' }, differences: [] }
    record(file, [seen(small, 4), interrupted], known(seen(large, 9), seen(repaired, 3)), listing(small, large))
    expect(lines().map(line => JSON.parse(line).violated.a)).toEqual([4, 9])
  })

  it('says so when it cannot write', () => {
    const nowhere = join(folder, 'gone/recorded.jsonl')
    expect(() => record(nowhere, [seen(small, 4)], new Map(), listing(small))).toThrow(
      /recorded\.jsonl cannot be written: .*\nspec\/suite\/recorded\.jsonl is as it was$/,
    )
  })
})
