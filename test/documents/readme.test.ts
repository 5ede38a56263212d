/**
 * What README shows is what the commands print and know.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { gmemcheck, root } from '../cli/gmemcheck.ts'
import { options, patterns, readme, scripts } from './readme.ts'

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

  it('names scripts that npm has, and that .ci/run runs', () => {
    const own = Object.keys(JSON.parse(readFileSync(`${root}package.json`, 'utf8')).scripts)
    const ci = readFileSync(`${root}.ci/run`, 'utf8')
      .replace(/^\s*(?:#|echo ).*$/gm, '')
      .replace(/^check '[^']*'/gm, '')
    // What npm itself does is tried where the package is installed.
    const asked = scripts.filter(script => !['ci', 'pack', 'install'].includes(script))
    expect(asked.filter(script => !own.includes(script))).toEqual([])
    expect(asked.filter(script => !new RegExp(`npm (?:run )?(?:--silent )?${script}(?![:\\w])`).test(ci))).toEqual([])
  })
})
