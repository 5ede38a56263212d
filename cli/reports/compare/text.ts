/**
 * How two designs differ for those who use them: groups of behaviours that only one has, then the shortest way to each.
 */

import type { TraceStep } from '../../../checker/index.ts'
import { absentFrom } from '../../../model/patched/lacking.ts'
import type { History } from '../../../spec/observation/history.ts'
import { type Observation, resultWords } from '../../../spec/observation/observation.ts'
import type { Promised } from '../../../spec/promise.ts'
import {
  type Alike,
  alike,
  type ComparedWorld,
  type DifferenceKind,
  type PromiseChange,
  type Side,
} from '../../judging/compare/diff.ts'
import { type Compared, replayOptions } from '../../judging/compare/diffing.ts'
import type { ExitCode } from '../../run/exit-codes.ts'
import { count, counted, cutWords } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import type { Page } from '../trace/telling.ts'
import { raceLines, replayCommand, replayLines, violationLines } from '../trace/violation.ts'
import { callWords } from '../trace/words/calls.ts'
import { placesIn, placeWords } from '../trace/words/place.ts'
import { interruptedWords } from '../world/interrupted.ts'

export interface ComparedDesigns {
  readonly both: readonly [Compared, Compared]
  readonly worlds: readonly ComparedWorld[]
  /** Scenarios left out because they are large. */
  readonly large: readonly { readonly name: string }[]
  readonly exitCode: ExitCode
}

/** How much is told: differences of a kind, and traces, the first of each kind before the second of any. */
export interface TellingLimits {
  readonly ofAKind: number
  readonly traces: number
}

/** As much as a reader takes in. */
export const FEW: TellingLimits = { ofAKind: 8, traces: 5 }
export const ALL: TellingLimits = { ofAKind: Number.POSITIVE_INFINITY, traces: Number.POSITIVE_INFINITY }

/** @param promises all that there are */
export function diffText(
  diff: ComparedDesigns,
  promises: readonly Promised[],
  page: Page,
  limits: TellingLimits,
): string[] {
  const groups = alike(diff.worlds)
  const changes = promiseChanges(diff.worlds)
  const kinds = sections.map(([head, side, kind]) => ({
    head,
    those: groups.filter(group => group.side === side && group.kind === kind),
  }))
  const broken = changes.filter(({ change }) => change === 'broken')
  const traced = firstOfEach(
    [
      ...kinds.map(({ those }) => those.filter(isTraced).map(group => () => behaviourTrace(group, diff, page))),
      broken.map(one => () => promiseTrace(one, diff, promises, page)),
    ],
    limits.traces,
  )
  return [
    ...headline(diff, page),
    '',
    ...paragraph('first   ', diff.both[0].name, page.width),
    ...paragraph('second  ', diff.both[1].name, page.width),
    ...kinds.flatMap(({ head, those }) =>
      those.length === 0
        ? []
        : ['', ...paragraph('', head, page.width), ...listed(those, limits, one => groupLines(one, page))],
    ),
    ...(['broken', 'repaired'] as const).flatMap(change => promiseSection(change, changes, page)),
    '',
    ...sameLines(diff, page),
    ...traced.first.flatMap(told => told()),
    ...(traced.others > 0
      ? ['', `${counted(traced.others, 'more trace')}, and whatever is left out above: --all`]
      : []),
  ]
}

const isTraced = ({ behaviours }: Alike): boolean => behaviours.some(({ trace }) => trace !== undefined)

function listed(those: readonly Alike[], { ofAKind }: TellingLimits, lines: (one: Alike) => string[]): string[] {
  const others = Math.max(0, those.length - ofAKind)
  return [...those.slice(0, ofAKind).flatMap(lines), ...(others > 0 ? [`  and ${others} more (--all)`] : [])]
}

/** The first of each kind, then the second of each, until there are enough: in the order of the kinds. */
function firstOfEach<T>(kinds: readonly (readonly T[])[], most: number): { first: readonly T[]; others: number } {
  const all = kinds.flatMap((those, kind) => those.map((one, at) => ({ one, kind, at })))
  const first = all.toSorted((a, b) => a.at - b.at || a.kind - b.kind).slice(0, most)
  return { first: all.filter(one => first.includes(one)).map(({ one }) => one), others: all.length - first.length }
}

const sections: readonly (readonly [string, Side, DifferenceKind])[] = [
  ['new errors, of calls that the second fails and the first never fails so', 'second', 'error'],
  ['lost successes, of calls that succeed in the first and never in the second', 'first', 'success'],
  ['calls that return in the first and never in the second', 'first', 'return'],
  ['calls that return the same in both, and tell in the second what the first never tells', 'second', 'data'],
  ['calls that return so in both, but both of them only in the second', 'second', 'together'],
  ['errors gone, of calls that the first fails and the second never fails so', 'first', 'error'],
  ['new successes, of calls that succeed in the second and never in the first', 'second', 'success'],
  ['calls that return in the second and never in the first', 'second', 'return'],
  ['calls that return the same in both, and tell in the first what the second never tells', 'first', 'data'],
  ['calls that return so in both, but both of them only in the first', 'first', 'together'],
]

/** Promises about waiting are told as such. */
const waiting = ['nothing-is-stuck', 'calls-can-return']

const headline = (diff: ComparedDesigns, { palette, width }: Page): string[] =>
  paragraph('', headlineOf(diff), width).map(
    diff.worlds.some(isDifferent) ? palette.bad : diff.worlds.some(isOpen) ? palette.unsure : palette.good,
  )

/** Whether the two differ, in a sentence. Claims no more than was seen. */
export function headlineOf({ worlds, both }: ComparedDesigns): string {
  const names = `${both[0].name} and ${both[1].name}`
  const all = counted(worlds.length, 'scenario')
  const number = (is: (world: ComparedWorld) => boolean) => worlds.filter(is).length
  const cut = interruptedWords(
    worlds.map(({ searches }) => searches),
    'scenario',
  )
  if (number(isDifferent) > 0) return `${cut}${names} behave differently in ${count(number(isDifferent))} of ${all}`
  if (number(isOpen) > 0)
    return `${cut}no difference was found in ${all}, of which ${count(number(isOpen))} were not seen whole`
  return `${cut}${names} behave alike in ${all}`
}

const isDifferent = ({ behaviours, promises }: ComparedWorld): boolean => behaviours.length + promises.length > 0

const isOpen = ({ outcomes }: ComparedWorld): boolean =>
  [outcomes.first, outcomes.second].some(one => one.kind !== 'judged' || one.result.cut !== undefined)

/** `convert returns -ENOMEM   in 3 scenarios`. */
function groupLines(group: Alike, { width }: Page): string[] {
  const { kind, returns, worlds, behaviours } = group
  const [one] = returns as readonly [Observation]
  const suchAs = behaviours.length === 1 ? '' : 'such as '
  const words = kind === 'together' ? suchAs + returnsWords(returns) : `${one.operation} ${resultWords(one)}`
  const lines = paragraph('  ', `${words}, ${whereWords(worlds)}`, width - 2)
  return lines.map((line, at) => (at === 0 ? line : `  ${line}`))
}

/** `convert 2 to shared returns -ENOMEM, and guest fault, private gfn 3 returns RET_PF_RETRY`. */
const returnsWords = (returns: History): string =>
  returns.map(one => `${callWords(one.operation, one.args)} ${resultWords(one)}`).join(', and ')

const whereWords = (worlds: readonly ComparedWorld[]): string =>
  worlds.length === 1 ? `in ${worlds[0]!.scenario.name}` : `in ${worlds.length} scenarios`

interface ChangedPromise {
  readonly promise: string
  readonly change: PromiseChange['change']
  /** The one with the shortest trace first. */
  readonly worlds: readonly ComparedWorld[]
}

/** By promise; one may be broken in some scenarios and repaired in others. */
function promiseChanges(worlds: readonly ComparedWorld[]): ChangedPromise[] {
  const found = new Map<string, ChangedPromise>()
  for (const world of worlds)
    for (const { promise, change } of world.promises) {
      const key = `${promise} ${change}`
      found.set(key, { promise, change, worlds: [...(found.get(key)?.worlds ?? []), world] })
    }
  const steps = (one: ChangedPromise, world: ComparedWorld) => changeIn(one, world).trace.steps.length
  return [...found.values()]
    .sort((a, b) => (a.promise < b.promise ? -1 : 1))
    .map(one => ({ ...one, worlds: one.worlds.toSorted((a, b) => steps(one, a) - steps(one, b)) }))
}

const changeIn = (
  { promise, change }: Pick<ChangedPromise, 'promise' | 'change'>,
  world: ComparedWorld,
): PromiseChange => world.promises.find(one => one.promise === promise && one.change === change)!

function promiseSection(change: PromiseChange['change'], changes: readonly ChangedPromise[], page: Page): string[] {
  const those = changes.filter(one => one.change === change)
  const section = (head: string, some: readonly ChangedPromise[]) =>
    some.length === 0
      ? []
      : [
          '',
          head,
          ...some.flatMap(({ promise, worlds }) => paragraph('  ', `${promise}, ${whereWords(worlds)}`, page.width)),
        ]
  const isWaiting = ({ promise }: ChangedPromise) => waiting.includes(promise)
  const [by, before] = change === 'broken' ? ['second', 'first'] : ['first', 'second']
  return [
    ...section(`waiting for ever, in the ${by} only`, those.filter(isWaiting)),
    ...section(
      `promises broken by the ${by}, kept by the ${before}`,
      those.filter(one => !isWaiting(one)),
    ),
  ]
}

/** What one of the two does not have, and no scenario that they were compared in has either: in words. */
export const lackingIn = ({ both, worlds }: ComparedDesigns): string[] => {
  const scenarios = worlds.map(({ scenario }) => scenario)
  return [...new Set(both.flatMap(({ lacking }) => absentFrom(scenarios, lacking)))]
}

function sameLines(diff: ComparedDesigns, { width }: Page): string[] {
  const { worlds, large } = diff
  const lacking = lackingIn(diff)
  const sum = (what: 'returns' | 'kept' | 'broken') => worlds.reduce((total, { same }) => total + same[what], 0)
  const cut = worlds.flatMap(({ scenario, outcomes }) =>
    [outcomes.first, outcomes.second].flatMap(one =>
      one.kind === 'judged' && one.result.cut ? [`${scenario.name} (${cutWords(one.result.cut)})`] : [],
    ),
  )
  return [
    ...paragraph(
      'the same  ',
      `over all scenarios ${counted(sum('returns'), 'way', 'ways')} to return from a call, ${counted(sum('kept'), 'promise')} kept and ${count(sum('broken'))} broken`,
      width,
    ),
    ...(cut.length > 0 ? paragraph('not seen whole  ', [...new Set(cut)].join(', '), width) : []),
    ...(large.length > 0
      ? paragraph('too large unless asked for  ', large.map(({ name }) => name).join(', '), width)
      : []),
    ...(lacking.length > 0
      ? paragraph('in no scenario, for one of the two has none of it  ', lacking.join(', '), width)
      : []),
  ]
}

/** The shortest way to what only one of the two shows. */
function behaviourTrace(group: Alike, diff: ComparedDesigns, page: Page): string[] {
  const [shortest] = group.behaviours
    .flatMap(one => (one.trace ? [{ ...one, trace: one.trace }] : []))
    .sort((a, b) => a.trace.steps.length - b.trace.steps.length)
  if (shortest === undefined) return []
  const { world, side, returns, trace } = shortest
  const { compared, on, placed } = sideOf(diff, world, side, page)
  return [
    '',
    ...paragraph(
      '',
      `${returnsWords(returns)}: ${returns.length === 1 ? '' : 'both '}only under ${compared.name}`,
      page.width,
    ).map(page.palette.strong),
    `  in ${world.scenario.name}, after ${counted(trace.steps.length, 'step')}`,
    '',
    ...raceLines(world.scenario, trace, { ...placed, width: page.width - 2 }).map(line =>
      line === '' ? '' : `  ${line}`,
    ),
    ...replayLines(placed, replayCommand(on, trace)),
  ]
}

function promiseTrace(
  changed: ChangedPromise,
  diff: ComparedDesigns,
  promises: readonly Promised[],
  page: Page,
): string[] {
  const world = changed.worlds[0]!
  const { trace } = changeIn(changed, world)
  const { on, outcome, placed } = sideOf(diff, world, 'second', page)
  if (outcome.kind !== 'judged') return []
  const promise = promises.find(({ name }) => name === changed.promise)!
  return [
    '',
    ...violationLines({ world: on, scenario: world.scenario, trace, result: outcome.result, promise }, placed),
  ]
}

function sideOf({ both }: ComparedDesigns, world: ComparedWorld, side: Side, page: Page) {
  const compared = both[side === 'first' ? 0 : 1]
  const codeOptions = replayOptions(world.scenario, compared, both)
  const outcome = world.outcomes[side]
  const placeOf = placesIn(outcome)
  return {
    compared,
    on: world[side],
    outcome,
    placed: {
      ...page,
      ...(codeOptions !== '' && { codeOptions }),
      ...(compared.code && { placeOf: (step: TraceStep) => placeWords(placeOf(step)) }),
    },
  }
}
