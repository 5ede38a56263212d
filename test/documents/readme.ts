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
const commands = [...spans, ...lines].flatMap(code => code.replace(/\s+/g, ' ').split(' && '))

/** Arguments of gmemcheck; words in capitals and brackets stand for something. */
const shown = [...new Set(commands.flatMap(command => /^(?:npx )?gmemcheck (.+)$/.exec(command)?.[1] ?? []))]
const isPattern = (args: string): boolean => /[[…]|\b[A-Z]{2,}\b/.test(args)

/** Calls that can be made as they stand; `npm start` and the tests of `suite` judge the whole suite. */
export const examples = shown.filter(args => !isPattern(args) && !args.startsWith('suite'))

/** What a call looks like: `check DESIGN [SCENARIO…]`. */
export const patterns = shown.filter(isPattern)

/** Options that are mentioned without the command they belong to. */
export const options = [...new Set(spans.flatMap(code => /^--[a-z-]+/.exec(code)?.[0] ?? []))]

/** Scripts that npm runs. */
export const scripts = [...new Set(commands.flatMap(command => /^npm (?:run )?([a-z:]+)/.exec(command)?.[1] ?? []))]
