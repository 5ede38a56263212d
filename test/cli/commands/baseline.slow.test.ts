/**
 * Violations that are accepted stay quiet, and nothing else does.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { gmemcheck, gmemcheckReading, headline, root } from '../gmemcheck.ts'
import { readKtap } from '../reports/formats/ktap.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))
const world = ['exact-window', 'convert-to-shared-during-guest-fault']
const accepted = join(folder, 'accepted.jsonl')
const check = (baseline: string, ...more: string[]) => gmemcheck('check', ...world, '--baseline', baseline, ...more)

const written = (name: string, lines: readonly string[]): string => {
  const path = join(folder, name)
  writeFileSync(path, lines.map(line => `${line}\n`).join(''))
  return path
}

let report = ''
let lines: string[] = []
beforeAll(() => {
  report = gmemcheck('check', ...world, '--format', 'json').stdout
  const { status, stdout, stderr } = gmemcheckReading(report, 'baseline', 'update', accepted, '-')
  expect(status).toBe(0)
  expect(stderr).toMatch(/^note: standard input shows one way .*\nto have all .* make the report with --baseline/)
  expect(stdout).toMatch(/^.*accepted\.jsonl: 4 accepted, of which 4 new; 0 gone\n( {2}new {3}.*\n){4}$/)
  lines = readFileSync(accepted, 'utf8').trimEnd().split('\n')
})

describe('a baseline', () => {
  it('silences what it names, and says first how much', () => {
    const { status, stdout } = check(accepted)
    expect(status).toBe(0)
    expect(headline(stdout)).toMatch(/^4 violations silenced by 4 entries of .*accepted\.jsonl; apart from those:/)
    expect(stdout).toMatch(/^no promise is broken in this world/m)
    expect(stdout).not.toContain('does not hold')
    for (const line of lines) expect(stdout).toContain(`  known     ${JSON.parse(line).fingerprint}`)
  })

  it('never has a promise hold that it silences', () => {
    const [first] = lines.map(line => JSON.parse(line).fingerprint.split(':')[0])
    const { stdout } = check(accepted, '--promise', first)
    expect(stdout).not.toMatch(/^holds/m)
    const [tests] = readKtap(check(accepted, '--promise', first, '--format', 'ktap').stdout)
    expect(tests!.subtests).toMatchObject([{ name: first, ok: true, directive: 'SKIP' }])
  })

  it('silences no other violation, though it be of the same promise', () => {
    const [first, ...others] = lines
    const without = check(written('without.jsonl', others))
    expect(without.status).toBe(1)
    expect(without.stdout.match(/ does not hold: /g)).toHaveLength(1)
    const other = first!.replace(/:[0-9a-f]{12}/, ':000000000000')
    const swapped = check(written('swapped.jsonl', [other, ...others]))
    expect(swapped.status).toBe(1)
    expect(swapped.stdout).toMatch(/1 entry vanished: remove\s+with\s+gmemcheck baseline update/)
    expect(swapped.stdout).toMatch(/^ {2}vanished {2}.*:000000000000/m)
  })

  it('does not call an entry vanished of which a world was not seen to its end', () => {
    const other = lines[0]!.replace(/:[0-9a-f]{12}/, ':000000000000')
    const elsewhere = other.replace(/"worlds":\["[^"]*/, '$&-elsewhere')
    expect(check(written('elsewhere.jsonl', [elsewhere])).stdout).not.toContain('vanished')
    expect(check(written('other.jsonl', [other]), '--depth', '3').stdout).not.toContain('vanished')
    expect(check(written('other.jsonl', [other]), '--promise', 'no-index-wraps').stdout).not.toContain('vanished')
  })

  it('shows in formats as accepted', () => {
    const { results } = JSON.parse(check(accepted, '--format', 'sarif').stdout).runs[0]
    expect(results).toHaveLength(4)
    for (const { suppressions, partialFingerprints } of results) {
      expect(suppressions).toMatchObject([{ kind: 'external' }])
      expect(lines.join()).toContain(partialFingerprints['gmemcheck/v1'])
    }
    expect(check(accepted, '--quiet').stdout).toMatch(/^check: 4 known, /)
    expect(JSON.parse(check(accepted, '--format', 'json').stdout)).toMatchObject({
      exitCode: 0,
      baseline: { silenced: 4 },
    })
  })
})

describe('behind what a baseline silences', () => {
  const populating = ['check', 'populate-during-guest-fault@linux-6-12', '--promise=assigned-pages-are-not-cleared']
  const entries = readFileSync(`${root}spec/suite/linux-6-12.baseline.jsonl`, 'utf8').trimEnd().split('\n')
  const shortest = entries.filter(line => /"assigned-pages-.*guest fault: clear_highpage".*populate-during/.test(line))
  const other = entries.filter(line => /"assigned-pages-.*"populate: copy_from_user"/.test(line))

  it('another way to break the same promise in the same world is told', () => {
    const { status, stdout } = gmemcheck(...populating, '--baseline', written('shortest.jsonl', shortest))
    expect(status).toBe(1)
    expect(headline(stdout)).toMatch(/^1 violation silenced by 1 entry of /)
    expect(stdout).toContain(`known as  ${JSON.parse(other[0]!).fingerprint}`)
    const both = gmemcheck(...populating, '--baseline', written('both.jsonl', [...shortest, ...other]))
    expect({ status: both.status, stdout: headline(both.stdout) }).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/^2 violations silenced by 2 entries of /),
    })
  })

  it('all ways are looked for to begin with, so that one update accepts them', () => {
    const path = written('begun.jsonl', [])
    const { stdout } = gmemcheck(...populating, '--baseline', path, '--format', 'json')
    gmemcheckReading(stdout, 'baseline', 'update', path, '-')
    expect(gmemcheck(...populating, '--baseline', path).status).toBe(0)
    const [only] = JSON.parse(stdout).worlds[0].promises
    expect(only.ways.map(({ place }: { place: string }) => place)).toEqual([
      'guest fault: clear_highpage',
      'populate: copy_from_user',
    ])
  })

  it('other promises are told, though the search was to end with the first violation', () => {
    const first = JSON.parse(gmemcheck('check', ...world, '--first', '--format', 'json').stdout).worlds[0].promises
    const met = first.flatMap((one: { fingerprint?: string }) => one.fingerprint ?? [])
    expect(met.length).toBeLessThan(lines.length)
    const accepting = lines.filter(line => met.includes(JSON.parse(line).fingerprint))
    const { status, stdout } = check(written('first.jsonl', accepting), '--first')
    expect({ status, broken: /^\d+ of \d+ promises? (is|are) broken/m.test(stdout) }).toEqual({
      status: 1,
      broken: true,
    })
  })

  it('what a reduced search tells is found anew: its traces take other ways', () => {
    const both = written('both-reduced.jsonl', [...shortest, ...other])
    expect(gmemcheck(...populating, '--baseline', both, '--reduce').status).toBe(0)
  })

  it('shards look as well, and merge knows the baseline from them', () => {
    const path = written('of-shards.jsonl', shortest)
    const files = ['1', '2'].map(at => join(folder, `shard-${at}.jsonl`))
    const worlds = [...populating, 'populate-then-guest-fault@linux-6-12', '--baseline', path]
    for (const [at, file] of files.entries())
      expect(gmemcheck(...worlds, '--shard', `${at + 1}/2`, '--shard-file', file).status).toBeLessThan(2)
    const one = gmemcheck(...worlds)
    rmSync(path)
    const merged = gmemcheck('merge', ...files)
    const untimed = (text: string) => text.replace(/[\d.]+ s$/gm, 'S')
    expect({ ...merged, stdout: untimed(merged.stdout) }).toEqual({
      ...one,
      stdout: untimed(one.stdout),
      stderr: merged.stderr,
    })
    expect(merged.status).toBe(1)
  })
})

describe('a baseline of a review', () => {
  const fixtures = `${root}test/fixtures/c`
  const review = (...more: string[]) =>
    gmemcheck(
      'review',
      `${fixtures}/series`,
      '--tree',
      `${fixtures}/guest-memfd`,
      '--scenario=convert-to-shared',
      ...more,
    )
  const path = join(folder, 'reviewed.jsonl')

  it('silences what patches break, and says first how much', () => {
    gmemcheckReading(review('--format', 'json').stdout, 'baseline', 'update', path, '-')
    const { status, stdout } = review('--baseline', path)
    expect(status).toBe(0)
    expect(headline(stdout)).toMatch(/^1 violation silenced by 1 entry of .*reviewed\.jsonl; apart from that:/)
    expect(stdout).toMatch(/^ {2}2\/4 {2}yes .*\n.*\n {7}known {4}calls-keep-no-locks\n/m)
    expect(stdout).not.toContain('does not hold')
    expect(review('--baseline', path, '--quiet').stdout).toMatch(/^review: 1 known, /)
    expect(review('--baseline', path, '--format', 'mail').stdout).toMatch(/^1 violation silenced by 1 entry of /)
  })

  it('silences no other, and tells what has vanished', () => {
    const [line] = readFileSync(path, 'utf8').split('\n')
    const other = written('other-review.jsonl', [line!.replace(/:[0-9a-f]{12}/, ':000000000000')])
    const { status, stdout } = review('--baseline', other)
    expect(status).toBe(1)
    expect(stdout).toMatch(/^0 violations silenced by 0 entries of .*; 1\s+entry vanished/)
    expect(stdout).toContain('calls-keep-no-locks does not hold')
  })
})

describe('baseline update', () => {
  it('writes the same again, drops what is gone, and keeps what was not judged', () => {
    const stale = lines[0]!.replace(/:[0-9a-f]{12}/, ':000000000000')
    const elsewhere = stale.replace(':0', ':1').replace(/"worlds":\["[^"]*/, '$&-elsewhere')
    const path = written('stale.jsonl', [stale, elsewhere, ...lines])
    expect(gmemcheckReading(report, 'baseline', 'update', path, '-').stdout).toMatch(
      /6 accepted, of which 0 new; 0 gone/,
    )
    const { stdout } = gmemcheckReading(check(path, '--format', 'json').stdout, 'baseline', 'update', path, '-')
    expect(stdout).toMatch(/5 accepted, of which 0 new; 1 gone\n {2}gone {2}.*:000000000000/)
    expect(readFileSync(path, 'utf8').trimEnd().split('\n').sort()).toEqual([elsewhere, ...lines].sort())
    const again = gmemcheckReading(report, 'baseline', 'update', path, '-')
    expect(again.stdout).toMatch(/5 accepted, of which 0 new; 0 gone\n$/)
  })

  it.each([
    ['nonsense', /standard input is no report of check or review\n/],
    ['{"schema":1,"command":"list"}', /standard input is no report/],
    ['', /standard input is no report/],
  ])('refuses a report that is none: %s', (text, message) => {
    const path = join(folder, 'never.jsonl')
    const { status, stderr } = gmemcheckReading(text, 'baseline', 'update', path, '-')
    expect(status).toBe(2)
    expect(stderr).toMatch(message)
    expect(existsSync(path)).toBe(false)
  })

  it('writes an empty baseline where nothing is broken, which accepts nothing', () => {
    const path = join(folder, 'empty.jsonl')
    const clean = gmemcheck('check', ...world, '--promise', 'no-index-wraps', '--format', 'json')
    expect(clean.status).toBe(0)
    const { status, stdout } = gmemcheckReading(clean.stdout, 'baseline', 'update', path, '-')
    expect({ status, stdout }).toEqual({ status: 0, stdout: `${path}: 0 accepted, of which 0 new; 0 gone\n` })
    const held = check(path)
    expect({ status: held.status, stderr: held.stderr }).toEqual({ status: 1, stderr: '' })
    expect(headline(held.stdout)).toMatch(/^0 violations silenced by 0 entries of /)
  })

  it('refuses to write over a baseline that is damaged', () => {
    const path = written('damaged.jsonl', [lines[0]!, 'nonsense'])
    const before = readFileSync(path, 'utf8')
    for (const run of [() => check(path), () => gmemcheckReading(report, 'baseline', 'update', path, '-')]) {
      const { status, stderr } = run()
      expect(status).toBe(2)
      expect(stderr).toMatch(/damaged\.jsonl:2 is no entry of a baseline\nmend the line, or take it out/)
    }
    expect(readFileSync(path, 'utf8')).toBe(before)
    const mended = written('mended.jsonl', [lines[0]!])
    expect(gmemcheckReading(report, 'baseline', 'update', mended, '-').stdout).toMatch(/4 accepted, of which 3 new/)
    expect(check(written('twice.jsonl', [lines[0]!, lines[0]!])).stderr).toMatch(
      /twice\.jsonl:2 names .*, which has an entry already/,
    )
    expect(check(join(folder, 'none.jsonl')).stderr).toMatch(/^there is no .*none\.jsonl\nmake a baseline/)
  })
})

const ofLinux612 = `${root}spec/suite/linux-6-12.baseline.jsonl`

it('is shipped for Linux 6.12: each entry says why, by the name of a finding or claim or by what the kernel only warns of', () => {
  const shipped = readFileSync(ofLinux612, 'utf8').trimEnd().split('\n')
  const named = ['findings', 'claims'].flatMap(kind =>
    JSON.parse(gmemcheck('list', kind, '--format', 'json').stdout).items.map(({ name }: { name: string }) => name),
  )
  expect(shipped.length).toBeGreaterThan(5)
  for (const line of shipped) {
    const { why } = JSON.parse(line)
    expect(named.filter(name => why.includes(name))).toHaveLength(why.endsWith('() only warns') ? 0 : 1)
  }
})

it('is shipped for Linux 6.12: it silences all that is broken, and nothing else', () => {
  const { status, stdout } = gmemcheck('check', 'linux-6-12', '--baseline', ofLinux612)
  expect(status).toBe(0)
  expect(headline(stdout)).toMatch(/^\d+ violations silenced by \d+ entries of .*; apart from those:/)
  expect(stdout).not.toMatch(/vanished/)
})
