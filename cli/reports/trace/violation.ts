/**
 * One broken promise: what does not hold, where, the shortest trace, and how to run it again.
 */

import type { Result, Trace, TraceStep } from '../../../checker/index.ts'
import type { CFile } from '../../../model/c/parse/parse.ts'
import { type Configuration, configurationWords } from '../../../model/c/text/configuration.ts'
import type { CodePlace } from '../../../model/patched/machines/operation-code.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import type { Finding } from '../../../spec/findings/finding.ts'
import type { Promised } from '../../../spec/promise.ts'
import { knownOf } from '../../judging/review/worlds/assumed.ts'
import { inConfiguration } from '../../names/code-options.ts'
import { showWorld, type WorldName } from '../../names/world-name.ts'
import { commandLines } from '../../text/command.ts'
import { count, counted, cutWords } from '../../text/words.ts'
import { paragraph, wrapPhrases } from '../../text/wrap.ts'
import { fingerprintOf, fingerprintWords } from '../../violations/causes/fingerprint.ts'
import { shownFor } from '../memory/read-by.ts'
import { closingWords } from './closing.ts'
import { type Page, tellingOf } from './telling.ts'
import { neededAndCalls, traceLines } from './trace.ts'
import { beginning } from './words/beginning.ts'
import { wordsLines, worldWords } from './words/first-use.ts'
import { placeWords } from './words/place.ts'

export interface Violation {
  readonly world: WorldName
  readonly scenario: Scenario
  readonly trace: Trace
  /** The search; or the walk on which the violation was met. */
  readonly result: Pick<Result, 'states' | 'cut' | 'preemptions' | 'reduced'> | Met
  /** The promise itself. */
  readonly promise: Pick<Promised, 'statement' | 'source' | 'kind'>
  /** Code that breaks the promise too, but never in this way. */
  readonly neverSoIn?: string
  /** In what the configuration of the C that has run differs from the usual one. */
  readonly differs?: Configuration
  /** What is assumed of calls that nothing names; nothing where the violation needs none. */
  readonly onlyIf?: readonly string[]
  /** The finding that explains it, if one does. */
  readonly finding?: Finding | undefined
  /** A design that keeps the promise in this scenario, where one is recorded. */
  readonly repair?: string | undefined
  /** The design of which finding and repair speak, where other code has run: it breaks the promise here, too. */
  readonly like?: string | undefined
  /** The C that has run in the world, where some has. */
  readonly code?: ViolationCode
}

export interface ViolationCode {
  readonly placeOf: (step: TraceStep) => CodePlace | undefined
  readonly files: readonly Pick<CFile, 'source' | 'functions'>[]
  /** The options by which `replay` finds it. */
  readonly options: string
  /** The patch after which it stands so. */
  readonly patch?: string
}

/** The page for a violation: it names the C of steps, and how `replay` finds that. */
export function placed({ code }: Pick<Violation, 'code'>, page: Page): Page {
  if (code === undefined) return page
  return {
    ...page,
    placeOf: step => placeWords(code.placeOf(step)),
    codeOptions: code.options,
    ...(code.patch === undefined && { codeName: 'the code of the tree' }),
  }
}

interface Met {
  readonly walk: number
  readonly seed: number
}

/** With places on the page, the world runs code that `replay` must be told of. */
export function violationLines(violation: Violation, page: Page): string[] {
  const { world, scenario, trace, promise } = violation
  const { palette, width } = page
  const race = raceLines(scenario, trace, { ...page, width: width - 2 })
  return [
    ...headLines(violation, extentWords(violation), page),
    '',
    ...paragraph('  promised  ', promise.statement, width),
    ...paragraph('  source    ', promise.source, width).map(palette.faint),
    ...(trace.needed ? [palette.faint(`  known as  ${fingerprintWords(fingerprintOf(trace))}`)] : []),
    '',
    ...race.map(line => (line === '' ? '' : `  ${line}`)),
    ...explained(wordsLines(race, page.explains === true, shownFor(trace.property), width).map(palette.faint)),
    ...reasonLines(violation, page),
    ...replayLines(placedIn(violation, page), replayCommand(world, trace)),
  ]
}

const explained = (lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', ...lines])

/** The same in few lines: where, the steps that it needs, and what repairs it. */
export function briefLines(violation: Violation, page: Page): string[] {
  const { world, scenario, trace } = violation
  const { length } = trace.steps
  const others = length - neededAndCalls(trace).length
  const extent = `${counted(length, 'step')}${others === 0 ? '' : `, ${count(others)} of which it does not need and are not told here`}`
  return [
    ...headLines(violation, extent, page),
    '',
    ...traceLines(trace, { ...tellingOf(scenario, { ...page, width: page.width - 2 }, trace.property), why: true }).map(
      line => `  ${line}`,
    ),
    ...repairLines(violation, page.width),
    ...replayLines(placedIn(violation, page), replayCommand(world, trace)),
  ]
}

/** What does not hold, and where. @param extent how long the trace is */
function headLines({ world, trace, neverSoIn, onlyIf, differs = {} }: Violation, extent: string, page: Page): string[] {
  const { palette, width } = page
  const may = onlyIf ? 'may not hold' : 'does not hold'
  const [first, ...more] = paragraph('', `${trace.property} ${may}: ${trace.says}`, width)
  return [
    palette.bad(first!),
    ...more.map(line => palette.bad(`  ${line}`)),
    ...paragraph(
      '  ',
      `in ${showWorld(world)}${page.explains ? worldWords(world) : ''}${page.placeOf ? ` with ${page.codeName ?? 'the patched code'}` : ''}${Object.keys(differs).length === 0 ? '' : `, where ${configurationWords(differs)}`}${trace.initial === 0 ? '' : `, from initial state ${trace.initial}`}`,
      width,
    ),
    ...paragraph('  ', `after ${extent}`, width),
    ...(neverSoIn === undefined ? [] : paragraph('  ', newWayWords(neverSoIn, trace), width)),
    ...(onlyIf ? paragraph('  ', `possible, if ${onlyIf.join(' and ')}: ${knownOf(onlyIf)}`, width) : []),
  ]
}

/** Which change repairs it, or which design does. */
function repairLines({ finding, repair, like, world }: Violation, width: number): string[] {
  if (finding === undefined && repair === undefined) return []
  const words = finding
    ? `${like ? 'There: ' : ''}${finding.repair} See the design ${finding.repaired}.`
    : `${like ? `${like} breaks it there, too; the` : 'The'} design ${repair} keeps it in ${world.scenario}.`
  return ['', ...paragraph('  repair    ', words, width)]
}

/** What breaks the promise, in a sentence; why, and which design repairs it, where a finding tells. */
function reasonLines(violation: Violation, page: Page): string[] {
  const { scenario, trace } = violation
  const { width } = page
  const explained = explanationOf(violation)
  const closing = closingWords(trace, tellingOf(scenario, page, trace.property))
  const hidden = page.why ? trace.steps.length - neededAndCalls(trace).length : 0
  const hiddenWords = `${counted(hidden, 'other step')} ran as well: the promise is broken whatever they do`
  const lines = [
    ...(hidden > 0 ? paragraph('  ', hiddenWords, width) : []),
    ...(closing === undefined ? [] : paragraph('  so        ', closing, width)),
    ...(explained ? paragraph(`  ${explained.term.padEnd(10)}`, explained.words, width) : []),
    ...repairLines(violation, width).slice(1),
  ]
  return lines.length > 0 ? ['', ...lines] : []
}

/** What a finding says of it: why, where the finding is of this scenario; of another one, only that one repair mends both. */
export function explanationOf({ finding, like, world }: Violation): Explanation | undefined {
  if (finding === undefined) return undefined
  if (finding.scenario !== world.scenario)
    return { term: 'see also', words: `${finding.name}, in ${finding.scenario}: what repairs that repairs this` }
  const there = like ? `${like} breaks it there, too, and for it this is known: ` : ''
  return { term: 'because', words: `${there}${finding.why} (${finding.name})` }
}

interface Explanation {
  readonly term: 'because' | 'see also'
  readonly words: string
}

/** How the world begins, and the steps from there. */
export const raceLines = (
  scenario: Scenario,
  trace: Pick<Trace, 'steps' | 'initial' | 'needed'> & Partial<Pick<Trace, 'property'>>,
  page: Page,
): string[] => [
  ...wrapPhrases(beginning(scenario, trace.initial, shownFor(trace.property)), page.width - BEGINS.length).map(
    (line, index) => (index === 0 ? BEGINS : ' '.repeat(BEGINS.length)) + page.palette.faint(line),
  ),
  '',
  ...traceLines(trace, tellingOf(scenario, page, trace.property)),
]
const BEGINS = 'begins with  '

export function newWayWords(neverSoIn: string, { steps }: Pick<Trace, 'steps'>): string {
  const failures = steps.filter(({ changes }) => changes.some(({ field }) => field === 'failuresLeft')).length
  const after = failures === 0 ? '' : ` after ${counted(failures, 'injected failure')}`
  return `in a new way: ${neverSoIn} breaks it, but never so${after}`
}

/** How long the trace is, why no other is told, and what was seen. */
function extentWords({
  trace: {
    steps: { length },
    preemptions,
  },
  result,
  promise,
}: Violation): string {
  const steps = counted(length, 'step')
  if ('walk' in result)
    return `${steps} (on walk ${count(result.walk)} of seed ${result.seed}; there may be shorter paths)`
  const { states, cut, preemptions: bound, reduced } = result
  if (reduced && cut === undefined)
    return `${steps} (there may be shorter paths; ${counted(states, 'state')} stood for all of this world)`
  const all = cut === undefined || cut === 'preemptions'
  const within = cut === 'preemptions' ? ` within ${counted(bound!, 'preemption')}` : ''
  const seen = all
    ? `all ${count(states)} states of this world${within} were seen`
    : `${count(states)} states were seen before the search was cut: ${cutWords(cut)}`
  // Where preemptions were bounded, traces are the shortest of those with fewest; what never ends is found by a pass without.
  return bound === undefined || promise.kind === 'progress'
    ? `${steps} (no shorter path; ${seen})`
    : `${steps} with ${counted(preemptions, 'preemption')} (no path with fewer, none shorter with as many; ${seen})`
}

/** The page with the options by which `replay` finds the C in its configuration. */
const placedIn = ({ differs }: Violation, page: Page): Page =>
  page.codeOptions === undefined ? page : { ...page, codeOptions: inConfiguration(page.codeOptions, differs) }

/** How to run a trace again; nothing where that is not known. A path that is too long for a line goes on below. */
export const replayLines = ({ placeOf, codeOptions, width }: Page, command: string, head = 'replay it'): string[] => {
  if (placeOf && !codeOptions) return []
  return [
    '',
    ...commandLines(`  ${againWords(codeOptions, head)}: `, `${command}${codeOptions ? ` ${codeOptions}` : ''}`, width),
  ]
}

/** How to run it again: where the patch came from standard input, a command that is copied would wait for it. */
export const againWords = (codeOptions = '', head = 'replay it'): string =>
  / --patch -(?= |$)/.test(` ${codeOptions}`) ? `${head}, with the same patch on standard input` : head

export const replayCommand = (world: WorldName, { path, initial }: Pick<Trace, 'path' | 'initial'>): string =>
  `gmemcheck replay ${showWorld(world)} ${path === '' ? "''" : path}${initial === 0 ? '' : ` --initial ${initial}`}`
