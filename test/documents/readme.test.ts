/**
 * What README shows is what the commands print and know.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { gmemcheck, root } from '../cli/gmemcheck.ts'
import { callsOf, commands, isPattern, options, patterns, readme } from './commands.ts'
import { elsewhere, standIns } from './stand-ins.ts'

/** Not the same twice: how long it took. */
const timeless = (text: string): string => text.replace(/, \d+\.\d s$/m, '').trim()
const helps = new Map<string, string>()
function help(command: string): string {
  if (!helps.has(command)) helps.set(command, gmemcheck(command, '--help').stdout)
  return helps.get(command)!
}

it('shows the example as the command prints it on 80 columns', () => {
  const [, command, printed] = /^ {4}npx gmemcheck (check .*)\n\n```\n(.*?)^```/ms.exec(readme)!
  expect(timeless(gmemcheck(...command!.split(' '), '--width', '80').stdout)).toBe(timeless(printed!))
})

describe('README', () => {
  it.each(patterns)('names options that exist: gmemcheck %s', pattern => {
    const text = help(pattern.split(' ')[0]!)
    expect(text).toContain('Usage: gmemcheck')
    for (const [option] of pattern.matchAll(/--[a-z-]+/g)) expect(text).toContain(option)
  })

  it('names options that some command has', () => {
    const commands = [...gmemcheck('--help').stdout.matchAll(/^ {2}([a-z]+) /gm)].map(([, command]) => command!)
    const known = commands.map(help).join()
    expect(commands.length).toBeGreaterThan(5)
    expect(options.filter(option => !known.includes(`${option} `) && !known.includes(`${option}\n`))).toEqual([])
  })
})

describe('each command that README and its documents show', () => {
  it('is run as it stands, in a call of its form, or elsewhere', () => {
    const known = [...Object.keys(standIns), ...Object.keys(elsewhere)]
    const asItStands = (command: string) => !isPattern(command) && /^(?:gmemcheck|: >) /.test(command)
    expect(commands.filter(command => !known.includes(command) && !asItStands(command))).toEqual([])
    expect(known.filter(command => !commands.includes(command))).toEqual([])
  })

  it.each(Object.entries(standIns))('has the form of its call: %s', (command, { run }) => {
    expect(run).toMatch(callsOf(command))
  })

  it.each(Object.entries(elsewhere))('is where the table says: %s', (_, { file, has }) => {
    const running = readFileSync(`${root}${file}`, 'utf8').replace(/^\s*(?:#|echo ).*$|^check '[^']*'/gm, '')
    expect(running).toContain(has)
  })
})

it.each([
  ['gmemcheck review PATCH… [--against DESIGN]', 'gmemcheck review a.patch b.patch --against x', true],
  ['gmemcheck review PATCH… [--against DESIGN]', 'gmemcheck review a.patch', false],
  ['gmemcheck check --tree DIRECTORY[@REVISION]', 'gmemcheck check --tree linux@v1 --depth 2', true],
  ['gmemcheck check --tree DIRECTORY[@REVISION]', 'gmemcheck check --tree linux', false],
  ['gmemcheck check ./NAME.ts', 'gmemcheck new design a && gmemcheck check ./a.ts', true],
  ['gmemcheck check ./NAME.ts', 'gmemcheck check upstream', false],
])('%s: %s is a call of that form, or not', (pattern, call, isOne) => {
  expect(callsOf(pattern).test(call)).toBe(isOne)
})
