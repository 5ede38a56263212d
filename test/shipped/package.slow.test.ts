/**
 * The package, installed in an empty folder: it runs there without a build.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { root } from '../cli/gmemcheck.ts'
import { examples } from '../documents/readme.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

function run(cwd: string, command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' })
  return { status, stdout, stderr }
}
const gmemcheck = (...args: string[]) => run(folder, join(folder, 'node_modules/.bin/gmemcheck'), ...args)

beforeAll(() => {
  expect(run(root, 'npm', 'pack', '--ignore-scripts', '--pack-destination', folder)).toMatchObject({ status: 0 })
  const [tarball] = readdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }')
  const install = ['install', '--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', `./${tarball}`]
  expect(run(folder, 'npm', ...install)).toMatchObject({ status: 0 })
}, 120_000)

describe('README', () => {
  it('shows examples', () => expect(examples.length).toBeGreaterThan(3))

  it.each(examples)('shows a command that works as it stands: gmemcheck %s', args => {
    const { status, stdout, stderr } = gmemcheck(...args.split(' '))
    // Examples show broken promises, or none; a search that is cut, or a mistake, would be a poor example.
    expect([0, 1]).toContain(status)
    expect(stderr.replace(/^progress: .*\n/gm, '')).toBe('')
    expect(stdout).not.toBe('')
  })
})

it('reviews a patch', () => {
  const fixtures = join(root, 'test/fixtures/c')
  const quick = ['--tree', join(fixtures, 'guest-memfd'), '--scenario', 'convert-to-shared']
  expect(gmemcheck('review', join(fixtures, 'take-out.patch'), ...quick)).toMatchObject({ status: 0, stderr: '' })
})

it('judges a proposal, and refuses one that does not type-check', () => {
  const quick = ['check', './mine.ts', 'mine-hole-during-faults', '--quiet']
  expect(gmemcheck('new', 'design', 'mine')).toMatchObject({ status: 0 })
  expect(gmemcheck(...quick).stdout).toMatch(/^check: /)
  const compiler = run(
    folder,
    'npm',
    'install',
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
    'typescript@7.0.2',
  )
  expect(compiler.status).toBe(0)
  expect(gmemcheck(...quick).stdout).toMatch(/^check: /)
  writeFileSync(
    join(folder, 'wrong.ts'),
    "import { defineDesign } from 'gmemcheck'\nexport const d = defineDesign({ name: 3, summary: '', base: 'upstream', differs: {} })\n",
  )
  const { status, stdout, stderr } = gmemcheck('check', './wrong.ts')
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/^wrong\.ts\(2,\d+\): error TS2322: .*\nmend the file: it does not type-check\n$/)
})

it('says what designs decide', () => {
  const { status, stdout } = gmemcheck('list', 'decisions')
  expect(status).toBe(0)
  expect(stdout).toContain('\nhostFaultUnlocks\n')
})

it('is a library', () => {
  writeFileSync(
    join(folder, 'use.mjs'),
    `import { check, review } from 'gmemcheck'
const { exitCode, worlds } = await check(['linux-6-12', 'create-memslot'])
const { message } = await check(['nowhere']).catch(error => error)
const reviewed = await review({ paths: ['${join(root, 'test/fixtures/c/take-out.patch')}'], tree: '${join(root, 'test/fixtures/c/guest-memfd')}', scenarios: ['convert-to-shared'] })
console.log(JSON.stringify([exitCode, worlds.length, message.split('\\n')[0], reviewed.exitCode]))
`,
  )
  const { stdout, stderr } = run(folder, process.execPath, 'use.mjs')
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual([0, 1, 'no design is called "nowhere"', 0])
})
