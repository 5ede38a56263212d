/**
 * The commands that README and the documents beside it show, as code between backquotes or on lines of their own.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { root } from '../cli/gmemcheck.ts'

export const readme = readFileSync(`${root}README.md`, 'utf8')

const documents = readdirSync(`${root}docs`).map(name => readFileSync(`${root}docs/${name}`, 'utf8'))
const prose = [readme, ...documents].join('\n').replace(/^```\n.*?^```$/gms, '')
const spans = [...prose.matchAll(/`([^`]+)`/g)].map(([, code]) => code!)
const lines = [...prose.matchAll(/^ {4}(.+?)(?: +#.*)?$/gm)].map(([, code]) => code!)

/** `diagram --tree DIRECTORY` is short for a command of gmemcheck. */
const whole = (code: string): string => (/^[a-z]+ --[a-z]/.test(code) ? `gmemcheck ${code}` : code)

/** Calls of gmemcheck and npm, and files that are made empty for them. */
const isCommand = (code: string): boolean => /^(?:npm|npx) \w|(?:^|\| )gmemcheck \S|^: > \S/.test(code)

/** Each once, as a shell takes it. `npx gmemcheck` alone says how all others may be called. */
export const commands = [
  ...new Set(
    [...spans, ...lines]
      .flatMap(code => code.replace(/\s+/g, ' ').split(' && '))
      .map(whole)
      .filter(isCommand)
      .map(code => code.replace(/^npx /, ''))
      .filter(code => code !== 'gmemcheck'),
  ),
]

/** Words in capitals and brackets stand for something: `check DESIGN [SCENARIO…]`. */
export const isPattern = (command: string): boolean => /[[…]|\b[A-Z]{2,}\b/.test(command)

/** What a call of gmemcheck looks like, without its name. */
export const patterns = commands.filter(isPattern).flatMap(command => /^gmemcheck (.+)$/.exec(command)?.[1] ?? [])

/** Options that are mentioned without the command they belong to. */
export const options = [...new Set(spans.flatMap(code => /^--[a-z-]+/.exec(code)?.[0] ?? []))]

/** What a command that a pattern stands for looks like: with all that is optional, and perhaps with more options behind it. */
export const callsOf = (pattern: string): RegExp =>
  new RegExp(
    `(?:^|&& |; )${pattern
      .replace(/[[\]]/g, '')
      .replace(/[.|~]/g, '\\$&')
      .replace(/\b[A-Z](?:[A-Z-]*[A-Z])?\b/g, '[^\\s|]+')
      .replace(/(\[\S+\+)…/g, '$1(?: (?!-)$1)*')}(?: --.*)?$`,
  )
