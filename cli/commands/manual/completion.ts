/**
 * What shells complete: commands, their options, and the names that there are.
 */
import type { Command } from 'commander'
import { kinds } from '../../names/kinds.ts'
import { names } from '../../names/known.ts'

type Shell = 'bash' | 'zsh' | 'fish'

export const completionFor = (shell: Shell, program: Command): string =>
  ({ bash: bashLines, zsh: zshLines, fish: fishLines })
    [shell](wordsOf(program))
    .map(line => `${line}\n`)
    .join('')

interface Words {
  readonly command: string
  readonly description: string
  readonly options: readonly { readonly flag: string; readonly description: string }[]
  /** Names that may stand beside options. */
  readonly names: readonly string[]
}

function wordsOf(program: Command): Words[] {
  const designs = names.designs.map(({ name }) => name)
  const scenarios = names.scenarios.map(({ name }) => name)
  const named: Readonly<Record<string, readonly string[]>> = {
    check: [...designs, ...scenarios],
    diff: designs,
    list: kinds,
    baseline: ['update'],
    new: ['design'],
    completion: ['bash', 'zsh', 'fish'],
  }
  return program.commands.map(command => ({
    command: command.name(),
    description: command.description(),
    options: [...command.options, ...command.commands.flatMap(({ options }) => options)].flatMap(
      ({ long, description }) => (long ? [{ flag: long, description }] : []),
    ),
    names: named[command.name()] ?? [],
  }))
}

const bashLines = (all: readonly Words[]): string[] => [
  '_gmemcheck() {',
  `  local word=\${COMP_WORDS[COMP_CWORD]} words=`,
  '  if [ "$COMP_CWORD" = 1 ]; then',
  `    words='${all.map(({ command }) => command).join(' ')} --help --version'`,
  '  else',
  `    case \${COMP_WORDS[1]} in`,
  ...all.map(
    ({ command, options, names }) =>
      `      ${command}) words='${[...options.map(({ flag }) => flag), '--help', ...names].join(' ')}' ;;`,
  ),
  '    esac',
  '  fi',
  '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
  '}',
  'complete -o default -F _gmemcheck gmemcheck',
]

/** zsh runs what bash has. */
const zshLines = (all: readonly Words[]): string[] => [
  '#compdef gmemcheck',
  'autoload -U +X bashcompinit && bashcompinit',
  ...bashLines(all),
]

const fishLines = (all: readonly Words[]): string[] => [
  ...all.map(
    ({ command, description }) =>
      `complete -c gmemcheck -n __fish_use_subcommand -a ${command} -d ${quoted(description)}`,
  ),
  ...all.flatMap(({ command, options, names }) => {
    const here = `complete -c gmemcheck -n '__fish_seen_subcommand_from ${command}'`
    return [
      ...options.map(({ flag, description }) => `${here} -l ${flag.slice(2)} -d ${quoted(description)}`),
      ...(names.length > 0 ? [`${here} -a '${names.join(' ')}'`] : []),
    ]
  }),
]

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
