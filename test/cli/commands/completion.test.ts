/**
 * What shells complete, by the shells themselves where they are installed.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { gmemcheck } from '../gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** The file of a shell, and what the shell says when it runs a command with that. */
const shell = (name: string) => {
  const file = join(folder, `_gmemcheck.${name}`)
  const isThere = spawnSync(name, ['-c', 'true']).status === 0
  if (isThere) writeFileSync(file, gmemcheck('completion', name).stdout)
  const run = (...args: string[]) => spawnSync(name, args, { encoding: 'utf8' })
  return { isThere, file, run }
}

const completed: readonly [line: readonly string[], word: string][] = [
  [['rev'], 'review'],
  [['review', '--ran'], '--range'],
  [['check', 'exact-w'], 'exact-window'],
  [['baseline', 'upd'], 'update'],
  [['check', 'upstream', '--format', 'sar'], 'sarif'],
  [['review', '--against', 'prepares-at-l'], 'prepares-at-lookup'],
]

describe('bash', () => {
  const { file, run } = shell('bash')
  it.each(completed)('completes %j', (line, word) => {
    const asks = '. "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _gmemcheck; echo "$COMPREPLY"'
    expect(run('-c', asks, file, 'gmemcheck', ...line).stdout.trim()).toBe(word)
  })
})

describe('zsh', () => {
  const { isThere, file, run } = shell('zsh')
  it.skipIf(!isThere)('reads what is made for it', () => {
    expect(run('-n', file)).toMatchObject({ status: 0, stderr: '' })
  })
  it.skipIf(!isThere).each(completed)('completes %j', (line, word) => {
    // What zsh gives its functions, and what they give back, of which it takes what fits.
    const asks = `compdef() { }; _files() { }; . "$0"
_describe() { print -rl -- "\${(@)\${(@P)2}%%:*}" }; compadd() { print -rl -- "\${(@P)2}" }
words=("$@"); CURRENT=$#; _gmemcheck`
    const given = run('-f', '-c', asks, file, 'gmemcheck', ...line)
    expect(given.stderr).toBe('')
    expect(given.stdout.split('\n').filter(one => one.startsWith(line.at(-1)!))).toEqual([word])
  })
})

describe('fish', () => {
  const { isThere, file, run } = shell('fish')
  it.skipIf(!isThere)('reads what is made for it', () => {
    expect(run('-n', file)).toMatchObject({ status: 0, stderr: '' })
  })
  it.skipIf(!isThere).each(completed)('completes %j', (line, word) => {
    const asks = `source ${file}; complete -C "gmemcheck ${line.join(' ')}"`
    expect(run('--no-config', '-c', asks).stdout.split('\n')[0]!.split('\t')[0]).toBe(word)
  })
})

it('is made for shells that there are', () => {
  expect(gmemcheck('completion', 'tcsh').stderr).toMatch(/the shell cannot be "tcsh"/)
})
