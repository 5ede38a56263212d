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
  readonly options: readonly {
    readonly flag: string
    readonly description: string
    /** What may follow, where that is known; [] for files and numbers. Absent: nothing follows. */
    readonly values?: readonly string[]
  }[]
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
  const ofOption: Readonly<Record<string, readonly string[]>> = {
    '--against': designs,
    '--base': designs,
    '--scenario': scenarios,
    '--mutation': names.mutations.map(({ name }) => name),
  }
  return program.commands.map(command => ({
    command: command.name(),
    description: command.description(),
    options: [...command.options, ...command.commands.flatMap(({ options }) => options)].flatMap(
      ({ long, description, required, parseArg }) => {
        if (!long) return []
        const values = parseArg && 'words' in parseArg ? (parseArg.words as readonly string[]) : ofOption[long]
        return [{ flag: long, description, ...(required ? { values: values ?? [] } : {}) }]
      },
    ),
    names: named[command.name()] ?? [],
  }))
}

/** The options of all commands after which a value stands. */
function valued(all: readonly Words[]): { command: string; flag: string; values: readonly string[] }[] {
  return all.flatMap(({ command, options }) =>
    options.flatMap(({ flag, values }) => (values === undefined ? [] : [{ command, flag, values }])),
  )
}

const bashLines = (all: readonly Words[]): string[] => [
  '_gmemcheck() {',
  `  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} words=`,
  '  if [ "$COMP_CWORD" = 1 ]; then',
  `    words='${all.map(({ command }) => command).join(' ')} --help --version'`,
  '  else',
  `    case \${COMP_WORDS[1]}:$before in`,
  ...valued(all).map(
    ({ command, flag, values }) =>
      `      ${command}:${flag}) COMPREPLY=($(compgen -W '${values.join(' ')}' -- "$word")); return ;;`,
  ),
  '    esac',
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

/** A file of zsh's fpath, which runs it for the first completion; or text to be sourced. */
const zshLines = (all: readonly Words[]): string[] => [
  '#compdef gmemcheck',
  '_gmemcheck() {',
  '  local -a these',
  '  if (( CURRENT == 2 )); then',
  '    these=(',
  ...all.map(({ command, description }) => `      ${quotedInZsh(`${escaped(command)}:${description}`)}`),
  '    )',
  "    _describe 'command' these",
  '    return',
  '  fi',
  '  case $words[2]:$words[CURRENT-1] in',
  ...valued(all).map(
    ({ command, flag, values }) =>
      `    ${command}:${flag}) ${values.length > 0 ? `these=(${values.map(quotedInZsh).join(' ')}); compadd -a these` : '_files'}; return ;;`,
  ),
  '  esac',
  '  case $words[2] in',
  ...all.map(
    ({ command, options, names }) =>
      `    ${command}) these=(${[...options.map(({ flag }) => flag), '--help', ...names].map(quotedInZsh).join(' ')}) ;;`,
  ),
  '  esac',
  '  compadd -a these',
  '  _files',
  '}',
  'if [[ "$funcstack[1]" = _gmemcheck ]]; then',
  '  _gmemcheck "$@"',
  'else',
  '  compdef _gmemcheck gmemcheck',
  'fi',
]

const fishLines = (all: readonly Words[]): string[] => [
  ...all.map(
    ({ command, description }) =>
      `complete -c gmemcheck -f -n __fish_use_subcommand -a ${command} -d ${quoted(description)}`,
  ),
  ...all.flatMap(({ command, options, names }) => {
    const here = `complete -c gmemcheck -n '__fish_seen_subcommand_from ${command}'`
    return [
      ...options.map(
        ({ flag, description, values }) => `${here} -l ${flag.slice(2)}${taking(values)} -d ${quoted(description)}`,
      ),
      `${here} -l help -d 'display help for command'`,
      ...(names.length > 0 ? [`${here} -a '${names.join(' ')}'`] : []),
    ]
  }),
]

/** How fish is told that a value follows an option: no file, where the values are known. */
function taking(values: readonly string[] | undefined): string {
  if (values === undefined) return ''
  return values.length > 0 ? ` -x -a '${values.join(' ')}'` : ' -r'
}

/** For _describe, which takes what stands behind a colon for a description. */
const escaped = (text: string): string => text.replaceAll(':', '\\:')

const quotedInZsh = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const quoted = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
