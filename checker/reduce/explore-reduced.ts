/**
 * Rounds of a reduced search, until one has seen nothing that it did not decide by.
 */

import type { initialStates } from '../compile/runner.ts'
import type { World } from '../compile/world.ts'
import type { Property } from '../declare/property.ts'
import type { Cut } from '../declare/result.ts'
import { LocalGraph } from './local/local-graph.ts'
import { Finder } from './paths.ts'
import { type Found, type ReducedBounds, Round } from './round.ts'
import { Stepper, ToldApart } from './stepper.ts'
import { Symmetry } from './symmetry.ts'

interface ReducedExploration extends Found {
  readonly judge: Finder
  /** How often it began. */
  readonly rounds: number
  /** Threads that changed places. */
  readonly alike: readonly (readonly number[])[]
  /** Why threads that are declared alike did not. */
  readonly toldApart: string | undefined
  /** The thread that stands in a place, once the threads of a state have changed places as the search has them. */
  readonly original: (words: Int32Array, place: number) => number
  readonly cut: Cut | undefined
  readonly fired: Uint8Array
}

export function exploreReduced(
  world: World,
  initial: ReturnType<typeof initialStates>,
  properties: readonly Property[],
  bounds: ReducedBounds,
): ReducedExploration {
  const clock = { started: performance.now(), told: 0 }
  try {
    return { ...exploreAs(world, initial, properties, bounds, clock), toldApart: undefined }
  } catch (error) {
    if (!(error instanceof ToldApart)) throw error
    return {
      ...exploreAs(world, initial, properties, { ...bounds, threads: false }, clock),
      toldApart: error.message,
    }
  }
}

/** @throws ToldApart when a step or a promise tells threads apart that are declared alike */
function exploreAs(
  world: World,
  initial: ReturnType<typeof initialStates>,
  properties: readonly Property[],
  bounds: ReducedBounds,
  clock: { readonly started: number; told: number },
): Omit<ReducedExploration, 'toldApart'> {
  const judged = properties.filter(({ kind }) => kind === 'state' || kind === 'goal').length
  const symmetry = new Symmetry(world, bounds.threads)
  const graph = new LocalGraph(world, judged, symmetry.groups)
  const judge = new Finder(world, properties)
  const stepper = new Stepper(world, graph, judge, symmetry)
  const original = (words: Int32Array, place: number) =>
    symmetry.renamings[symmetry.toCommon(words, graph.all(words))]!.indexOf(place)
  for (let rounds = 1; ; rounds++) {
    graph.settle()
    const round = new Round(world, { graph, symmetry, stepper, judge }, bounds, clock)
    const cut = round.search(initial)
    if (round.sawMore && bounds.steps && cut === undefined) continue
    return { ...round.found, rounds, cut, original, alike: symmetry.groups, judge, fired: stepper.fired }
  }
}
