/**
 * Designs and scenarios in files of their own, and the config file.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { gmemcheck, gmemcheckIn, gmemcheckSignalled, headline, unbroken } from '../gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))
const written = (name: string, text: string) => writeFileSync(join(folder, name), text)
const here = (...args: string[]) => gmemcheckIn(folder, ...args)
const importing =
  "import { defineConfig, defineDesign, defineScenario, sizes, anyVm, guestFault, thread, toShared } from 'gmemcheck'\n"
/** What never ends, and says that it has begun. */
const loops = "writeFileSync('begun', ''); while (true) {}"

/** How it ends that is sent a signal once such code runs. */
async function endOf(signal: NodeJS.Signals, ...args: string[]) {
  const begun = join(folder, 'begun')
  const end = await gmemcheckSignalled(signal, 100, args, () => existsSync(begun), folder)
  rmSync(begun)
  return end.signal ?? end.status
}

const design = (more: string) =>
  `${importing}export const d = defineDesign({ name: 'mine', summary: 's', base: 'rfc-v2-split', ${more} })\n`

function refused(...args: string[]): string {
  const { status, stdout, stderr } = here(...args)
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  return stderr
}

/** A file that defines a scenario of two pages and one thread. */
const scenario = (rest: string): string =>
  `${importing}export default defineScenario({ name: 's', summary: 's', bounds: sizes(1, 1), environment: anyVm, initial: [() => {}], ${rest} })\n`

describe('a design in a file of its own', () => {
  it('is judged as if it were one of the model, by TypeScript that is run as it is', () => {
    written('mine.ts', `const answer: 'exact' = 'exact'\n${design('differs: { invalidateWindow: answer }')}`)
    const asked = ['convert-to-shared-during-guest-fault', '--promise', 'huge-mappings-are-not-mixed']
    const own = here('check', './mine.ts', ...asked)
    const known = gmemcheck('check', 'exact-window', ...asked)
    const timeless = (text: string) =>
      unbroken(text)
        .replaceAll(/@[a-z-]+/g, '@D')
        .replaceAll(' --proposal ./mine.ts', '')
        .replace(/\d+\.\d s/, '')
    expect({ status: own.status, stderr: own.stderr }).toEqual({ status: 1, stderr: '' })
    expect(timeless(own.stdout)).toBe(timeless(known.stdout))
    const [, command] = /replay it: gmemcheck (.*)/.exec(unbroken(own.stdout))!
    expect(here(...command!.split(' ')).status).toBe(1)
    const walk = [...command!.split(' ').slice(1, 2), ...command!.split(' ').slice(3)]
    expect(here('sample', ...walk, '--walks', '20').status).not.toBe(2)
  })

  it('is judged in scenarios of its own, and on several threads', () => {
    const scenario =
      "export const s = defineScenario({ name: 'small', summary: 's', bounds: sizes(1, 1), environment: anyVm, initial: [() => {}], threads: [thread('ioctl', toShared(0, 1))] })\n"
    written('mine.ts', design('differs: {}') + scenario)
    const { status, stdout } = here('check', './mine.ts', 'small', '--workers', '2')
    expect(status).not.toBe(2)
    expect(stdout).toContain('small@mine')
    expect(here('check', 'rfc-v2-split', './mine.ts').stdout).toContain('small@rfc-v2-split')
  })

  it('is compared with the design that it changes', () => {
    written('mine.ts', design("differs: { invalidateWindow: 'exact' }"))
    const scenario = ['--scenario', 'convert-to-shared-during-guest-fault']
    const { status, stdout } = here('diff', 'rfc-v2-split', './mine.ts', ...scenario)
    expect(status).toBe(1)
    expect(stdout).toContain('promises broken by the second, kept by the first\n  huge-mappings-are-not-mixed, in ')
    const [, command] = /replay it: gmemcheck (.*)/.exec(unbroken(stdout))!
    expect(here(...command!.split(' ')).status).toBe(1)
    expect(refused('diff', 'rfc-v2-split', './mine.ts', '--shard', '1/2')).toMatch(/^a proposal may change/)
    expect(refused('diff', 'rfc-v2-split', './none.ts')).toMatch(/^there is no \.\/none\.ts/)
  })

  it('is compared with it in a scenario of its own', () => {
    const scenario =
      "export const s = defineScenario({ name: 'small', summary: 's', bounds: sizes(1, 1), environment: anyVm, initial: [() => {}], threads: [thread('ioctl', toShared(0, 1))] })\n"
    written('mine.ts', design("differs: { restructureResult: 'zero' }") + scenario)
    const { status, stdout, stderr } = here('diff', 'rfc-v2-split', './mine.ts', '--scenario', 'small')
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' })
    expect(stdout).toContain('small')
    for (const [, command] of unbroken(stdout).matchAll(/replay it: gmemcheck (.*)/g))
      expect(here(...command!.split(' ')).status).not.toBe(2)
  })

  it('is judged in its scenarios and in those of its base, and told before what the base breaks as well', () => {
    const small =
      "export const s = defineScenario({ name: 'small', summary: 's', bounds: sizes(1, 1), environment: anyVm, initial: [() => {}], threads: [thread('ioctl', toShared(0, 1))] })\n"
    written(
      'mine.ts',
      design("differs: { stashError: 'ignored' }").replace('rfc-v2-split', 'stash-error-checked') + small,
    )
    const base = JSON.parse(gmemcheck('check', 'stash-error-checked', '--format', 'json').stdout)
    const { causes, worlds } = JSON.parse(here('check', './mine.ts', '--format', 'json').stdout)
    const scenarios = (of: typeof worlds) => of.map(({ world }: { world: string }) => world.split('@')[0]).sort()
    expect(scenarios(worlds)).toEqual([...scenarios(base.worlds), 'small'].sort())
    const brokenByBase = new Set(
      base.worlds.flatMap(({ world, promises }: { world: string; promises: { promise: string; verdict: string }[] }) =>
        promises.flatMap(({ promise, verdict }) => (verdict === 'violated' ? `${promise} ${world.split('@')[0]}` : [])),
      ),
    )
    const asIn = causes.map((cause: { asIn?: string }) => cause.asIn ?? '')
    expect(asIn).toEqual([...asIn].sort())
    expect(new Set(asIn)).toEqual(new Set(['', 'stash-error-checked']))
    expect(here('check', './mine.ts').stdout).toMatch(/, for \d+ causes, \d of them new against\sstash-error-checked$/m)
    for (const { asIn, told } of causes)
      expect([told.promise, told.world, brokenByBase.has(`${told.promise} ${told.world.split('@')[0]}`)]).toEqual([
        told.promise,
        told.world,
        asIn !== undefined,
      ])
  })

  it.each([
    [
      'a decision that there is not',
      design("differs: { invalidateWindov: 'exact' }"),
      /"invalidateWindov", which is no decision; did you mean invalidateWindow\?\nsee them all: gmemcheck list decisions/,
    ],
    [
      'an answer that there is not',
      design("differs: { invalidateWindow: 'exct' }"),
      /answers invalidateWindow with "exct"; did you mean exact\?\ngive one of /,
    ],
    [
      'a base that there is not',
      design('differs: {}').replace('rfc-v2-split', 'rfc-v2-splitt'),
      /no design is called "rfc-v2-splitt"; did you mean rfc-v2-split\?/,
    ],
    [
      'a name that is taken',
      design('differs: {}').replace("'mine'", "'exact-window'"),
      /defines the design "exact-window", which there is already/,
    ],
    ['an error of its own', `${importing}throw new Error('deliberate')\n`, /mine\.ts:2: deliberate\nmend the file/],
    ['no TypeScript', 'export const = 3\n', /mine\.ts:1: /],
    [
      'a wrong type',
      `${design('differs: {}')}const q: number = 'x'\n`,
      /^mine\.ts\(3,7\): error TS2322: .*\nmend the file: it does not type-check$/m,
    ],
    [
      'a promise that nobody waits for',
      `${design('differs: {}')}Promise.reject(new Error('late'))\n`,
      /^\.\/mine\.ts fails: late\nmend the file: /,
    ],
    [
      'what throws later',
      `${design('differs: {}')}setTimeout(() => { throw new Error('late') }, 1)\nawait new Promise(done => setTimeout(done, 2000))\n`,
      /^\.\/mine\.ts fails: late\nmend the file: /,
    ],
    ['nothing to judge', 'export const x = 3\n', /mine\.ts exports no design and no scenario/],
    [
      'an operation that there is not',
      scenario("threads: [thread('a', { operation: 'fly', times: 1 })]"),
      /scenario "s": threads\.0\.calls\.0\.operation is "fly", which is no operation\ngive one of /,
    ],
    [
      'a word that no design has',
      design('differs: {}').replace('summary:', 'sumary:'),
      /has "sumary", which no design has; did you mean summary\?\ngive /,
    ],
    [
      'a word that no scenario has',
      scenario("threads: [thread('a', toShared(0, 1))], goal: []"),
      /scenario "s": goal is nothing that a scenario has/,
    ],
    [
      'a gfn behind the file',
      scenario("threads: [thread('vCPU', guestFault([5], [0]))]"),
      /scenario "s": vCPU, guest fault: gfn is 5, and the file has 2 pages\ngive a number below 2/,
    ],
    [
      'a range behind the file, or an empty one',
      scenario("threads: [thread('a', toShared(7, 1), toShared(0, 0))]"),
      /scenario "s": a, convert: start is 7, and the file has 2 pages/,
    ],
    [
      'a call without arguments to choose from',
      scenario("threads: [thread('vCPU', guestFault([], [0]))]"),
      /threads\.0\.calls\.0\.args must be at least one choice of arguments/,
    ],
  ])('is refused in one message where it has %s', (_, text, message) => {
    written('mine.ts', text)
    const stderr = refused('check', './mine.ts', 'convert-to-shared')
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/^ {4}at /m)
  })

  it('is type-checked as a module that Node runs, whatever stands beside it', () => {
    const node =
      "import { readFileSync } from 'node:fs'\nawait 0\nif (process.argv.length > 99) readFileSync(import.meta.url)\n"
    written('mine.ts', `${node}${design('differs: {}')}`)
    expect(here('check', './mine.ts', 'convert-to-shared', '--promise', 'no-index-wraps')).toMatchObject({
      status: 0,
      stderr: '',
    })
  })

  it('is refused where an initial state throws', () => {
    written(
      'mine.ts',
      `${design('differs: {}')}export const s = defineScenario({ name: 'small', summary: 's', bounds: sizes(1, 1), environment: anyVm, initial: [() => { throw new Error('deliberate') }], threads: [thread('ioctl', toShared(0, 1))] })\n`,
    )
    expect(refused('check', './mine.ts', 'small')).toContain('scenario "small": initial state 0 throws: deliberate')
  })

  it.each([
    ['ends the process', 'process.exit(0)\n'],
    ['ends it as Ctrl-C would', 'process.exit(3)\n'],
    ['ends a thread of it', "import { isMainThread } from 'node:worker_threads'\nif (!isMainThread) process.exit(3)\n"],
    ['ends it later', 'setTimeout(() => process.exit(0), 20)\nawait new Promise(() => {})\n'],
    ['waits for what never comes', 'await new Promise(() => {})\n'],
  ])('is refused where it %s', (_, text) => {
    written('mine.ts', design('differs: {}') + text)
    expect(refused('check', './mine.ts', 'convert-to-shared')).toMatch(
      /^(convert-to-shared@mine: )?\.\/mine\.ts ends gmemcheck before it has an answer\ntake out process\.exit\(\)/m,
    )
  })

  it('does not keep the command from ending', () => {
    const stays = 'setTimeout(() => process.exit(7), 20_000)\n'
    written('mine.ts', `export default 3\n${stays}`)
    expect(refused('check', './mine.ts', 'convert-to-shared')).toMatch(/exports no design and no scenario/)
    written('mine.ts', `${design('differs: {}')}${stays}`)
    expect(here('check', './mine.ts', 'convert-to-shared', '--promise', 'no-index-wraps').status).toBe(0)
  })

  it('is stopped by a signal where it never ends', async () => {
    written('mine.ts', `import { writeFileSync } from 'node:fs'\n${design('differs: {}')}${loops}\n`)
    expect(await endOf('SIGTERM', 'check', './mine.ts', 'convert-to-shared')).toBe('SIGTERM')
    expect(await endOf('SIGINT', 'check', './mine.ts', 'convert-to-shared')).toBe('SIGINT')
  })

  it('is stopped by a signal where an initial state is never built', async () => {
    const scenario = (initial: string) =>
      `import { writeFileSync } from 'node:fs'\nimport { isMainThread } from 'node:worker_threads'\n${importing}export default { name: 's', summary: 's', bounds: sizes(1, 1), environment: anyVm, initial: [() => { ${initial} }], threads: [thread('ioctl', toShared(0, 1))], goals: [] }\n`
    written('s.ts', scenario(`if (isMainThread) { ${loops} }`))
    expect(await endOf('SIGTERM', 'check', 'rfc-v2-split', './s.ts')).toBe('SIGTERM')
    written('s.ts', scenario(loops))
    expect(await endOf('SIGTERM', 'check', 'rfc-v2-split', './s.ts')).toBe(3)
  })

  it('is refused where it is not, or a search would go on with it', () => {
    expect(refused('check', './none.ts')).toMatch(/^there is no \.\/none\.ts\nmake a file for a design/)
    expect(refused('check', './mine.ts', '--shard', '1/2')).toMatch(/^a proposal may change/)
  })

  it('may print, which is no part of the report', () => {
    const types = 'declare const console: { log(text: string): void }\n'
    written('loud.ts', `${design('differs: {}').replace("'mine'", "'loud'")}${types}console.log('hello')\n`)
    const { stdout, stderr } = here('check', './loud.ts', 'convert-to-shared', '--format', 'json')
    expect(JSON.parse(stdout).command).toBe('check')
    expect(stderr).toContain('hello')
  })

  it('begins with a template, which is never written over', () => {
    expect(here('new', 'design', 'fresh').stdout).toMatch(/^fresh\.ts is written/)
    const before = readFileSync(join(folder, 'fresh.ts'), 'utf8')
    expect(headline(here('check', './fresh.ts', 'fresh-hole-during-faults').stdout)).toMatch(/put to the test/)
    expect(refused('new', 'design', 'fresh')).toMatch(/^fresh\.ts is there already/)
    here('new', 'design', 'converting', '--base', 'exact-window')
    const { stdout } = here('check', './converting.ts', 'converting-conversion-during-faults')
    expect(stdout).toMatch(/^huge-mappings-are-not-mixed does not hold/m)
    expect(readFileSync(join(folder, 'fresh.ts'), 'utf8')).toBe(before)
    expect(refused('new', 'design', 'Not Kebab')).toMatch(/cannot be called/)
    expect(refused('new', 'design', 'x', '--base', 'nowhere')).toMatch(/no design is called "nowhere"/)
    expect(existsSync(join(folder, 'x.ts'))).toBe(false)
  })
})

describe('gmemcheck.config.ts', () => {
  it('is refused where it ends the process', () => {
    written('gmemcheck.config.ts', 'process.exit(0)\n')
    expect(refused('check', 'rfc-v2-split')).toMatch(/^gmemcheck\.config\.ts ends gmemcheck before it has an answer\n/)
  })

  it('is stopped by a signal where it never ends', async () => {
    written('gmemcheck.config.ts', `import { writeFileSync } from 'node:fs'\n${loops}\n`)
    expect(await endOf('SIGTERM', 'check', 'rfc-v2-split')).toBe('SIGTERM')
    written(
      'gmemcheck.config.ts',
      `import { writeFileSync } from 'node:fs'\nexport default { get tree() { ${loops} } }\n`,
    )
    expect(await endOf('SIGINT', 'review', 'x.patch')).toBe('SIGINT')
  })

  const world = ['check', 'exact-window', 'convert-to-shared-during-guest-fault', '--quiet']
  const config = (text: string) => written('gmemcheck.config.ts', `${importing}export default defineConfig(${text})\n`)
  afterEach(() => rmSync(join(folder, 'gmemcheck.config.ts')))

  it('gives options that the command line does not', () => {
    config("{ formats: { junit: 'a.xml', ktap: 'a.ktap' }, tree: 'nowhere' }")
    expect(here(...world).status).toBe(1)
    expect(readFileSync(join(folder, 'a.xml'), 'utf8')).toContain('<testsuites ')
    expect(readFileSync(join(folder, 'a.ktap'), 'utf8')).toContain('KTAP version 1')
    expect(here('list', 'designs').status).toBe(0)
    rmSync(join(folder, 'a.xml'))
    expect(here(...world, '--report', 'junit=b.xml').status).toBe(1)
    expect([existsSync(join(folder, 'a.xml')), existsSync(join(folder, 'b.xml'))]).toEqual([false, true])
  })

  it('is refused where it is a link that leads to nothing', () => {
    symlinkSync('gone.ts', join(folder, 'gmemcheck.config.ts'))
    expect(refused(...world)).toMatch(/^gmemcheck\.config\.ts is a link that leads to nothing\nremove it/)
  })

  it('names the tree to which patches apply, and no other command is asked for one by it', () => {
    config("{ tree: 'nowhere' }")
    const drawn = here('diagram', 'allocate@linux-6-12')
    expect({ status: drawn.status, stderr: drawn.stderr }).toEqual({ status: 0, stderr: '' })
    expect(here('replay', 'convert-to-shared@exact-window', '0.0').status).toBe(0)
    expect(refused('mutants')).toMatch(/^note: the kernel tree is nowhere, as gmemcheck\.config\.ts says\n.*nowhere/)
    written('one.patch', '--- a/virt/kvm/guest_memfd.c\n+++ b/virt/kvm/guest_memfd.c\n@@ -1 +1 @@\n-a\n+b\n')
    expect(refused('diff', 'linux-6-12', 'one.patch')).toMatch(/\(--no-tree does without\)\n.*nowhere/)
    expect(refused('diff', 'linux-6-12', 'one.patch', '--no-tree')).not.toContain('nowhere')
  })

  it.each([
    ['{', /^gmemcheck\.config\.ts:\d: Unexpected token\nmend the file: /],
    ["(() => { throw new Error('boom\\nagain') })()", /^gmemcheck\.config\.ts:\d: boom\nmend the file: /],
    [
      '{ baseline: 3 }',
      /^gmemcheck\.config\.ts: baseline must be a file\nwrite, for example: baseline: 'accepted\.jsonl'$/m,
    ],
    [
      "{ baselin: 'x' }",
      /has the unknown key "baselin"; did you mean baseline\?\nknown are tree, baseline, outside, formats/,
    ],
    ['{ outside: 3 }', /gmemcheck\.config\.ts: outside must be a list of globs/],
    ["{ formats: { junt: 'a.xml' } }", /the format of --report cannot be "junt"; did you mean junit\?/],
    [
      "{ formats: ['junit'] }",
      /formats must be files by their format\nwrite, for example: formats: \{ junit: 'report\.xml' \}$/m,
    ],
    [
      "{ baseline: 'none.jsonl' }",
      /^gmemcheck\.config\.ts names the baseline none\.jsonl, and there is no such file\nmake it: it begins as an empty file, see gmemcheck baseline update --help$/m,
    ],
    ['3 as {}', /exports no config/],
    ['{ formats: [] as {} }', /formats must be files by their format/],
    [
      "{ get tree(): string { throw new Error('late') } }",
      /^gmemcheck\.config\.ts: late\nwrite each key with its value$/m,
    ],
  ])('is refused: %s', (text, message) => {
    config(text)
    expect(refused(...world)).toMatch(message)
  })
})

describe('what is made of the help', () => {
  it('is a manual page with every command and option', () => {
    const page = gmemcheck('man').stdout
    const plain = page.replaceAll('\\-', '-')
    for (const [, command] of gmemcheck('--help').stdout.matchAll(/^ {2}([a-z]+) /gm)) {
      if (command === 'help') continue
      expect(plain).toContain(`.B gmemcheck ${command}`)
      for (const [option] of gmemcheck(command!, '--help').stdout.matchAll(/(?<=^ {2})--[a-z-]+/gm))
        expect(plain).toContain(`.B ${option}`)
    }
  })
})
