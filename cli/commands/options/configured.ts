/**
 * Options that a config file gives to the commands that have them; what the command line says goes before.
 */
import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import { InputError } from '../../../checker/declare.ts'
import type { Config } from '../../proposals/config.ts'
import { warn } from '../../text/output.ts'

/** Before a command runs. @throws InputError when the file cannot be run, or says what cannot be */
export async function configure(command: Command): Promise<void> {
  if (command.getOptionValue('tree') === false) command.setOptionValueWithSource('tree', undefined, 'cli')
  const { configFile } = await import('../../proposals/config-files.ts')
  const file = configFile()
  if (file === undefined || Object.values(options).every(name => optionOf(command, name) === undefined)) return
  const { readConfig } = await import('../../proposals/config.ts')
  for (const [key, value] of Object.entries((await readConfig()) ?? {})) {
    const name = options[key as keyof Config]
    const option = optionOf(command, name)
    if (option === undefined || value === undefined || command.getOptionValueSource(name) === 'cli') continue
    if (name === 'baseline' && !existsSync(String(value)))
      throw new InputError(
        `${file} names the baseline ${value}, and there is no such file\nmake it: it begins as an empty file, see gmemcheck baseline update --help`,
      )
    let given: unknown
    for (const one of wordsOf(value)) given = option.parseArg ? parsed(() => option.parseArg!(one, given), file) : one
    command.setOptionValueWithSource(name, given, 'config')
    if (name === 'tree') warn(`note: the kernel tree is ${value}, as ${file} says${goesWithout(command)}`)
  }
}

/** @throws InputError that says which file is to be mended */
function parsed(parse: () => unknown, file: string): unknown {
  try {
    return parse()
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${file}: ${error.message}`) : error
  }
}

/** The option that each key gives. */
const options = {
  tree: 'tree',
  baseline: 'baseline',
  outside: 'outside',
  formats: 'report',
} as const satisfies Record<keyof Config, string>

const wordsOf = (value: NonNullable<Config[keyof Config]>): readonly string[] =>
  typeof value === 'string' || Array.isArray(value)
    ? [value].flat()
    : Object.entries(value).map(([format, file]) => `${format}=${file}`)

const goesWithout = (command: Command): string =>
  command.options.some(({ long }) => long === '--no-tree') ? ' (--no-tree does without)' : ''

/**
 * Reports are of verdicts: commands without any have formats of their own. The tree is the one to which patches apply: it is
 * nothing to commands that would judge it, or run it in the place of what they are asked for.
 */
function optionOf(command: Command, name: string) {
  const find = (name: string) => command.options.find(option => option.attributeName() === name)
  if (name === 'report' && find('quiet') === undefined) return undefined
  if (name === 'tree' && !readsConfiguredTree(command)) return undefined
  return find(name)
}

const readsConfiguredTree = (command: Command): boolean => {
  if (['review', 'mutants'].includes(command.name())) return true
  if (command.name() === 'diff') return command.args.some(existsSync)
  return command.name() === 'diagram' && (command.args.length === 0 || existsSync(`${command.getOptionValue('diff')}`))
}
