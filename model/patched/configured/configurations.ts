/**
 * The configurations in which a patch is looked at: the usual one, and those in which what it changes is compiled otherwise.
 *
 * Each symbol is tried by itself, with all others as they usually are; those together that an arm of nested `#if`s needs to be
 * compiled; and all combinations of the few that decide about one function.
 */
import { conditionalsIn, configurationFor, flippedIn, symbolsOf } from '../../c/parse/configuration/arms.ts'
import { configure } from '../../c/parse/configuration/configure.ts'
import type { CFile } from '../../c/parse/parse.ts'
import { type Configuration, configurationWords, differenceOf, isSet, settingsIn } from '../../c/text/configuration.ts'
import type { Source } from '../../c/text/source.ts'
import type { PatchReading } from '../reading.ts'
import { FIXED, PRESUPPOSED } from './asked.ts'
import { type Concern, concernOf, enabledIn } from './concern.ts'

/** In which configurations a patch is looked at. */
export interface PatchConfigurations {
  /** The usual one first; each names all symbols that decide about something. */
  readonly configurations: readonly Configuration[]
  /** In words, what decides about changed code and was not tried, and what to do about that. */
  readonly skipped: readonly string[]
  /** In words, what decides about changed code and has one value in all worlds. */
  readonly presupposed: readonly string[]
  /** Each arm of each `#if` that the patch changes, or changes something in, is compiled in one of them. */
  readonly isWhole: boolean
}

/** More configurations than this are not tried. */
const MOST = 9

/**
 * For each patch of a series: later ones are looked at as earlier ones, too.
 *
 * @param asked symbols that have one value, because somebody says so
 */
export function patchConfigurations(readings: readonly PatchReading[], asked: Configuration): PatchConfigurations[] {
  const concerns = readings.map(concernOf)
  const symbols = [...new Set(concerns.flatMap(one => one.symbols))]
  const usual: Configuration = {
    ...Object.fromEntries(symbols.map(name => [name, isSet(name, {})])),
    ...Object.assign({}, ...concerns.map(one => one.parameters)),
    ...asked,
  }
  let configurations: readonly Configuration[] = [usual]
  let skipped: readonly string[] = []
  let isWhole = true
  return concerns.map((concern, at) => {
    const { wanted, unknown } = wantedFor(concern, usual, asked)
    const differing = wanted.filter(one => isOther(readings[at]!, concern, one, usual))
    const all = oncePerText(unique([...configurations, ...differing]), configurations.length, one =>
      textIn(readings[at]!, concern, one),
    )
    configurations = all.slice(0, MOST)
    const left = all.slice(MOST).map(one => withAdvice(differenceOf(one, usual)))
    skipped = [...new Set([...skipped, ...unknown, ...left])]
    isWhole &&=
      skipped.length === 0 &&
      concern.isShown &&
      symbols.every(name => asked[name] === undefined && !PRESUPPOSED.has(name))
    const presupposed = [...PRESUPPOSED]
      .filter(([name]) => concern.symbols.includes(name))
      .map(([name, what]) => `${name}=n is not looked at: without it there are no ${what}, and the worlds are of them`)
    return { configurations, skipped, presupposed, isWhole }
  })
}

/** By which options somebody has it looked at. */
const withAdvice = (one: Configuration): string =>
  `${configurationWords(one)} (give --config ${settingsIn(one).join(' --config ')})`

/** Configurations in which another part of a file is compiled, in words: of each symbol that decides, the other value. */
export function otherConfigurations({ source }: Pick<CFile, 'source'>, asked: Configuration): string[] {
  const { whole } = conditionalsIn(source)
  const symbols = [...new Set([...whole.flatMap(symbolsOf), ...enabledIn(source.text)])].filter(isFree)
  return symbols.map(name => configurationWords({ [name]: !isSet(name, asked) }))
}

const isFree = (name: string): boolean => !FIXED.has(name) && !PRESUPPOSED.has(name)

function wantedFor(concern: Concern, usual: Configuration, asked: Configuration) {
  const { conditionals, symbols, parameters } = concern
  const free = [...symbols.filter(isFree), ...Object.keys(parameters)].filter(name => asked[name] === undefined)
  const wanted = free.map(name => flippedIn(usual, [name]))
  const unknown: string[] = []
  for (const { arms, file, start, text } of conditionals) {
    const found = arms.map(arm => configurationFor(arm, usual, free))
    if (found.includes('unknown')) unknown.push(`${file}:${start}: ${text}, which is not understood`)
    for (const one of found) if (one !== undefined && one !== 'unknown') wanted.push(one)
  }
  const { together, many } = togetherIn(concern, free)
  wanted.push(...together.flatMap(names => combinationsOf(names)).map(names => flippedIn(usual, names)))
  return { wanted, unknown: [...unknown, ...many] }
}

/** So many symbols are combined with one another. */
const TOGETHER = 3

/**
 * The symbols that are combined: all of the patch if they are few, else those that decide about one function.
 *
 * @returns also, in words, the functions about which more than that decide
 */
function togetherIn({ functions }: Concern, free: readonly string[]) {
  if (free.length <= TOGETHER) return { together: [free], many: [] }
  const each = [...functions].map(([name, symbols]) => ({ name, symbols: free.filter(one => symbols.has(one)) }))
  return {
    together: each.filter(({ symbols }) => symbols.length <= TOGETHER).map(({ symbols }) => symbols),
    many: each
      .filter(({ symbols }) => symbols.length > TOGETHER)
      .map(
        ({ name, symbols }) =>
          `combinations of ${symbols.length} symbols in ${name}() (give --config for all but ${TOGETHER} of them)`,
      ),
  }
}

/** All sets of two and more of the names, small ones first. */
const combinationsOf = (names: readonly string[]): string[][] =>
  Array.from({ length: 1 << names.length }, (_, bits) => names.filter((_, at) => bits & (1 << at)))
    .filter(({ length }) => length > 1)
    .sort((a, b) => a.length - b.length)

/** Without those that are the same text as an earlier one. @param kept so many stay in any case */
function oncePerText(all: readonly Configuration[], kept: number, textOf: (one: Configuration) => string) {
  const known = new Set<string>()
  return all.filter((one, at) => {
    const text = textOf(one)
    if (known.has(text) && at >= kept) return false
    known.add(text)
    return true
  })
}

/** All that is compiled there of what a patch changes, line by line, before and after it, and what its expressions ask for. */
const textIn = ({ patch, before, files }: PatchReading, { named }: Concern, one: Configuration): string =>
  [
    ...patch.files
      .flatMap(({ path, from }) => [sourceIn(before, from), sourceIn(files, path)])
      .map(source => compiled(source, one)),
    ...named.map(name => `${name}=${one[name]}`),
  ].join('\n')

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
