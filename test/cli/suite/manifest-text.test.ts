import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { compareWorlds } from '../../../cli/names/world-name.ts'
import { manifestFiles } from '../../../cli/suite/manifest-text.ts'
import type { Entry } from '../../../spec/manifest/entry.ts'
import { entriesOf } from '../../../spec/manifest/recorded.ts'
import { root } from '../gmemcheck.ts'

const entry = (scenario: string, design: string, more: Partial<Entry> = {}): Entry => ({
  scenario,
  design,
  violated: {},
  holds: ['nothing-is-stuck', 'share'],
  vacuous: [],
  unreached: [],
  states: 26,
  transitions: 30,
  depth: 9,
  ...more,
})

const long = Array.from({ length: 4 }, (_, index) => `a-promise-with-quite-a-long-name-${index}`)
const entries = [
  entry('pin', 'rfc-v10', { violated: { share: 4, 'nothing-is-stuck': 12 }, holds: [] }),
  entry('convert', 'as-posted', { mutation: 'without-lock', vacuous: long }),
  entry('convert', 'as-posted', { unreached: ['mixed-hugepage'], holds: ['share'] }),
  entry('convert', 'rfc-v2'),
  entry('convert', 'rfc-v2-repaired'),
  ...Array.from({ length: 8 }, (_, index) => entry('convert', `a-design-with-a-long-name-${index}`)),
]

/** What the project's formatter and linter make of a file. */
const formatted = (name: string, text: string) =>
  spawnSync(`${root}node_modules/.bin/biome`, ['check', '--write', `--stdin-file-path=spec/manifest/${name}`], {
    cwd: root,
    input: text,
    encoding: 'utf8',
  }).stdout

describe('the manifest as text', () => {
  const files = manifestFiles(entries)

  it.each(files.map(({ name, text }) => [name, text] as const))('%s is as the formatter leaves it', (name, text) => {
    expect(formatted(name, text)).toBe(text)
  })
  it('is one file per design, and an index', () => {
    expect(files.map(({ name }) => name)).toContain('as-posted.ts')
    expect(files).toHaveLength(new Set(entries.map(({ design }) => design)).size + 1)
  })
  it('does not depend on the order of the entries', () => {
    expect(manifestFiles([...entries].reverse())).toEqual(files)
  })
  it('gives back what was written', () => {
    const read = files
      .filter(({ name }) => name !== 'index.ts')
      .flatMap(({ text }) => {
        const body = text.replace(/^import .*$/m, '').replace('export const entries =', 'return')
        return new Function('entriesOf', body)(entriesOf) as Entry[]
      })
    expect(read.sort(compareWorlds)).toEqual([...entries].sort(compareWorlds))
  })
})
