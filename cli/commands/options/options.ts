/**
 * Options that several commands share.
 */
import type { Command } from 'commander'
import { InputError } from '../../../checker/declare.ts'
import { nearest } from '../../names/nearest.ts'
import type { Reports } from '../../reports/formats/reports.ts'
import { type Format, formatsOf } from '../../reports/renderers.ts'
import { silenceProgress } from '../../run/progress.ts'
import { wholeNumber } from './numbers.ts'
import { refuseOutputs } from './outputs.ts'

export const LEAST_WIDTH = 40

export interface Rendering {
  readonly format: Format
  readonly width?: number
  /** Files that the report is written to as well. */
  readonly report?: readonly ReportFile[]
  readonly quiet?: true
  /** Other names of reports: `--html FILE`. */
  readonly html?: string
  readonly selftest?: string
}

/** Options of some commands that name what they read, and others that name what they write. */
interface ReadingOptions {
  readonly checkpoint?: string
  readonly resume?: string
  readonly shardFile?: string
  readonly coverage?: string
  readonly baseline?: string
  readonly patch?: readonly string[]
  readonly proposal?: readonly string[]
}

/** How traces are told. */
export interface TraceOptions {
  /** Show locals, and what the model keeps beside the kernel, too. */
  readonly locals?: true
  readonly why?: true
  readonly all?: true | number
  readonly cause?: number
  /** Options with which `replay` finds the world, where it is defined in files. */
  readonly codeOptions?: string
}

/** Help texts of options that several commands have. */
export const LOCALS = 'show locals, and what the model keeps beside the kernel, too'
export const PROPOSAL = 'a file that defines the design or the scenario; may be given again'
export const NO_CACHE = 'search all anew, and keep no outcome for later runs'

/** Where a command has `--no-cache`. */
export function forgetCache(command: Command): void {
  if (command.getOptionValue('cache') === false) process.env.GMEMCHECK_CACHE = ''
}

/**
 * `--why`, `--all` and `--cause`: how violations are told.
 *
 * @param of begins their help texts in a command that has more kinds of reports: `of a check or review: `
 * @param ofAll begins that of `--all`, where more kinds have it
 */
export const addTelling = (command: Command, of = '', ofAll = of): Command =>
  command
    .option('--why', `${of}show of traces only the steps that the violation needs`)
    .option(
      '--all [n]',
      `${ofAll}tell every broken promise, or n different violations (default: one a cause, in 200 lines)`,
      wholeNumber('--all', 1),
    )
    .option(
      '--cause <n>',
      `${of}tell only of the cause with this number, and its trace whole`,
      wholeNumber('--cause', 1),
    )
    .hook('preAction', (_, command) => {
      const { all, cause } = command.opts<TraceOptions>()
      if (all !== undefined && cause !== undefined)
        throw new InputError('--cause asks for one trace, --all for more\nleave out one of them')
    })

interface ReportFile {
  readonly format: Format
  readonly file: string
}

/** `--format`, `--report`, `--width`, and `--quiet` where one line can tell. @param kinds of what the command reports */
export function addRendering(command: Command, ...kinds: readonly (keyof Reports)[]): Command {
  const formats = [...new Set(kinds.flatMap(formatsOf))]
  // Else the options would stand in the group before them.
  if (command.optionsGroup() !== '') command.optionsGroup('What is printed:')
  const rendering = command
    .option(
      '--format <format>',
      `how to print the result: ${formats.join(', ')}`,
      oneOf('--format', formats),
      formats[0],
    )
    .option(
      '--report <format=file>',
      'write the result to a file as well; may be given again, for several files',
      reportFile(formats),
    )
    .option(
      '--width <columns>',
      'characters of a line (default: the terminal, COLUMNS, or 100; in files 100)',
      wholeNumber('--width', LEAST_WIDTH),
    )
  for (const [format, says] of Object.entries(OWN_OPTION))
    if (formats.includes(format as Format)) rendering.option(`--${format} <file>`, says)
  rendering.hook('preAction', (_, command) => {
    const { coverage, baseline, patch, proposal, ...others } = command.opts<Rendering & ReadingOptions>()
    const { checkpoint, resume, shardFile, ...named } = others
    const outputs = [...filesOf(named).map(({ file }) => file), ...(coverage === undefined ? [] : [coverage])]
    const inputs = [
      ...command.args,
      ...(patch ?? []),
      ...(proposal ?? []),
      ...(baseline === undefined ? [] : [baseline]),
    ]
    refuseOutputs(
      outputs,
      inputs,
      [resume ?? checkpoint, shardFile].flatMap(file => file ?? []),
    )
  })
  if (!formats.includes('summary')) return rendering
  return rendering
    .option('--quiet', 'print one summary line, and no progress')
    .on('option:quiet', silenceProgress)
    .hook('preAction', (_, command) => {
      const { quiet, format } = command.opts<Rendering>()
      if (quiet && format !== formats[0] && format !== 'summary')
        throw new InputError(
          `--quiet prints one line, and --format ${format} something else\nleave out one of them, or write a file: --report ${format}=FILE`,
        )
    })
}

/** Formats that have an option of their own. */
const OWN_OPTION = {
  html: 'write a page of the violations, which needs no network',
  selftest: 'write a KVM selftest in C that goes as far as user space can',
} as const

/** All files that a report is written to. */
export function filesOf({ report = [], ...own }: Pick<Rendering, 'report' | keyof typeof OWN_OPTION>): ReportFile[] {
  return [
    ...report,
    ...(Object.keys(OWN_OPTION) as (keyof typeof OWN_OPTION)[]).flatMap(format =>
      own[format] === undefined ? [] : [{ format, file: own[format] }],
    ),
  ]
}

/** Parses `junit=report.xml`, and gathers them. */
const reportFile =
  (formats: readonly Format[]) =>
  (text: string, before: readonly ReportFile[] = []): ReportFile[] => {
    const [, format, file] = /^([^=]*)=(.+)$/s.exec(text) ?? []
    if (format === undefined || file === undefined)
      throw new InputError(
        `--report cannot be "${text}"\ngive a format and a file: --report ${formats.find(one => one === text.replace(/=$/, '')) ?? formats.at(-1)}=FILE`,
      )
    return [...before, { format: oneOf('the format of --report', formats)(format), file }]
  }

/** Parses one of a few words, which shells complete. @param what the option or argument, for the message */
export function oneOf<T extends string>(what: string, words: readonly T[]) {
  const parse = (text: string): T => {
    const word = words.find(candidate => candidate === text)
    if (word !== undefined) return word
    const near = nearest(text, words)
    const hint = near === undefined ? '' : `; did you mean ${near}?`
    throw new InputError(`${what} cannot be "${text}"${hint}\ngive one of ${words.join(', ')}`)
  }
  return Object.assign(parse, { words })
}

/** Gathers files, whose names may have commas. */
export const collectFiles = (file: string, before: readonly string[] = []): string[] => [...before, file]

/** Gathers the values of an option that may be given again, or with commas. */
export const collect = (text: string, before: readonly string[] = []): string[] => [...before, ...text.split(',')]
