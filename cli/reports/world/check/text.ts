/**
 * The result of `check`, for people: the summary, one trace for each cause of violations, then the worlds, which bound what
 * holds.
 */
import type { Reduced, Result } from '../../../../checker/index.ts'
import type { Scenario } from '../../../../model/scenarios/parts/scenario.ts'
import { showWorld, type WorldName } from '../../../names/world-name.ts'
import type { Ended } from '../../../run/search/job.ts'
import { type Standing, standing } from '../../../run/search/standing.ts'
import {
  boundsWords,
  count,
  counted,
  cutWords,
  environmentWords,
  oddsWords,
  preemptionsWords,
  secondsWords,
} from '../../../text/words.ts'
import { paragraph, wrapPhrases } from '../../../text/wrap.ts'
import { type Cause, causesOf, type Explanations, healingOf } from '../../../violations/causes/triage.ts'
import type { Page } from '../../trace/telling.ts'
import { placed, type Violation, type ViolationCode, violationLines } from '../../trace/violation.ts'
import { placesIn } from '../../trace/words/place.ts'
import { causeHeadLines, causeLines, causeName, causesWords, violationsOf } from '../causes.ts'
import { fittingTraces, MOST_LINES } from '../fitting.ts'
import { interruptedWords } from '../interrupted.ts'
import { type BreakingWorld, type Overall, overall } from './promises.ts'

/** A world that was to be judged, and its outcome. */
export interface Checked {
  readonly world: WorldName
  readonly scenario: Scenario
  readonly outcome: Ended
  /** The command that goes on with the search, if it was cut and left a checkpoint. */
  readonly goOn?: string | undefined
}

/** @param known what there is to explain violations by @param code the C that has run, where some has @param kept what keeps it from being whole beside that, in words */
export function checkText(
  checked: readonly Checked[],
  known: Explanations,
  page: Page,
  code?: Omit<ViolationCode, 'placeOf'>,
  kept = '',
): string[] {
  const { verdicts, causes, violations, headline } = toldOf(checked, known, page, code)
  const tellsCauses = causes.length > 1
  const headLines = paragraph('', `${headline}${kept}`, page.width).map(page.palette.strong)
  const head = [
    ...headLines,
    ...(tellsCauses ? ['', ...causeLines(causes, page)] : []),
    ...(verdicts.length > 0 ? ['', ...summary(verdicts, !tellsCauses || page.all === true, page)] : []),
  ]
  const worlds = ['', ...worldsLines(checked, page)]
  if (page.cause !== undefined)
    return [
      ...headLines,
      '',
      ...causeHeadLines(causes, page.cause, page),
      '',
      ...violations.flatMap(one => violationLines(one, { ...placed(one, page), explains: true })),
      ...worlds,
    ]
  if (page.all === undefined) {
    const traces = violations.map((violation, index) => ({
      cause: causeName(causes[index]!),
      violation,
      page: placed(violation, page),
    }))
    return [...head, ...fittingTraces(traces, MOST_LINES - head.length - worlds.length, page), ...worlds]
  }
  const traces = violations.flatMap((violation, index) => [
    '',
    ...violationLines(violation, { ...placed(violation, page), ...(index === 0 && { explains: true }) }),
  ])
  return [...head, ...traces, ...worlds]
}

/** The causes of all that is broken, the worst first. */
export const causesIn = (checked: readonly Checked[], known: Explanations): Cause<BreakingPromise>[] =>
  causesOf(
    verdictsOf(checked).flatMap(({ promise, broken }) => broken.map(one => ({ ...one, promise }))),
    known,
  )

/** How much is broken, in a sentence. */
export const headlineIn = (checked: readonly Checked[], known: Explanations): string =>
  toldOf(checked, known, {}, undefined).headline

/** The violations that are told, explained, and a line that says how much is broken. */
export function toldViolations(
  checked: readonly Checked[],
  known: Explanations,
  page: Page,
  code?: Omit<ViolationCode, 'placeOf'>,
) {
  const { violations, headline } = toldOf(checked, known, page, code)
  return { violations, headline }
}

/** What the page asks for. */
function toldOf(
  checked: readonly Checked[],
  known: Explanations,
  { all, cause }: Pick<Page, 'all' | 'cause'>,
  code: Omit<ViolationCode, 'placeOf'> | undefined,
) {
  const verdicts = verdictsOf(checked)
  const broken = verdicts.filter(({ standing }) => standing === 'violated')
  const causes = causesIn(checked, known)
  const those = all === true ? shortestOf(broken, causes) : violationsOf(causes, { all, cause })
  return {
    verdicts,
    causes,
    violations: explainedIn(checked, those, causes, known, code),
    headline: headlineOf(verdicts, checked, causesWords(causes, broken.length)),
  }
}

const verdictsOf = (checked: readonly Checked[]): Overall[] =>
  overall(
    checked.flatMap(({ world, outcome }) => (outcome.kind === 'judged' ? [{ world, result: outcome.result }] : [])),
  )

/** Each with the promise it breaks, and what explains it. */
function explainedIn(
  checked: readonly Checked[],
  those: readonly BreakingPromise[],
  causes: readonly Cause<BreakingPromise>[],
  known: Explanations,
  code?: Omit<ViolationCode, 'placeOf'>,
): Violation[] {
  const worlds = new Map(checked.map(one => [showWorld(one.world), one]))
  return those.map(violation => {
    const { scenario, outcome } = worlds.get(showWorld(violation.world))!
    const { findings, repair } = causes.find(({ violations }) => violations.includes(violation))!
    // One cause may have violations that its repair does not heal.
    const isHealed = repair !== undefined && healingOf(violation, known).includes(repair)
    const telling = isHealed ? findings.filter(({ promises }) => promises.includes(violation.promise)) : []
    const like = known.alsoBrokenBy?.(violation.world, violation.promise)
    return {
      ...violation,
      scenario,
      ...(code && { code: { ...code, placeOf: placesIn(outcome) } }),
      promise: known.promises.find(({ name }) => name === violation.promise)!,
      finding: telling.find(({ scenario }) => scenario === violation.world.scenario) ?? telling[0],
      ...(isHealed && { repair }),
      ...(like !== undefined && { like }),
    }
  })
}

type BreakingPromise = BreakingWorld & { readonly promise: string }

/** The shortest trace of every promise. */
function shortestOf(broken: readonly Overall[], causes: readonly Cause<BreakingPromise>[]): BreakingPromise[] {
  const violations = causes.flatMap(cause => cause.violations)
  return broken.map(
    ({ promise, broken: [shortest] }) =>
      violations.find(one => one.promise === promise && one.trace === shortest!.trace)!,
  )
}

/** Claims no more than was seen. */
function headlineOf(verdicts: readonly Overall[], checked: readonly Checked[], causes: string): string {
  return `${interruptedWords(checked.map(({ outcome }) => [outcome]))}${verdictOf(verdicts, checked, causes)}`
}

function verdictOf(verdicts: readonly Overall[], checked: readonly Checked[], causes: string): string {
  const worlds = checked.length
  const judged = checked.filter(({ outcome }) => outcome.kind === 'judged').length
  const number = (wanted: Standing) => verdicts.filter(({ standing }) => standing === wanted).length
  const broken = number('violated')
  const all = counted(verdicts.length, 'promise')
  const where = worlds === 1 ? 'in this world' : `in these ${worlds} worlds`
  const open = [
    ...(number('bound-reached') > 0 ? [`${count(number('bound-reached'))} of ${all} are open`] : []),
    ...(judged < worlds ? [`${count(worlds - judged)} of ${counted(worlds, 'world')} not judged`] : []),
  ]
  const rest = open.length > 0 ? `; ${open.join(', ')}` : ''
  if (broken > 0) return `${broken} of ${all} ${broken === 1 ? 'is' : 'are'} broken ${where}${causes}${rest}`
  if (open.length > 0) return `no broken promise was found ${where}, but ${open.join(', ')}`
  return `no promise is broken ${where}; put to the test: ${count(number('holds'))} of ${all}`
}

/** Broken promises one by one unless causes stand for them; the others by name only when they are few. */
function summary(verdicts: readonly Overall[], tellsBroken: boolean, { palette, width }: Page): string[] {
  const of = (wanted: Standing) => verdicts.filter(({ standing }) => standing === wanted)
  const broken = tellsBroken ? of('violated') : []
  const cuts = [...new Set(of('bound-reached').map(({ cut }) => cut!))]
  const groups = [
    ...cuts.map(cut => ({
      head: `bound-reached (${cutWords(cut)})`,
      those: of('bound-reached').filter(open => open.cut === cut),
    })),
    { head: 'holds', those: of('holds') },
    { head: 'not tested', those: of('vacuous') },
  ].filter(({ those }) => those.length > 0)
  const headWidth =
    2 + Math.max(...[...groups.map(({ head }) => head), ...(tellsBroken ? ['violated'] : [])].map(head => head.length))
  const nameWidth = Math.max(0, ...broken.map(({ promise }) => promise.length))
  return [
    ...broken.map(
      ({ promise, broken }) =>
        `${palette.bad('violated'.padEnd(headWidth))}${promise.padEnd(nameWidth)}  ${brokenWords(broken)}`,
    ),
    ...groups.flatMap(({ head, those }) => {
      const names = those.map(({ promise }) => promise)
      const lines = names.length > FEW ? [counted(names.length, 'promise')] : wrapPhrases(names, width - headWidth)
      return lines.map((line, index) => (index === 0 ? head : '').padEnd(headWidth) + line)
    }),
  ]
}
const FEW = 6

function brokenWords(broken: Overall['broken']): string {
  const [shortest, ...others] = broken
  const steps = counted(shortest!.trace.steps.length, 'step')
  return others.length === 0 ? steps : `${steps}, in ${counted(others.length + 1, 'world')}`
}

/** Where there are many, those that were seen whole and reach all goals are told by their number. */
function worldsLines(checked: readonly Checked[], page: Page): string[] {
  if (checked.length <= FEW || page.all !== undefined) return checked.flatMap(world => worldLines(world, page))
  const plain = checked.flatMap(({ outcome, goOn }) => {
    if (outcome.kind !== 'judged' || goOn !== undefined) return []
    const { result } = outcome
    return result.cut === undefined && result.goals.every(({ reached }) => reached) ? [result] : []
  })
  const others = checked.filter(({ outcome }) => outcome.kind !== 'judged' || !plain.includes(outcome.result))
  if (plain.length === 0) return others.flatMap(world => worldLines(world, page))
  const sum = (of: (result: Result) => number) => plain.reduce((total, result) => total + of(result), 0)
  const phrases = [
    `${counted(plain.length, 'world')} seen whole: ${counted(
      sum(result => result.states),
      'state',
    )}`,
    counted(
      sum(result => result.transitions),
      'transition',
    ),
    secondsWords(sum(result => result.seconds)),
    oddsWords(1 - plain.reduce((odds, result) => odds * (1 - result.collisionOdds), 1)),
    'each with --all',
  ]
  return [...others.flatMap(world => worldLines(world, page)), ...wrapPhrases(phrases, page.width)]
}

function worldLines({ world, scenario, outcome, goOn }: Checked, { palette, width }: Page): string[] {
  const name = palette.strong(showWorld(world))
  if (outcome.kind === 'not-run') return [`${name}  ${palette.unsure('not judged: interrupted')}`]
  if (outcome.kind === 'not-judged') return [name, ...paragraph('  ', `not judged: ${outcome.message}`, width)]
  if (outcome.kind === 'failed') return [name, ...paragraph('  ', `gmemcheck failed: ${outcome.message}`, width)]
  const { result } = outcome
  const bounds = [...boundsWords(scenario.bounds), ...environmentWords(scenario.environment)]
  const unreached = result.goals.filter(({ reached }) => !reached).map(({ goal }) => goal)
  const indented = (phrases: readonly string[]) => wrapPhrases(phrases, width - 2).map(line => `  ${line}`)
  return [
    name,
    ...indented([...verdictPhrases(result), ...sizePhrases(result)]),
    ...indented([`within ${bounds[0]!}`, ...bounds.slice(1), oddsWords(result.collisionOdds)]),
    ...(unreached.length > 0
      ? indented([
          `${result.cut ? 'not reached before the cut' : 'never reached'}: ${unreached[0]}`,
          ...unreached.slice(1),
        ])
      : []),
    ...(goOn === undefined ? [] : [...troubleLines(result, width), `  go on with it: ${goOn}`]),
  ]
}

function troubleLines({ checkpoint }: Result, width: number): string[] {
  if (checkpoint?.trouble === undefined) return []
  return paragraph('  ', `the checkpoint is an earlier one, the last was not written: ${checkpoint.trouble}`, width)
}

function verdictPhrases(result: Result): string[] {
  const numbered = (wanted: Standing, words: string) => {
    const { length } = standing(result, wanted)
    return length === 0 ? [] : [`${length} ${words}`]
  }
  const cuts = new Set(
    result.judgements.flatMap(({ outcome }) => (outcome.verdict === 'bound-reached' ? cutWords(outcome.cut) : [])),
  )
  return [
    ...numbered('violated', 'violated'),
    ...numbered('holds', 'hold'),
    ...numbered('bound-reached', `bound-reached (${[...cuts].join(', ')})`),
    ...numbered('vacuous', 'not tested'),
  ]
}

const keptWords = (states: number, { full }: Reduced): string =>
  full === undefined
    ? counted(states, 'state')
    : `${count(states)} of ${counted(full.states, 'state')}, the same verdicts`

const sizePhrases = ({ states, transitions, depth, preemptions, reduced, cut, seconds }: Result): string[] => [
  ...(preemptions === undefined ? [] : [preemptionsWords(preemptions, cut === undefined)]),
  reduced ? `reduced to ${keptWords(states, reduced)}` : counted(states, 'state'),
  ...(reduced?.toldApart
    ? [`threads that are declared alike were searched as they are, for ${reduced.toldApart}`]
    : []),
  counted(transitions, 'transition'),
  `depth ${depth}`,
  secondsWords(seconds),
]
