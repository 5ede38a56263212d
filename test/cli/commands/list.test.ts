import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { designs } from '../../../model/designs/index.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { startedOperations } from '../../../spec/judging/started.ts'
import { gmemcheck, node, root } from '../gmemcheck.ts'

const sorted = (names: readonly string[]): string[] => [...new Set(names)].sort()
const sources = (...folders: string[]): string[] =>
  folders.flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.ts'))
      .map(name => join(root, folder, name)),
  )

/** Names that are written out in the sources of folders, whether an index lists them or not. */
const writtenIn = (...folders: string[]): string[] =>
  sources(...folders).flatMap(path =>
    [...readFileSync(path, 'utf8').matchAll(/\bname: '([^']+)'/g)].map(([, name]) => name!),
  )

/** What the recorded worlds are made of. */
const worlds = readFileSync(join(root, 'spec/suite/recorded.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .flatMap(line => JSON.parse(line).world ?? [])
  .map((world: string) => world.split(/[@~]/) as [string, string, string?])

/** All that a list should name, as found elsewhere than in the lists of the program. */
const named = {
  designs: sorted(worlds.map(([, design]) => design)),
  scenarios: sorted(worlds.map(([scenario]) => scenario)),
  mutations: sorted(worlds.flatMap(([, , mutation]) => mutation ?? [])),
  promises: sorted(writtenIn('spec/promises', 'spec/goals')),
  decisions: sorted(designs.flatMap(({ decisions }) => Object.keys(decisions))),
  claims: sorted(writtenIn('spec/claims')),
  findings: sorted(writtenIn('spec/findings')),
  operations: sorted(scenarios.flatMap(scenario => [...startedOperations(scenario).keys()])),
}

describe('list', () => {
  it.each(Object.entries(named))('names every one of the %s in text and in JSON', (kind, names) => {
    const { status, stdout } = gmemcheck('list', kind)
    const { items } = JSON.parse(gmemcheck('list', kind, '--format', 'json').stdout)
    expect(status).toBe(0)
    expect(items.map(({ name }: { name: string }) => name).sort()).toEqual(names)
    for (const name of names) expect(stdout.split('\n')).toContain(name)
  })

  it('says what each answer means that some design gives to a decision', () => {
    const { items } = JSON.parse(gmemcheck('list', 'decisions', '--format', 'json').stdout)
    const said = new Map(
      items.map(({ name, answers }: { name: string; answers: { answer: string; says: string }[] }) => [
        name,
        answers.filter(({ says }) => says !== '').map(({ answer }) => answer),
      ]),
    )
    for (const { decisions } of designs)
      for (const [decision, answer] of Object.entries(decisions))
        expect([decision, said.get(decision)]).toEqual([decision, expect.arrayContaining([String(answer)])])
  })

  it('says in words in which decisions two designs differ', () => {
    const { stdout } = gmemcheck('list', 'designs', '--diff', 'rfc-v2-split', 'exact-window')
    expect(stdout).toMatch(/^rfc-v2-split and exact-window differ in 1 of \d+ decisions\n/)
    expect(stdout).toMatch(/^invalidateWindow +hugepage +exact$/m)
  })

  it('takes the old word for promises', () => {
    const [old, now] = ['invariants', 'promises'].map(kind => gmemcheck('list', kind))
    expect(old).toEqual(now)
    expect(now!.status).toBe(0)
  })

  it.each(['scenarios', 'promises', 'claims', 'operations'])('of %s loads neither engine nor machines', kind => {
    const coverage = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
    node(['dist/cli/main.js', 'list', kind], { NODE_V8_COVERAGE: coverage })
    const files = readdirSync(coverage)
    const loaded = files.map(file => readFileSync(join(coverage, file), 'utf8')).join()
    rmSync(coverage, { recursive: true })
    expect(loaded).toContain('/dist/cli/names/catalogue.js')
    for (const heavy of ['/dist/checker/search.js', '/xstate/', '/tree-sitter', '/dist/cli/run/pool.js']) {
      expect(loaded).not.toContain(heavy)
    }
  })
})
