/**
 * The fixtures compiled by gcc, run on lines of input.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const directory = new URL('../../../fixtures/c/lowered', import.meta.url).pathname

export const hasGcc = spawnSync('gcc', ['--version']).status === 0

/** Files of fixtures, and the names of those in each. */
export const fixtureFiles = readdirSync(directory)
  .filter(name => name.endsWith('.c') && name !== 'harness.c')
  .sort()
  .map(name => {
    const text = readFileSync(join(directory, name), 'utf8')
    return { name, text, fixtures: [...text.matchAll(/^long (\w+)\(unsigned long a, /gm)].map(found => found[1]!) }
  })

/** Compiles all fixtures. @returns a function from input lines to one transcript each */
export function compileFixtures(): (lines: readonly string[]) => string[] {
  const out = mkdtempSync(join(tmpdir(), 'gmemcheck-c-'))
  const names = fixtureFiles.flatMap(file => file.fixtures)
  writeFileSync(join(out, 'fixtures.inc'), names.map(name => `FIXTURE(${name})\n`).join(''))
  const sources = [...fixtureFiles.map(file => file.name), 'harness.c'].map(name => join(directory, name))
  const flags = ['-std=gnu11', '-O1', '-w', '-fwrapv', '-fno-builtin', '-I', out, '-I', directory]
  const program = join(out, 'harness')
  const made = spawnSync('gcc', [...flags, '-o', program, ...sources], { encoding: 'utf8' })
  if (made.status !== 0) throw new Error(`gcc refuses the fixtures:\n${made.stderr}`)
  return lines => {
    const { stdout, status, signal } = spawnSync(program, {
      input: `${lines.join('\n')}\n`,
      encoding: 'utf8',
      timeout: 20_000,
    })
    if (status !== 0) throw new Error(`the harness ended with ${status ?? signal} after\n${stdout.slice(-400)}`)
    return stdout
      .split('--\n')
      .slice(0, -1)
      .map(text => text.trimEnd())
  }
}
