import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { WorldName } from '../../../cli/names/world-name.ts'
import { entryOf } from '../../../cli/suite/expectations.ts'
import { record } from '../../../cli/suite/record.ts'
import type { SuiteWorld } from '../../../cli/suite/report.ts'
import { holds, result, violated } from '../results.ts'

const small = { scenario: 'convert', design: 'as-posted' }
const large = { scenario: 'fault', design: 'as-posted' }
const repaired = { scenario: 'convert', design: 'repaired' }

const seen = (world: WorldName, steps: number): SuiteWorld => {
  const found = result([violated('a', steps), holds('b')])
  return { world, outcome: { kind: 'judged', result: found }, entry: entryOf(world, found), differences: [] }
}

describe('recording a suite', () => {
  let folder = ''
  let said = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
    writeFileSync(join(folder, 'worlds.ts'), '// written by hand')
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
  const files = () => readdirSync(folder).sort()
  const text = (name: string) => readFileSync(join(folder, name), 'utf8')

  it('writes a file per design, and says which', () => {
    record(folder, [seen(small, 4), seen(repaired, 5)], [], [small, repaired])
    expect(files()).toEqual(['as-posted.ts', 'index.ts', 'repaired.ts', 'worlds.ts'])
    expect(said).toBe(
      'wrote spec/manifest/as-posted.ts\nwrote spec/manifest/repaired.ts\nwrote spec/manifest/index.ts\n',
    )
  })

  it('touches nothing that is as it was', () => {
    record(folder, [seen(small, 4)], [], [small])
    const long = new Date(0)
    for (const name of files()) utimesSync(join(folder, name), long, long)
    said = ''
    record(folder, [seen(small, 4)], [], [small])
    expect(files().map(name => statSync(join(folder, name)).mtimeMs)).toEqual([0, 0, 0])
    expect(said).toBe('')
  })

  it('keeps what is known of worlds that were not seen this time', () => {
    const known = seen(large, 9).entry!
    const interrupted: SuiteWorld = { world: large, outcome: { kind: 'not-run' }, differences: [] }
    record(folder, [seen(small, 4), interrupted], [known], [small, large])
    expect(text('as-posted.ts')).toMatch(/scenario: 'convert'.*a: 4.*scenario: 'fault'.*a: 9/s)
  })

  it('drops worlds that are no longer listed, and files of designs that are gone, but nothing written by hand', () => {
    record(folder, [seen(small, 4), seen(large, 9), seen(repaired, 5)], [], [small, large, repaired])
    record(folder, [seen(small, 4)], [seen(large, 9).entry!], [small])
    expect(files()).toEqual(['as-posted.ts', 'index.ts', 'worlds.ts'])
    expect(text('as-posted.ts')).not.toContain("'fault'")
    expect(said).toContain('removed spec/manifest/repaired.ts\n')
  })
})
