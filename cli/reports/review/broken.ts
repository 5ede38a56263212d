/**
 * The promises that patched code breaks: each with its shortest trace, and where its steps stand in the C.
 */
import type { Result, Trace, TraceStep } from '../../../checker/index.ts'
import type { Configuration } from '../../../model/c/text/configuration.ts'
import { heldAgainst } from '../../../model/patched/extraction.ts'
import type { CodePlace } from '../../../model/patched/machines/operation-code.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import type { Finding } from '../../../spec/findings/finding.ts'
import type { Promised } from '../../../spec/promise.ts'
import type { PatchEffect } from '../../judging/review/worlds/promises.ts'
import { promisesThat, type Review, type ReviewedWorld, worldWords } from '../../judging/review/worlds/result.ts'
import { compareText, showWorld, type WorldName } from '../../names/world-name.ts'
import { counted } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import { causesOf, easiestFirst } from '../../violations/causes/triage.ts'
import type { Page } from '../trace/telling.ts'
import { violationLines } from '../trace/violation.ts'
import { placesIn, placeWords } from '../trace/words/place.ts'
import { causeHeadLines, causeLines, causeName, causesWords, violationsOf } from '../world/causes.ts'
import { type CauseTrace, fittingTraces } from '../world/fitting.ts'
import { likenessTo } from './likeness.ts'

export interface BrokenPromise {
  readonly promise: Promised
  readonly world: WorldName
  readonly scenario: Scenario
  readonly trace: Trace
  readonly result: Result
  /** The configuration of the code, in what it differs from the usual one; nothing where that breaks it, too. */
  readonly differs?: Configuration
  /** What breaks it too, but never so; nothing where that keeps it. */
  readonly neverSoIn?: string
  /** What is assumed of calls that nothing names; nothing where the violation needs none. */
  readonly onlyIf?: readonly string[]
  /** The worlds that break it, or break it so, by name. */
  readonly worlds: readonly string[]
  readonly placeOf: (step: TraceStep) => CodePlace | undefined
  readonly finding?: Finding | undefined
  /** A design that keeps the promise in this scenario, and one that breaks it there as the code does. */
  readonly repair?: string
  readonly like?: string
}

/**
 * Promises that the patched code breaks and the code before keeps, then those that it breaks in new ways, each by name.
 *
 * @param promises all that there are
 */
export function brokenPromises(review: Review, promises: readonly Promised[]): BrokenPromise[] {
  const likeness = likenessTo(review)
  const inNewWays = promisesThat(review.worlds, 'broken anew')
  const of = (change: PatchEffect) =>
    promisesThat(review.worlds, change).map(one => {
      const beside = change === 'broken' ? inNewWays.find(({ promise }) => promise === one.promise) : undefined
      const broken = brokenPromise(one, promises, beside?.worlds)
      const { design: like, ...known } = likeness(broken.world.scenario, one.promise) ?? {}
      return { ...broken, ...known, ...(like !== undefined && { like }) }
    })
  const broken = of('broken')
  const anew = of('broken anew').filter(({ promise }) => broken.every(one => one.promise !== promise))
  const neverSoIn = heldAgainst(review.extraction)
  const possible = of('possible').filter(({ promise }) => [...broken, ...anew].every(one => one.promise !== promise))
  return [...broken, ...anew.map(one => ({ ...one, neverSoIn })), ...possible]
}

/** What the shortest way to break a promise rests on, in words. */
export const assumptionsOf = (name: string, worlds: readonly ReviewedWorld[]): string =>
  shortestOf(name, worlds).assumed?.join(' and ') ?? ''

/** What the code before breaks where such a promise is reached now. */
export const behindOf = (name: string, worlds: readonly ReviewedWorld[]): string => {
  const those = worlds.flatMap(({ promises }) =>
    promises.flatMap(one => (one.promise === name ? (one.behind ?? []) : [])),
  )
  return [...new Set(those.map(({ promise }) => promise))].join(' or ')
}

/** The usual configuration comes first, then those that are easiest to read. */
const shortestOf = (name: string, worlds: readonly ReviewedWorld[]) =>
  worlds
    .flatMap(one =>
      one.promises.flatMap(({ promise, trace, assumed }) =>
        promise === name && trace ? [{ ...one, trace, assumed }] : [],
      ),
    )
    .sort((a, b) => isUnusual(a) - isUnusual(b) || easiestFirst({ ...a, promise: name }, { ...b, promise: name }))[0]!

const isUnusual = ({ configuration }: ReviewedWorld): number => (configuration === '' ? 0 : 1)

function brokenPromise(
  { promise: name, worlds }: ReturnType<typeof promisesThat>[number],
  promises: readonly Promised[],
  /** Those that the code before breaks, too, but never so. */
  beside: readonly ReviewedWorld[] = [],
): BrokenPromise {
  const { world, configuration, differs, scenario, trace, after, assumed: onlyIf } = shortestOf(name, worlds)
  if (after.kind !== 'judged') throw new TypeError(`${showWorld(world)} was not judged`)
  const promise = promises.find(one => one.name === name)!
  const told = {
    promise,
    world,
    scenario,
    trace,
    result: after.result,
    worlds: [...worlds, ...beside].map(worldWords).sort(compareText),
    placeOf: placesIn(after),
  }
  return { ...told, ...(onlyIf && { onlyIf }), ...(configuration !== '' && { differs }) }
}

/**
 * How the patched code is worse than the code before it, in a phrase; nothing if it is not.
 *
 * @param broken names of promises  @param anew names of those broken in new ways
 */
export function worseWords(broken: readonly string[], anew: readonly string[], before: string): string | undefined {
  const more = anew.filter(name => !broken.includes(name)).length
  const ways = `in ways in which ${before} never does`
  if (broken.length === 0) return more === 0 ? undefined : `breaks ${counted(more, 'promise')} ${ways}`
  const breaks = `breaks ${counted(broken.length, 'promise')} that ${before} keeps`
  return more === 0 ? breaks : `${breaks}, and ${more} ${ways}`
}

/**
 * One trace a cause, and which promises are broken for the same cause; every trace, or several different ones, where they
 * are asked for.
 *
 * @param room so many lines at most, where nothing more is asked for
 */
export function brokenLines(broken: readonly BrokenPromise[], page: Page, room: number): string[] {
  if (page.cause !== undefined) return ofCauseLines(broken, page.cause, page)
  if (page.all !== undefined)
    return toldOnes(broken, page).flatMap((one, index) => tracedLines(one, explaining(page, index)))
  const causes = reviewCauses(broken)
  const traces = causes.map((cause): CauseTrace => {
    const { placeOf, ...violation } = cause.violations[0]!.told
    const others = cause.promises.filter(name => name !== violation.promise.name)
    return {
      cause: causeName(cause),
      violation,
      page: { ...page, placeOf: step => placeWords(placeOf(step)) },
      more: others.length > 0 ? ['', ...paragraph('  the same cause breaks  ', others.join(', '), page.width)] : [],
    }
  })
  const head = [
    ...(broken.length > 1
      ? [
          '',
          ...paragraph(
            '',
            `breaks ${counted(broken.length, 'promise')}${causesWords(causes, broken.length)}`,
            page.width,
          ),
        ]
      : []),
    ...(causes.length > 1 ? ['', ...causeLines(causes, page)] : []),
  ]
  return [...head, ...fittingTraces(traces, room - head.length, page)]
}

function ofCauseLines(broken: readonly BrokenPromise[], number: number, page: Page): string[] {
  const causes = reviewCauses(broken)
  if (number > causes.length) return []
  return [
    '',
    ...causeHeadLines(causes, number, page),
    ...toldOnes(broken, page).flatMap(one => tracedLines(one, { ...page, explains: true })),
  ]
}

/** The first trace explains its words. */
const explaining = (page: Page, index: number): Page => (index === 0 ? { ...page, explains: true } : page)

const tracedLines = ({ placeOf, ...violation }: BrokenPromise, page: Page): string[] => [
  '',
  ...violationLines(violation, { ...page, placeOf: step => placeWords(placeOf(step)) }),
]

/** One of each cause, every one, or as many as the page asks for. */
export const toldOnes = (broken: readonly BrokenPromise[], { all, cause }: Page): BrokenPromise[] =>
  all === true ? [...broken] : violationsOf(reviewCauses(broken), { all, cause }).map(({ told }) => told)

/**
 * Nothing is recorded of what heals patched code: causes are slices, and what repairs a design that breaks the same is named.
 * One trace stands for a promise in all worlds that break it: they are all of its cause.
 */
export const reviewCauses = (broken: readonly BrokenPromise[]) =>
  causesOf(
    broken.map(told => ({ world: told.world, promise: told.promise.name, trace: told.trace, told })),
    { promises: broken.map(({ promise }) => promise), findings: [], healers: () => [], isNarrow: () => true },
  ).map(cause => {
    const { finding, repair } = cause.violations[0]!.told
    const worlds = [...new Set(cause.violations.flatMap(({ told }) => told.worlds))].sort(compareText)
    return { ...cause, worlds, ...(finding && { findings: [finding] }), ...(repair !== undefined && { repair }) }
  })
