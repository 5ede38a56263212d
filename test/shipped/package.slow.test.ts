/**
 * The package, installed in an empty folder: it runs there without a build.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { root } from '../cli/gmemcheck.ts'
import { installed, quietly, runIn } from './installed.ts'

const folder = installed()
afterAll(() => rmSync(folder, { recursive: true }))
const gmemcheck = (...args: string[]) => runIn(folder, join(folder, 'node_modules/.bin/gmemcheck'), ...args)

const shipped = (file: string) => join(folder, 'node_modules/gmemcheck', file)

it('has the files that its documents name', () => {
  const documents = ['README.md', ...readdirSync(shipped('docs')).map(name => `docs/${name}`)]
  const named = documents.flatMap(document =>
    [
      ...readFileSync(shipped(document), 'utf8').matchAll(
        /\]\((?!https?:|#)([^)#]+)|`((?:ci\/[\w.-]+|\w+\.yml|Containerfile))`/g,
      ),
    ].map(([, link, file]) => (link === undefined ? file! : join(dirname(document), link))),
  )
  expect(named).toContain('ci/b4-check')
  expect(named.filter(file => !existsSync(shipped(file)))).toEqual([])
})

it('has no script that npm would run where it is installed', () => {
  const { scripts } = JSON.parse(readFileSync(shipped('package.json'), 'utf8'))
  const run = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare']
  expect(run.filter(name => name in scripts)).toEqual([])
})

it('reviews a patch', () => {
  const fixtures = join(root, 'test/fixtures/c')
  const quick = ['--tree', join(fixtures, 'guest-memfd'), '--scenario', 'convert-to-shared']
  expect(gmemcheck('review', join(fixtures, 'take-out.patch'), ...quick)).toMatchObject({ status: 0, stderr: '' })
})

it('judges a proposal, and refuses one that does not type-check', () => {
  const quick = ['check', './mine.ts', 'mine-hole-during-faults', '--quiet']
  expect(gmemcheck('new', 'design', 'mine')).toMatchObject({ status: 0 })
  const untyped = gmemcheck(...quick)
  expect(untyped.stdout).toMatch(/^check: /)
  expect(untyped.stderr).toMatch(/^note: the types of \.\/mine\.ts are not checked: there is no TypeScript\n/)
  const compiler = runIn(folder, 'npm', 'install', ...quietly, 'typescript@7.0.2')
  expect(compiler.status).toBe(0)
  const typed = gmemcheck(...quick)
  expect(typed.stdout).toMatch(/^check: /)
  expect(typed.stderr).toBe('')
  writeFileSync(
    join(folder, 'wrong.ts'),
    "import { defineDesign } from 'gmemcheck'\nexport const d = defineDesign({ name: 'wrong', summary: '', base: 'upstream', differs: {} })\nconst q: number = 'x'\n",
  )
  const { status, stdout, stderr } = gmemcheck('check', './wrong.ts')
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/^wrong\.ts\(3,\d+\): error TS2322: .*\nmend the file: it does not type-check\n$/)
})

it('has types for whoever checks those of libraries, too', () => {
  const strictly = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022']
  const { status, stdout } = runIn(folder, join(folder, 'node_modules/.bin/tsc'), ...strictly, 'mine.ts')
  expect({ status, stdout }).toEqual({ status: 0, stdout: '' })
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
  const { stdout, stderr } = runIn(folder, process.execPath, 'use.mjs')
  expect(stderr).toBe('')
  expect(JSON.parse(stdout)).toEqual([0, 1, 'no design is called "nowhere"', 0])
})
