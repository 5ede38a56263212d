/**
 * A patch judged by its anchors: none of its code can run in the place of the model, and yet it is known to lead from one
 * design to another, which are judged as they are written by hand.
 */
import { availableParallelism } from 'node:os'
import type { AnchorPatch } from '../../../../model/anchors/source.ts'
import { operationsOf, type Scenario } from '../../../../model/scenarios/parts/scenario.ts'
import type { WorldChoice } from '../../../names/choice.ts'
import { named } from '../../../names/nearest.ts'
import { isLarge } from '../../../names/quick.ts'
import { compareText } from '../../../names/world-name.ts'
import { isCut, type Reason, reasonIf, troublesOf } from '../../../run/exit-codes.ts'
import type { Ended, SearchBounds } from '../../../run/search/job.ts'
import { standing } from '../../../run/search/standing.ts'
import { searchSideBySide } from '../../../run/side-by-side.ts'
import type { AnchoredFunction } from './functions.ts'

export interface AnchoredVerdicts {
  readonly patch: AnchorPatch
  readonly worlds: readonly AnchoredWorld[]
  readonly reasons: readonly Reason[]
}

/** One scenario under the design after the patch, and under the one before it if there is one. */
export interface AnchoredWorld {
  readonly scenario: string
  readonly before?: Ended
  readonly after: Ended
}

/** Of a promise, the scenarios in which the design before the patch breaks it, and those in which the one after it does. */
export interface AnchoredPromise {
  readonly promise: string
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/**
 * In the scenarios asked for, or the quick ones of the suite in which the changed functions run: all quick ones where none
 * of those is modelled.
 *
 * @throws InputError when a scenario asked for does not exist
 */
export async function anchoredVerdicts(
  patch: AnchorPatch,
  functions: readonly AnchoredFunction[],
  { scenarios, suite, recorded, asked }: WorldChoice,
  bounds: SearchBounds,
): Promise<AnchoredVerdicts> {
  const operations = new Set(functions.flatMap(({ points }) => points.map(({ operation }) => operation)))
  const runs = (scenario: Scenario) => operations.size === 0 || operationsOf(scenario).some(one => operations.has(one))
  const scenarioNamed = (name: string) => named('scenario', scenarios, name, 'gmemcheck list scenarios')
  const quick = () =>
    suite
      .filter(({ design, mutation }) => design === patch.after && mutation === undefined)
      .filter(world => !isLarge(world, recorded))
      .filter(({ scenario }) => runs(scenarioNamed(scenario)))
      .map(({ scenario }) => scenario)
  const chosen = (asked?.map(name => scenarioNamed(name).name) ?? quick()).sort(compareText)
  const jobsOf = (design: string | undefined) =>
    design === undefined ? [] : chosen.map(scenario => ({ world: { scenario, design }, bounds }))
  const jobs = [...jobsOf(patch.after), ...jobsOf(patch.before)]
  const outcomes = await searchSideBySide(jobs, availableParallelism())
  const worlds = chosen.map((scenario, index): AnchoredWorld => {
    const before = outcomes[chosen.length + index]
    return { scenario, ...(before && { before }), after: outcomes[index]! }
  })
  return { patch, worlds, reasons: reasonsFor(worlds) }
}

/** Promises that one of the designs breaks, by name. */
export function brokenPromises(worlds: readonly AnchoredWorld[]): AnchoredPromise[] {
  const found = new Map<string, { before: string[]; after: string[] }>()
  for (const { scenario, ...sides } of worlds)
    for (const side of ['before', 'after'] as const)
      for (const promise of brokenIn(sides[side])) {
        if (!found.has(promise)) found.set(promise, { before: [], after: [] })
        found.get(promise)![side].push(scenario)
      }
  return [...found].map(([promise, sides]) => ({ promise, ...sides })).sort((a, b) => compareText(a.promise, b.promise))
}

const brokenIn = (outcome: Ended | undefined): string[] =>
  outcome?.kind === 'judged' ? standing(outcome.result, 'violated').map(({ property }) => property) : []

/** Nobody can say whether a promise is newly broken where no design stands for the code before. */
function reasonsFor(worlds: readonly AnchoredWorld[]): Reason[] {
  const outcomes = worlds.flatMap(({ before, after }) => [...(before ? [before] : []), after])
  const isNew = ({ before, after }: AnchoredWorld) =>
    before !== undefined && brokenIn(after).some(one => !brokenIn(before).includes(one))
  const isOpen = worlds.length === 0 || worlds.some(({ before }) => before === undefined) || outcomes.some(isCut)
  return [...troublesOf(outcomes), ...reasonIf(worlds.some(isNew), 'violated'), ...reasonIf(isOpen, 'open')]
}
