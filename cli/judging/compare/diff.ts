/**
 * Two designs compared in what callers see: how calls return in one and never in the other, and which promises differ.
 */
import type { Trace } from '../../../checker/index.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import { type History, keyOf, pairsOf, singlesOf } from '../../../spec/observation/history.ts'
import type { Observation } from '../../../spec/observation/observation.ts'
import { compareText, type WorldName } from '../../names/world-name.ts'
import { type ExitCode, exitCodeFor, isCut, reasonIf, troublesOf } from '../../run/exit-codes.ts'
import type { Ended } from '../../run/search/job.ts'
import { standingOf } from '../../run/search/standing.ts'

/** Which of the two designs has what the other has not. */
export type Side = 'first' | 'second'

/**
 * `error`: a call fails in a way in which it never fails in the other design. `success`: it succeeds, and never does in
 * the other. `data`: it returns the
 * same in both, and tells something else. `return`: it never returns at all in the other design.
 * `together`: two calls each return so in both, and in the other design never both of them.
 */
export type DifferenceKind = 'error' | 'success' | 'data' | 'return' | 'together'

export interface Behaviour {
  readonly kind: DifferenceKind
  readonly side: Side
  /** Two where they stand together, else one. */
  readonly returns: History
  /** The shortest way there, where it was asked for. */
  readonly trace?: Trace
}

/** A promise that one design keeps and the other breaks. `broken` by the second, `repaired` by it. */
export interface PromiseChange {
  readonly promise: string
  readonly change: 'broken' | 'repaired'
  /** In the design that breaks it. */
  readonly trace: Trace
}

/** One scenario under both designs. */
export interface ComparedWorld {
  readonly scenario: Scenario
  readonly first: WorldName
  readonly second: WorldName
  readonly outcomes: Readonly<Record<Side, Ended>>
  /** All its searches: those two, and those for the shortest ways to what differs. */
  readonly searches: readonly Ended[]
  readonly behaviours: readonly Behaviour[]
  readonly promises: readonly PromiseChange[]
  /** How many ways to return, and promises kept and broken, the two have in common. */
  readonly same: { readonly returns: number; readonly kept: number; readonly broken: number }
}

/**
 * What is absent from a search that was cut is not known to be absent: only what is missing from a whole search counts.
 */
export function compare(first: Ended, second: Ended): Pick<ComparedWorld, 'behaviours' | 'promises' | 'same'> {
  if (first.kind !== 'judged' || second.kind !== 'judged')
    return { behaviours: [], promises: [], same: { returns: 0, kept: 0, broken: 0 } }
  const [a, b] = [first.observed ?? [], second.observed ?? []]
  const known = [...singlesOf(b).keys()]
  const standings = promisesOf(first, second)
  const isBoth = (standing: string) => standings.filter(one => one.first === standing && one.second === standing).length
  return {
    behaviours: [
      ...(first.result.cut === undefined ? only(b, a, 'second') : []),
      ...(second.result.cut === undefined ? only(a, b, 'first') : []),
    ],
    promises: standings.flatMap(({ promise, first, second, trace }): PromiseChange[] => {
      if (second === 'violated' && ['holds', 'vacuous'].includes(first))
        return [{ promise, change: 'broken', trace: trace! }]
      if (first === 'violated' && ['holds', 'vacuous'].includes(second))
        return [{ promise, change: 'repaired', trace: trace! }]
      return []
    }),
    same: {
      returns: [...singlesOf(a).keys()].filter(key => known.includes(key)).length,
      kept: isBoth('holds'),
      broken: isBoth('violated'),
    },
  }
}

function promisesOf(first: Ended & { kind: 'judged' }, second: Ended & { kind: 'judged' }) {
  return second.result.judgements.map(judgement => {
    const other = first.result.judgements.find(one => one.property === judgement.property)!
    const broken = [judgement, other].map(one => one.outcome).find(outcome => outcome.verdict === 'violated')
    return {
      promise: judgement.property,
      first: standingOf(other),
      second: standingOf(judgement),
      trace: broken?.verdict === 'violated' ? broken.trace : undefined,
    }
  })
}

/** A return that only one of the two has, or a pair of returns that only one of the two has together. */
function only(has: readonly History[], hasNot: readonly History[], side: Side): Behaviour[] {
  const [singles, pairs] = [singlesOf(hasNot), pairsOf(hasNot)]
  const others = [...singles.values()]
  const alone = [...singlesOf(has)].filter(([key]) => !singles.has(key))
  const together = [...pairsOf(has)].filter(
    ([key, pair]) => !pairs.has(key) && pair.every(one => singles.has(keyOf(one))),
  )
  return [
    ...alone.map(([, one]): Behaviour => ({ kind: kindOf(one, others), side, returns: [one] })),
    ...together.map(([, returns]): Behaviour => ({ kind: 'together', side, returns })),
  ]
}

function kindOf(observation: Observation, others: readonly Observation[]): DifferenceKind {
  const ofCall = others.filter(other => callOf(other) === callOf(observation))
  if (ofCall.length === 0) return 'return'
  if (ofCall.some(({ result }) => result === observation.result)) return 'data'
  return observation.result === 0 ? 'success' : 'error'
}

const callOf = ({ operation, args }: Observation): string => JSON.stringify([operation, args])

/** Behaviours of all scenarios that are alike but for the arguments of calls. */
export interface Alike extends Pick<Behaviour, 'kind' | 'side' | 'returns'> {
  readonly worlds: readonly ComparedWorld[]
  /** Each with its world. */
  readonly behaviours: readonly (Behaviour & { readonly world: ComparedWorld })[]
}

/** By operation, then result. */
export function alike(worlds: readonly ComparedWorld[]): Alike[] {
  const groups = new Map<string, Alike['behaviours'][number][]>()
  for (const world of worlds)
    for (const behaviour of world.behaviours) {
      const key = groupOf(behaviour)
      groups.set(key, [...(groups.get(key) ?? []), { ...behaviour, world }])
    }
  return [...groups]
    .sort(([a], [b]) => compareText(a, b))
    .map(([, behaviours]) => {
      const { kind, side, returns } = behaviours[0]!
      return { kind, side, returns, worlds: [...new Set(behaviours.map(({ world }) => world))], behaviours }
    })
}

function groupOf({ kind, side, returns }: Behaviour): string {
  return JSON.stringify([...returns.map(({ operation, result, tells }) => [operation, result, tells]), kind, side])
}

/** 0 where nothing differs, 1 where something does. */
export function exitCodeOfDiff(worlds: readonly ComparedWorld[]): ExitCode {
  const outcomes = worlds.flatMap(({ outcomes }) => [outcomes.first, outcomes.second])
  const differs = worlds.some(({ behaviours, promises }) => behaviours.length + promises.length > 0)
  return exitCodeFor([
    ...troublesOf(worlds.flatMap(({ searches }) => searches)),
    ...reasonIf(differs, 'violated'),
    ...reasonIf(outcomes.some(isCut), 'open'),
  ])
}
