/**
 * Looks for other ways in which a world breaks a promise, behind one that is known.
 *
 * A search tells the shortest run to a violation. Here a run says nothing more of the promise in the words of a known violation
 * once it has taken the steps that this one needs, the last one behind the others; the shortest of what is left is the next one,
 * and is known from then on. What needs the same or more is a detour of it, and no other way. A deadlock is known by which
 * threads wait, and where: others may wait beside them.
 */
import {
  type AnySystem,
  cells,
  type Property,
  type Row,
  supposing,
  type Waiting,
  type WatchedStep,
} from '../../../checker/declare.ts'
import { type Result, search, type Trace, type TraceStep, traceAlong } from '../../../checker/index.ts'
import type { Started } from '../../../spec/judging/started.ts'
import { waysOf } from '../../../spec/judging/ways.ts'
import type { Promised, Seen } from '../../../spec/promise.ts'
import { promises } from '../../../spec/promises/index.ts'
import { startedIn } from './beside.ts'
import type { Job, KnownViolation, OtherWays } from './job.ts'
import { build, type Hooks, subject } from './judge.ts'
import { neededOnce } from './needed-steps.ts'

/** So many searches are made, at most: each finds another way, or a detour of one. */
const MOST = 12

/** @throws InputError when the job names something that does not exist */
export async function lookBehind(
  job: Job,
  { trace: first, isFirst }: KnownViolation,
  hooks: Hooks,
): Promise<{ readonly result: Result; readonly otherWays: Readonly<Record<string, OtherWays>> }> {
  const { onSearched: _, ...others } = hooks
  const { system, properties } = await subject(job, hooks.onCode)
  const promise = promises.find(({ name }) => name === first.property)!
  const started = startedIn(build(job.world, job.without).scenario, system)
  const { threads, ...limits } = job.bounds
  const isAsked = (way: string, left: number) =>
    left > (job.ways === 'all' ? -1 : (job.ways?.[promise.name]?.[way] ?? -1))
  const found: Trace[] = isFirst ? [first] : []
  const known: KnownWay[] = found.map(knownBy)
  for (let searches = 1; ; searches++) {
    const asked = otherWays(promise, started, system, known, isAsked)
    const { judgements, ...result } = search(watching(system, known), [...properties, ...asked], {
      ...limits,
      ...others,
    })
    const names = new Map(asked.map(property => [property.name, property]))
    const traces = judgements.flatMap(({ property, outcome }) =>
      names.has(property) && outcome.verdict === 'violated' ? [outcome.trace] : [],
    )
    for (const trace of traces) {
      const again = toldAs(trace, system, properties, promise, started)
      if (!known.some(one => isDetour(again, one))) found.push(again)
      known.push(knownBy(again, known.length))
    }
    const cut = result.cut ?? (searches === MOST && traces.length > 0 ? ('many' as const) : undefined)
    if (cut === undefined && traces.length > 0) continue
    const kept = judgements.filter(({ property }) => !names.has(property))
    return {
      result: { ...result, judgements: kept },
      otherWays: { [promise.name]: { traces: found.length === 0 ? [first] : found, ...(cut && { cut }) } },
    }
  }
}

/** A violation that is known. */
interface KnownWay {
  readonly says: string
  /** What it needs, but for the starts of calls: what a call does says that it was started. */
  readonly steps: readonly TraceStep[]
  /** The row in which is noted which of these a run has taken: the last one only behind all others. */
  readonly row: string
  /** Where threads wait at its end. */
  readonly waiting: readonly Waiting[]
}

const knownBy = (trace: Trace, number: number): KnownWay => ({
  says: trace.says,
  steps: stepsOf(trace),
  row: `knownWay${number}`,
  waiting: waitingAfter(trace),
})

const stepsOf = (trace: Trace): readonly TraceStep[] => neededOnce(trace).filter(({ starts }) => starts === undefined)

/** Where each thread is that is inside a call. */
const waitingAfter = ({ steps }: Trace): Waiting[] =>
  [...new Map(steps.map(step => [step.thread, step])).values()].flatMap(({ thread, operation, to }) =>
    to === '' ? [] : [{ thread, operation, at: to }],
  )

/**
 * It says the same, if of another page or frame, and either needs the same, in whatever order; or it breaks the promise at the
 * same place, and needs all that the known violation needs, and no other failure.
 */
function isDetour(trace: Trace, known: KnownWay): boolean {
  const number = /\d+/g
  if (trace.says.replace(number, '') !== known.says.replace(number, '')) return false
  const [steps, needs] = [stepsOf(trace), known.steps]
  const [taken, needed] = [steps, needs].map(those => new Set(those.map(eventOf))) as [Set<string>, Set<string>]
  if (taken.size === needed.size && [...taken].every(one => needed.has(one))) return true
  return (
    placeOf(steps.at(-1)) === placeOf(needs.at(-1)) &&
    needs.slice(0, -1).every(step => taken.has(eventOf(step))) &&
    steps.slice(0, -1).every(step => step.event === 'step' || needed.has(eventOf(step)))
  )
}

const placeOf = (step: TraceStep | undefined): string => (step ? `${step.operation} ${step.at}` : '')
const eventOf = (step: TraceStep): string => `${placeOf(step)} ${step.event}`

/** The system, with a note of which steps of known violations its run has taken. */
function watching(system: AnySystem, known: readonly KnownWay[]): AnySystem {
  const watches: Record<string, WatchedStep[]> = {}
  for (const { steps, row } of known)
    for (const [number, { operation, at, event }] of steps.entries()) {
      const isLast = number === steps.length - 1
      watches[operation] ??= []
      watches[operation].push({
        at,
        event,
        does: ({ kernel }: Noted) => {
          const taken = kernel[row]!
          if (!isLast || hasTaken(taken, number)) taken[number] = 1
        },
      })
    }
  const notes = Object.fromEntries(known.map(({ row, steps }) => [row, cells(steps.length, 2)]))
  return { ...system, fields: { ...system.fields, ...notes }, watches }
}

/** Whether the first so many steps were taken. */
function hasTaken(taken: Row, steps: number): boolean {
  for (let step = 0; step < steps; step++) if (taken[step] === 0) return false
  return true
}

interface Noted {
  readonly kernel: Readonly<Record<string, Row>>
}

/** The promise, but for what is known of how it is broken. */
function otherWays(
  promise: Promised,
  started: readonly Started[],
  system: AnySystem,
  known: readonly KnownWay[],
  isAsked: (way: string, left: number) => boolean,
): Property[] {
  if (promise.kind === 'stuck')
    return [{ kind: 'stuck', name: 'other ways', except: waiting => known.some(one => isPart(one.waiting, waiting)) }]
  const isKnown = (words: string, seen: Seen) =>
    known.some(
      ({ says, steps, row }) => says === words && hasTaken((seen as unknown as Noted).kernel[row]!, steps.length),
    )
  return waysOf(
    promise,
    started,
    (way, left, says, seen) => isAsked(way, left) && !isKnown(supposing(system, says), seen),
  )
}

/** All of these threads wait there, and others may beside them. */
const isPart = (part: readonly Waiting[], whole: readonly Waiting[]): boolean =>
  part.every(one =>
    whole.some(({ thread, operation, at }) => thread === one.thread && operation === one.operation && at === one.at),
  )

/** The trace without the notes, and with the steps that it needs. */
function toldAs(
  { property, initial, path, says }: Trace,
  system: AnySystem,
  properties: readonly Property[],
  promise: Promised,
  started: readonly Started[],
): Trace {
  const told =
    promise.kind === 'stuck'
      ? ({ kind: 'stuck', name: property } as const)
      : waysOf(promise, started, (_way, _left, words) => supposing(system, words) === says).find(
          ({ name }) => name === property,
        )!
  return { ...traceAlong(system, properties, told, { initial, path }), property: promise.name }
}
