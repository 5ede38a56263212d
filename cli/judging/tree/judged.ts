/**
 * A tree judged: its worlds searched, and what of it has run.
 */
import { codeOptions } from '../../names/code-options.ts'
import { scenarioNamed } from '../../names/known.ts'
import type { WorldName } from '../../names/world-name.ts'
import { exitCodeFor, reasonIf, reasonsOf } from '../../run/exit-codes.ts'
import { searchSideBySide } from '../../run/side-by-side.ts'
import type { Ended, SearchBounds } from '../../search/job.ts'
import { assumedOn } from '../review/worlds/assumed.ts'
import { coverageOfTree, type TreeCoverage } from './coverage.ts'
import { type JudgedTree, reasonsOfTree, treeNamed, worldsOfTree } from './tree.ts'

export interface TreeJudged {
  readonly tree: JudgedTree
  readonly coverage: TreeCoverage
  /** Violations that rest on what is assumed. */
  readonly possible: readonly PossibleViolation[]
  /** Too large to be searched unless they are asked for. */
  readonly large: readonly WorldName[]
  /** The options by which `replay` finds the code. */
  readonly codeOptions: string
}

export interface TreeRequest {
  readonly place: string
  readonly against?: string | undefined
  readonly assume?: readonly string[] | undefined
  /** Quick ones of the suite unless some are named. */
  readonly scenarios: readonly string[]
  readonly promises?: readonly string[] | undefined
  readonly bounds: SearchBounds
  readonly workers: number
}

/** @throws InputError when there is no such tree, or something that is asked for does not exist */
export async function judgeTree(request: TreeRequest) {
  const { place, against, assume, scenarios, promises, bounds, workers } = request
  const tree = await treeNamed(place, against, assume)
  const chosen = worldsOfTree(tree, scenarios)
  const outcomes = await searchSideBySide(
    chosen.worlds.map(world => ({ world, bounds, code: tree.code, ...(promises && { promises }) })),
    workers,
  )
  const possible = chosen.worlds.flatMap((world, index) => possibleIn(world, outcomes[index]!))
  const judged: TreeJudged = {
    tree,
    coverage: coverageOfTree(tree, outcomes),
    possible,
    large: chosen.large,
    codeOptions: codeOptions([], place, undefined, assume),
  }
  const broken = outcomes.flatMap(brokenIn).length
  const reasons = [
    ...reasonsOf(outcomes).filter(reason => reason !== 'violated'),
    ...reasonIf(broken > possible.length, 'violated'),
    ...reasonsOfTree(tree, chosen),
  ]
  const checked = chosen.worlds.map((world, index) => ({
    world,
    scenario: scenarioNamed(world.scenario),
    outcome: outcomes[index]!,
  }))
  return { checked, tree: judged, exitCode: exitCodeFor(reasons) }
}

/** A promise that is broken where calls that nothing binds do what is assumed of them. */
export interface PossibleViolation {
  readonly promise: string
  readonly world: WorldName
  /** In words: see `assumedOn`. */
  readonly assumed: readonly string[]
}

const possibleIn = (world: WorldName, outcome: Ended): PossibleViolation[] =>
  brokenIn(outcome).flatMap(({ promise, trace }) => {
    const assumed = assumedOn(undefined, outcome, trace)
    return assumed.length === 0 ? [] : [{ promise, world, assumed }]
  })

const brokenIn = (outcome: Ended) =>
  outcome.kind !== 'judged'
    ? []
    : outcome.result.judgements.flatMap(({ property, outcome: { verdict, ...told } }) =>
        verdict === 'violated' && 'trace' in told ? [{ promise: property, trace: told.trace }] : [],
      )
