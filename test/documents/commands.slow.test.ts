/**
 * The commands that README and its documents show, run by a shell where the package is installed.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { pagesFile } from '../cli/judging/tree/pages-file.ts'
import { installed, runIn } from '../shipped/installed.ts'
import { commands, isPattern } from './commands.ts'
import { elsewhere, standIns } from './stand-ins.ts'

const folder = installed()
afterAll(() => rmSync(folder, { recursive: true }))
const linux = join(folder, 'linux')

/** `linux`, a repository whose last commit forgets to free what closing a file frees; that commit as a mail; and a `b4`. */
function makeInputs(): void {
  const file = 'virt/kvm/guest_memfd.c'
  const git = (...args: string[]) => {
    const identity = ['-c', 'user.name=A Developer', '-c', 'user.email=a@example.org']
    expect(runIn(linux, 'git', ...identity, ...args)).toMatchObject({ status: 0 })
  }
  mkdirSync(join(linux, 'virt/kvm'), { recursive: true })
  writeFileSync(join(linux, file), pagesFile)
  git('init', '-q', '-b', 'main')
  git('add', '-A')
  git('commit', '-qm', 'base')
  git('tag', 'base')
  expect(pagesFile).toContain('\txa_destroy(&view->bindings);\n')
  writeFileSync(join(linux, file), pagesFile.replace('\txa_destroy(&view->bindings);\n', ''))
  git('commit', '-qam', 'guest_memfd: Keep bindings')
  git('tag', 'fixed')
  git('format-patch', '-q', '-o', '..', 'base..fixed')
  git('checkout', '-q', 'base')
  cpSync(join(folder, '0001-guest_memfd-Keep-bindings.patch'), join(folder, 'fix.patch'))
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'bin/b4'), `#!/bin/sh\ncat ${join(folder, 'fix.patch')}\n`)
  chmodSync(join(folder, 'bin/b4'), 0o755)
}

const PATH = `${join(folder, 'bin')}:${join(folder, 'node_modules/.bin')}:${process.env.PATH}`
function shell(command: string) {
  const env = { ...process.env, PATH, HOME: folder }
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: folder, env, input: '', encoding: 'utf8' })
  return { status, stdout, stderr: stderr.replace(/^progress: .*\n/gm, '') }
}

makeInputs()
expect(shell('gmemcheck new design mine --base rfc-v2-without-hugepages')).toMatchObject({ status: 0 })

it.each(commands.filter(command => standIns[command] === undefined && elsewhere[command] === undefined))(
  'works as it stands: %s',
  command => {
    expect(isPattern(command)).toBe(false)
    const { status, stdout, stderr } = shell(command)
    // Examples show broken promises, or none; a search that is cut, or a mistake, would be a poor example.
    expect([0, 1]).toContain(status)
    expect(stderr).toBe('')
    if (!command.startsWith(': >')) expect(stdout).not.toBe('')
  },
)

it.each(Object.entries(standIns))('works as its call does: %s', (_, { run, ends }) => {
  const { status, stdout, stderr } = shell(run)
  // The package is installed alone.
  const untyped = /^note: the types of \S+ are not checked: there is no TypeScript\n.*\n/
  expect({ status, stderr: stderr.replace(untyped, '') }).toEqual({ status: ends, stderr: '' })
  expect(stdout).not.toBe('')
})

it('is all that npx needs: npx gmemcheck', () => {
  expect(shell('npx gmemcheck list kinds').stderr).not.toContain('not found')
  expect(shell('npx gmemcheck list designs').stdout).toBe(shell('gmemcheck list designs').stdout)
})
