/**
 * The configurations in which a patch is looked at: the usual one, and those in which what it changes is compiled otherwise.
 *
 * Each symbol is tried by itself, with all others as they usually are, and those together that an arm of nested `#if`s
 * needs to be compiled.
 */
import { InputError } from '../../../checker/declare.ts'
import {
  type Conditional,
  type ConditionalArm,
  conditionalsIn,
  configurationFor,
  flippedIn,
  symbolsOf,
} from '../../c/parse/arms.ts'
import { type Configuration, conditionOf, isSet } from '../../c/parse/conditions.ts'
import { configure } from '../../c/parse/configure.ts'
import { directivesIn } from '../../c/parse/directives.ts'
import { masked } from '../../c/parse/mask.ts'
import type { CFile } from '../../c/parse/parse.ts'
import { declaredName, type Source, type Span } from '../../c/parse/source.ts'
import type { PatchReading } from '../reading.ts'

/** How a patch is looked at. */
export interface Looked {
  /** The usual one first; each names all symbols that decide about something. */
  readonly configurations: readonly Configuration[]
  /** In words, what decides about changed code and was not tried. */
  readonly open: readonly string[]
  /** Each arm of each `#if` that the patch changes, or changes something in, is compiled in one of them. */
  readonly isWhole: boolean
}

/** There is no guest_memfd without these. Source: Kconfig of virt/kvm, of 6.8 to 7.3. */
const FIXED = new Set(
  [
    'KVM',
    'KVM_GUEST_MEMFD',
    'KVM_PRIVATE_MEM',
    'KVM_GENERIC_PRIVATE_MEM',
    'KVM_GENERIC_MMU_NOTIFIER',
    'XARRAY_MULTI',
  ].map(name => `CONFIG_${name}`),
)

/**
 * What a user says of the configuration: `CONFIG_NUMA=n`, or a parameter of the module.
 *
 * @throws InputError when a text says no such thing, two say otherwise of one name, or one says that there is no guest_memfd
 */
export function askedConfiguration(texts: readonly string[] = []): Configuration {
  const asked: Record<string, boolean> = {}
  for (const text of texts) {
    const [, name, value] = /^([A-Za-z_]\w*)=([yn])$/.exec(text) ?? []
    if (name === undefined) throw new InputError(`--config cannot be "${text}"\nsay CONFIG_NAME=y or CONFIG_NAME=n`)
    if (FIXED.has(name) && value === 'n')
      throw new InputError(`without ${name} there is no guest_memfd\nleave out --config ${text}`)
    if (asked[name] === (value === 'n'))
      throw new InputError(
        `--config says ${name}=y and ${name}=n\nleave one of them out; without both, a review looks at both`,
      )
    asked[name] = value === 'y'
  }
  return asked
}

/** @throws InputError when somebody says something of the configuration that decides about nothing in these files */
export function refuseUndecided(asked: Configuration, files: readonly Pick<CFile, 'source'>[]): void {
  const names = Object.keys(asked)
  if (names.length === 0) return
  const deciding = new Set(files.flatMap(({ source }) => decidingIn(source)))
  for (const name of names)
    if (!deciding.has(name))
      throw new InputError(
        `--config ${name}=${asked[name] ? 'y' : 'n'}: nothing of the C that is read here depends on ${name}\nleave it out, or name what an #if, IS_ENABLED() or module_param() has`,
      )
}

/** Symbols and parameters of the module that some code of a file depends on. */
function decidingIn(source: Source): string[] {
  const lines = source.text.split('\n')
  const directives = directivesIn(lines, { start: 1, end: lines.length })
  return [
    ...directives.flatMap(({ word, rest }) => conditionOf(word, rest).symbols),
    ...enabledIn(masked(source.text)),
    ...parametersIn(source).map(([name]) => name),
  ]
}

/** More configurations than this are not tried. */
const MOST = 9

/**
 * For each patch of a series: later ones are looked at as earlier ones, too.
 *
 * @param asked symbols that have one value, because somebody says so
 */
export function lookedAt(readings: readonly PatchReading[], asked: Configuration): Looked[] {
  const concerns = readings.map(concernOf)
  const symbols = [...new Set(concerns.flatMap(one => one.symbols))]
  const usual: Configuration = {
    ...Object.fromEntries(symbols.map(name => [name, isSet(name, {})])),
    ...Object.assign({}, ...concerns.map(one => one.parameters)),
    ...asked,
  }
  let configurations: readonly Configuration[] = [usual]
  let open: readonly string[] = []
  let isWhole = true
  return concerns.map((concern, at) => {
    const { wanted, unknown } = wantedFor(concern, usual, asked)
    const differing = wanted.filter(one => isOther(readings[at]!, concern, one, usual))
    const all = unique([...configurations, ...differing])
    configurations = all.slice(0, MOST)
    const left = all.slice(MOST).map(one => configurationWords(one, usual))
    open = [...new Set([...open, ...unknown, ...left])]
    isWhole &&= open.length === 0 && concern.isShown && symbols.every(name => asked[name] === undefined)
    return { configurations, open, isWhole }
  })
}

/** Configurations in which another part of a file is compiled, in words: of each symbol that decides, the other value. */
export function otherConfigurations({ source }: Pick<CFile, 'source'>, asked: Configuration): string[] {
  const { whole } = conditionalsIn(source)
  const symbols = [...new Set([...whole.flatMap(symbolsOf), ...enabledIn(source.text)])].filter(
    name => !FIXED.has(name),
  )
  return symbols.map(name => configurationWords({ [name]: !isSet(name, asked) }))
}

/** `CONFIG_NUMA=n`: in what it differs from the usual one; '' for that. */
export const configurationWords = (one: Configuration, usual: Configuration = {}): string =>
  Object.keys(one)
    .filter(name => one[name] !== usual[name])
    .map(name => `${name}=${one[name] ? 'y' : 'n'}`)
    .join(' and ')

/** What of the configuration decides about the code that a patch changes. */
interface Concern {
  readonly conditionals: readonly (Conditional & { readonly file: string })[]
  readonly symbols: readonly string[]
  /** Of the module, with what they usually are. */
  readonly parameters: Configuration
  /** Those that expressions name. */
  readonly named: readonly string[]
  /** No directive stands there whose `#if` is not shown, or asks for more than the configuration. */
  readonly isShown: boolean
}

function concernOf({ patch, before, files }: PatchReading): Concern {
  const sides = patch.files.flatMap(({ path, from }) => [
    ...before.filter(({ source }) => source.file === from),
    ...files.filter(({ source }) => source.file === path),
  ])
  const told = sides.filter(({ source }) => MAY_DEPEND.test(source.text)).map(concernIn)
  return {
    conditionals: told.flatMap(one => one.conditionals),
    symbols: [...new Set(told.flatMap(one => one.symbols))],
    parameters: Object.assign({}, ...told.map(one => one.parameters)),
    named: [...new Set(told.flatMap(one => one.named))],
    isShown: told.every(one => one.isShown),
  }
}

const MAY_DEPEND = /^\s*#\s*if|\bIS_(?:ENABLED|BUILTIN|REACHABLE)\b|\bmodule_param/m

/** What expressions of a text ask for. */
const enabledIn = (text: string): string[] =>
  [...text.matchAll(/\bIS_(?:ENABLED|BUILTIN|REACHABLE)\s*\(\s*(CONFIG_\w+)/g)].map(([, name]) => name!)

function concernIn(file: CFile): Concern {
  const { source } = file
  const spans = concernedIn(file)
  const touches = (one: Span) => spans.some(({ start, end }) => start <= one.end && one.start <= end)
  const { whole, loose } = conditionalsIn(source)
  const conditionals = whole.filter(touches).map(one => ({ ...one, file: source.file }))
  const lines = source.text.split('\n')
  const text = spans.map(({ start, end }) => lines.slice(start - 1, end).join('\n')).join('\n')
  const asked = enabledIn(text)
  const parameters = parametersIn(source).filter(([name]) => new RegExp(`\\b${name}\\b`).test(text))
  return {
    conditionals,
    symbols: [...new Set([...conditionals.flatMap(symbolsOf), ...asked])],
    parameters: Object.fromEntries(parameters),
    named: [...asked, ...parameters.map(([name]) => name)],
    isShown:
      !loose.some(line => spans.some(({ start, end }) => start <= line && line <= end)) &&
      !conditionals.some(({ arms }) => arms.some(arm => arm.some(({ condition }) => condition.hasOthers))),
  }
}

/** Changed lines, the functions in which they stand, and what they name of the file. */
function concernedIn({ source, functions }: CFile): Span[] {
  const lines = source.text.split('\n')
  const changed = [...source.changed].map(line => ({ start: line, end: line }))
  const names = new Set(changed.flatMap(({ start }) => lines[start - 1]?.match(/\b[A-Za-z_]\w*/g) ?? []))
  const defined = lines.flatMap((text, at) => (names.has(definedIn(text)) ? [{ start: at + 1, end: at + 1 }] : []))
  const those = functions.filter(
    ({ name, start, end }) => names.has(name) || changed.some(one => start <= one.start && one.end <= end),
  )
  return [...changed, ...defined, ...those.map(({ start, end }) => ({ start, end }))]
}

/** The function or macro whose definition begins with the line; '' if none does. */
const definedIn = (line: string): string =>
  /^#\s*define\s+(\w+)/.exec(line)?.[1] ?? (/^[A-Za-z_]/.test(line) ? declaredName(line) : '')

/** Parameters that are true or false, and that nobody changes once the module is loaded; with what they are of themselves. */
const parametersIn = ({ text }: Source): (readonly [string, boolean])[] =>
  [...text.matchAll(/\bmodule_param\s*\(\s*(\w+)\s*,\s*bool\s*,\s*(?:0[0145]*|S_IRUGO|S_IRUSR)\s*\)/g)].map(
    ([, name]) => [name!, new RegExp(`\\b${name}\\s*=\\s*(?:true|1)\\b`).test(text)],
  )

function wantedFor({ conditionals, symbols, parameters }: Concern, usual: Configuration, asked: Configuration) {
  const free = [...symbols.filter(name => !FIXED.has(name)), ...Object.keys(parameters)].filter(
    name => asked[name] === undefined,
  )
  const wanted = free.map(name => flippedIn(usual, [name]))
  const unknown: string[] = []
  for (const { arms, file, start, text } of conditionals) {
    const found = arms.map((arm: ConditionalArm) => configurationFor(arm, usual, free))
    if (found.includes('unknown')) unknown.push(`${file}:${start}: ${text}, which is not understood`)
    for (const one of found) if (one !== undefined && one !== 'unknown') wanted.push(one)
  }
  return { wanted, unknown }
}

/** Whether the patch changes something there, and not just what it changes usually. */
function isOther(
  { patch, before, files }: PatchReading,
  { named }: Concern,
  one: Configuration,
  usual: Configuration,
): boolean {
  return patch.files.some(({ path, from }) => {
    const sides = [sourceIn(before, from), sourceIn(files, path)].map(source => ({
      source,
      there: compiled(source, one),
      usually: compiled(source, usual),
    }))
    const [was, is] = sides.map(({ there }) => oneLine(there))
    if (was === is) return sides.some(({ source, there, usually }) => comesIn(source, there, usually))
    const isNamed = named.some(name => one[name] !== usual[name])
    return isNamed || sides.some(({ there, usually }) => oneLine(there) !== oneLine(usually))
  })
}

const sourceIn = (files: readonly CFile[], path: string | undefined): Source | undefined =>
  files.find(({ source }) => source.file === path)?.source

const compiled = (source: Source | undefined, configuration: Configuration): string =>
  source === undefined ? '' : configure({ ...source, configuration }).text

const oneLine = (text: string): string => text.replace(/\s+/g, ' ')

/** A line of the patch is compiled there, and is not usually. */
function comesIn(source: Source | undefined, there: string, usually: string): boolean {
  const [here, other] = [there.split('\n'), usually.split('\n')]
  const isCompiled = (lines: readonly string[], line: number) => (lines[line - 1] ?? '').trim() !== ''
  return [...(source?.changed ?? [])].some(line => isCompiled(here, line) && !isCompiled(other, line))
}

function unique(all: readonly Configuration[]): Configuration[] {
  const byWords = new Map(all.map(one => [JSON.stringify(Object.entries(one).sort()), one]))
  return [...byWords.values()]
}
