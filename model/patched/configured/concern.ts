/**
 * What of the configuration decides about the code that a patch changes.
 */
import { type Conditional, conditionalsIn, symbolsOf } from '../../c/parse/configuration/arms.ts'
import type { CFile } from '../../c/parse/parse.ts'
import type { Configuration } from '../../c/text/configuration.ts'
import { declaredName, type Source, type Span } from '../../c/text/source.ts'
import type { PatchReading } from '../reading.ts'

export interface Concern {
  readonly conditionals: readonly (Conditional & { readonly file: string })[]
  readonly symbols: readonly string[]
  /** Of the module, with what they usually are. */
  readonly parameters: Configuration
  /** Those that expressions name. */
  readonly named: readonly string[]
  /** By changed function, in any of its texts: what decides about it, and about what its changed lines name. */
  readonly functions: ReadonlyMap<string, ReadonlySet<string>>
  /** No directive stands there whose `#if` is not shown, or asks for more than the configuration. */
  readonly isShown: boolean
}

export function concernOf({ patch, before, files }: PatchReading): Concern {
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
    functions: joinedSets(told.flatMap(one => [...one.functions])),
    isShown: told.every(one => one.isShown),
  }
}

function joinedSets(sets: readonly (readonly [string, ReadonlySet<string>])[]): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>()
  for (const [name, values] of sets) found.set(name, new Set([...(found.get(name) ?? []), ...values]))
  return found
}

const MAY_DEPEND = /^\s*#\s*if|\bIS_(?:ENABLED|BUILTIN|REACHABLE)\b|\bmodule_param/m

/** What expressions of a text ask for. */
export const enabledIn = (text: string): string[] =>
  [...text.matchAll(/\bIS_(?:ENABLED|BUILTIN|REACHABLE)\s*\(\s*(CONFIG_\w+)/g)].map(([, name]) => name!)

function concernIn(file: CFile): Concern {
  const { source } = file
  const spans = concernedIn(file)
  const { loose } = conditionalsIn(source)
  const { conditionals, symbols, parameters, named } = decidingAbout(spans, source)
  return {
    conditionals,
    symbols,
    parameters,
    named,
    functions: joinedSets(
      file.functions
        .filter(one => isChanged(one, source))
        .map(fn => {
          const about = decidingAbout([fn, ...namedIn(file, changedIn(source, fn))], source)
          return [fn.name, new Set([...about.symbols, ...Object.keys(about.parameters)])] as const
        }),
    ),
    isShown:
      !loose.some(line => spans.some(({ start, end }) => start <= line && line <= end)) &&
      !conditionals.some(({ arms }) => arms.some(arm => arm.some(({ condition }) => condition.hasOthers))),
  }
}

function decidingAbout(spans: readonly Span[], source: Source) {
  const touches = (one: Span) => spans.some(({ start, end }) => start <= one.end && one.start <= end)
  const conditionals = conditionalsIn(source)
    .whole.filter(touches)
    .map(one => ({ ...one, file: source.file }))
  const lines = source.text.split('\n')
  const text = spans.map(({ start, end }) => lines.slice(start - 1, end).join('\n')).join('\n')
  const asked = enabledIn(text)
  const parameters = parametersIn(source).filter(([name]) => new RegExp(`\\b${name}\\b`).test(text))
  return {
    conditionals,
    symbols: [...new Set([...conditionals.flatMap(symbolsOf), ...asked])],
    parameters: Object.fromEntries(parameters),
    named: [...asked, ...parameters.map(([name]) => name)],
  }
}

const changedIn = ({ changed }: Source, { start, end }: Span): number[] =>
  [...changed].filter(line => start <= line && line <= end)

const isChanged = (span: Span, source: Source): boolean => changedIn(source, span).length > 0

/** Changed lines, the functions in which they stand, and what they name of the file. */
function concernedIn(file: CFile): Span[] {
  const { source, functions } = file
  const changed = [...source.changed]
  return [
    ...changed.map(line => ({ start: line, end: line })),
    ...functions.filter(one => isChanged(one, source)),
    ...namedIn(file, changed),
  ].map(({ start, end }) => ({ start, end }))
}

/** Where functions and macros of the file are defined that lines name. */
function namedIn({ source, functions }: CFile, numbers: readonly number[]): Span[] {
  const lines = source.text.split('\n')
  const names = new Set(numbers.flatMap(line => lines[line - 1]?.match(/\b[A-Za-z_]\w*/g) ?? []))
  const defined = lines.flatMap((text, at) => (names.has(definedIn(text)) ? [{ start: at + 1, end: at + 1 }] : []))
  return [...defined, ...functions.filter(({ name }) => names.has(name))]
}

/** The function or macro whose definition begins with the line; '' if none does. */
const definedIn = (line: string): string =>
  /^#\s*define\s+(\w+)/.exec(line)?.[1] ?? (/^[A-Za-z_]/.test(line) ? declaredName(line) : '')

/** Parameters that are true or false, and that nobody changes once the module is loaded; with what they are of themselves. */
export const parametersIn = ({ text }: Source): (readonly [string, boolean])[] =>
  [...text.matchAll(/\bmodule_param\s*\(\s*(\w+)\s*,\s*bool\s*,\s*(?:0[0145]*|S_IRUGO|S_IRUSR)\s*\)/g)].map(
    ([, name]) => [name!, new RegExp(`\\b${name}\\s*=\\s*(?:true|1)\\b`).test(text)],
  )
