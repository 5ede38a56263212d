/**
 * One run, several reports.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { gmemcheck, root } from '../gmemcheck.ts'
import { readKtap } from '../reports/formats/ktap.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))
const inFolder = (name: string) => join(folder, name)
const world = ['exact-window', 'convert-to-shared-during-guest-fault']

describe('check', () => {
  const files = { junit: 'a.xml', sarif: 'a.sarif', ktap: 'a.ktap', json: 'a.json' }
  const reports = Object.entries(files).flatMap(([format, file]) => ['--report', `${format}=${inFolder(file)}`])
  const { status, stdout, stderr } = gmemcheck('check', ...world, ...reports, '--quiet')
  const read = (file: string) => readFileSync(inFolder(file), 'utf8')

  it('writes each file and leaves nothing else, and prints one line', () => {
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(stdout).toMatch(
      /^check: 4 failed for \d causes?, \d+ skipped, \d+ passed of \d+ cases \(a promise or a world each\)\n$/,
    )
    expect(readdirSync(folder).sort()).toEqual(Object.values(files).sort())
  })

  it('says the same in every format', () => {
    const promises: { promise: string; verdict: string }[] = JSON.parse(read('a.json')).worlds[0].promises
    const [tests] = readKtap(read('a.ktap'))
    const words = { holds: 'ok', violated: 'not ok', vacuous: 'ok SKIP' } as Record<string, string>
    expect(tests!.subtests.map(one => `${one.name} ${one.ok ? 'ok' : 'not ok'} ${one.directive ?? ''}`.trim())).toEqual(
      promises.map(({ promise, verdict }) => `${promise} ${words[verdict]}`),
    )
    const broken = promises.filter(({ verdict }) => verdict === 'violated').map(({ promise }) => promise)
    expect(broken).toHaveLength(4)
    const causes: { told: { promise: string; fingerprint: string } }[] = JSON.parse(read('a.json')).causes
    expect(causes).toHaveLength(3)
    const { results } = JSON.parse(read('a.sarif')).runs[0]
    expect(results.map((one: { ruleId: string }) => one.ruleId)).toEqual(causes.map(({ told }) => told.promise))
    expect(results.map((one: { partialFingerprints: object }) => Object.values(one.partialFingerprints)[0])).toEqual(
      causes.map(({ told }) => told.fingerprint),
    )
    expect([...read('a.xml').matchAll(/<failure /g)]).toHaveLength(broken.length)
  })

  it('never calls a search passed that was cut', () => {
    const { status, stdout } = gmemcheck('check', ...world, '--depth', '3', '--format', 'ktap')
    expect(status).toBe(3)
    expect(readKtap(stdout)[0]).toMatchObject({ ok: false })
    expect(readKtap(stdout)[0]!.subtests.filter(({ ok, directive }) => ok && directive !== 'SKIP')).toEqual([])
  })
})

it('names the line of the C in a review, and what was not judged', () => {
  const patch = inFolder('forgetful.patch')
  const text = readFileSync(join(root, 'test/fixtures/c/take-out.patch'), 'utf8')
  writeFileSync(patch, text.replace('+\tfolio_unlock(folio);\n', '+\n'))
  const tree = join(root, 'test/fixtures/c/guest-memfd')
  const { status, stdout } = gmemcheck(
    'review',
    patch,
    '--tree',
    tree,
    '--scenario',
    'convert-to-shared',
    '--format',
    'sarif',
  )
  expect(status).toBe(1)
  const { results } = JSON.parse(stdout).runs[0]
  expect(results.length).toBeGreaterThan(0)
  for (const { kind, locations } of results.filter(({ kind }: { kind: string }) => kind === 'fail')) {
    const [{ physicalLocation }] = locations
    expect(kind).toBe('fail')
    expect(physicalLocation.artifactLocation.uri).toBe('convert-without-rollback.c')
    expect(physicalLocation.region.startLine).toBeGreaterThan(0)
  }
})

it.each([
  ['nonsense', /--report cannot be "nonsense"\ngive a format and a file/],
  ['sarif=', /--report cannot be "sarif="\ngive a format and a file: --report sarif=FILE/],
  ['junt=x', /the format of --report cannot be "junt"; did you mean junit\?/],
])('refuses --report %s', (report, message) => {
  const { status, stdout, stderr } = gmemcheck('check', ...world, '--report', report)
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(message)
})

it('keeps the verdict of a search whose report file cannot be written', () => {
  const { status, stdout, stderr } = gmemcheck('check', ...world, '--report', `junit=/dev/full`)
  expect(status).toBe(2)
  expect(stderr).toMatch(/ cannot be written: ENOSPC: .*\nname a file that can be written/)
  expect(stdout).toMatch(/does not hold/)
})

describe('a file that would be written wrongly', () => {
  const kept = inFolder('kept.html')

  it.each([
    [['--html', kept, '--report', `html=${kept}`]],
    [['--report', `svg=${kept}`, '--report', `html=${folder}/../${folder.split('/').at(-1)}/kept.html`]],
    [['--selftest', kept, '--html', kept]],
  ])('is refused before anything is searched: %s', options => {
    writeFileSync(kept, 'as it was')
    const { status, stdout, stderr } = gmemcheck('check', ...world, ...options)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^two outputs would be written to .*, one over the other\nname a file for each\n$/)
    expect(readFileSync(kept, 'utf8')).toBe('as it was')
  })

  it.each([
    ['the patch', '--report', 'json=PATCH'],
    ['the patch', '--html', 'PATCH'],
    ['the patch', '--coverage', 'PATCH'],
    ['the patch behind a link', '--report', 'json=LINK'],
    ['code of the tree', '--report', 'json=TREE/pages.c', 'is code'],
  ])('is not written over what is read: %s, %s', (_, option, to, why = 'is read by this command') => {
    const tree = inFolder('tree')
    cpSync(join(root, 'test/fixtures/c/guest-memfd'), tree, { recursive: true })
    const patch = inFolder('read.patch')
    cpSync(join(root, 'test/fixtures/c/defects/locks/dropped-unlock.patch'), patch)
    const link = inFolder('link')
    rmSync(link, { force: true })
    symlinkSync(patch, link)
    const output = to.replace('PATCH', patch).replace('LINK', link).replace('TREE', tree)
    const before = [patch, join(tree, 'pages.c')].map(file => readFileSync(file, 'utf8'))
    const { status, stdout, stderr } = gmemcheck('review', patch, '--tree', tree, option, output)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toBe(`${output.replace('json=', '')} ${why}, and would be written over\nname another file\n`)
    expect([patch, join(tree, 'pages.c')].map(file => readFileSync(file, 'utf8'))).toEqual(before)
  })

  it('needs a folder before anything is searched', () => {
    const { status, stdout, stderr } = gmemcheck('check', ...world, '--html', inFolder('no/such/page.html'))
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/ cannot be written: its folder does not exist\nmake the folder, or name another\n$/)
  })

  it('is no directory, before anything is searched', () => {
    const { status, stdout, stderr } = gmemcheck('check', ...world, '--html', folder)
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toBe(`${folder} cannot be written: it is a directory\nname a file in it\n`)
  })

  it('is written again where it is a selftest, and not where it is other code', () => {
    const file = inFolder('test.c')
    const asked = ['check', ...world, '--promise', 'huge-mappings-are-not-mixed', '--quiet', '--selftest', file]
    expect([1, 2].map(() => gmemcheck(...asked).status)).toEqual([1, 1])
    writeFileSync(file, 'int main(void) { return 0; }\n')
    expect(gmemcheck(...asked)).toMatchObject({ status: 2, stdout: '' })
    expect(readFileSync(file, 'utf8')).toMatch(/^int main/)
  })

  it('is no report of this version', () => {
    const old = inFolder('old.json')
    writeFileSync(old, JSON.stringify({ schema: 2, command: 'check', worlds: [] }))
    const { status, stderr } = gmemcheck('baseline', 'update', inFolder('baseline.jsonl'), old)
    expect(status).toBe(2)
    expect(stderr).toContain('is a report of another version: its schema is 2, and this gmemcheck reads 1\n')
    expect(readdirSync(folder)).not.toContain('baseline.jsonl')
  })
})
