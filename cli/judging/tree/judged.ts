/**
 * A tree judged: its worlds searched, and what of it has run.
 */
import { leavingOut } from '../../../model/patched/lacking.ts'
import { codeOptions } from '../../names/code-options.ts'
import { scenarioNamed } from '../../names/known.ts'
import { transitionsOf, UNKNOWN } from '../../names/quick.ts'
import { showWorld, type WorldName } from '../../names/world-name.ts'
import { exitCodeFor, reasonIf, reasonsOf } from '../../run/exit-codes.ts'
import type { Ended, SearchBounds } from '../../run/search/job.ts'
import { outcomesBeside } from '../../run/shards/behind.ts'
import type { AskedRun, SearchedShare, Searcher, Searching } from '../../run/shards/searcher.ts'
import type { Baseline } from '../../violations/baseline/entries.ts'
import { apartFrom, heldAgainst, isOpenBehind } from '../../violations/baseline/held.ts'
import { assumedOn } from '../review/worlds/assumed.ts'
import { loadRecorded } from '../suite/recorded.ts'
import { coverageOfTree, type TreeCoverage } from './coverage.ts'
import { type JudgedTree, reasonsOfTree, treeNamed, worldsOfTree } from './tree.ts'

export interface TreeJudged {
  readonly tree: JudgedTree
  readonly coverage: TreeCoverage
  /** Violations that rest on what is assumed. */
  readonly possible: readonly PossibleViolation[]
  /** Too large to be searched unless they are asked for. */
  readonly large: readonly WorldName[]
  /** In words, what worlds of the design have and the tree does not: see `worldsOfTree`. */
  readonly lacking: readonly string[]
  /** The options by which `replay` finds the code. */
  readonly codeOptions: string
}

export interface TreeRequest {
  readonly place: string
  readonly against?: string | undefined
  readonly assume?: readonly string[] | undefined
  readonly config?: readonly string[] | undefined
  /** Quick ones of the suite unless some are named. */
  readonly scenarios: readonly string[]
  readonly promises?: readonly string[] | undefined
  readonly bounds: SearchBounds
  /** Violations that are accepted: shards and their merge go by the same. */
  readonly baseline?: Baseline
}

/** @throws InputError when there is no such tree, or something that is asked for does not exist */
export async function judgeTree(request: TreeRequest, searcher: Searcher) {
  const { place, assume, config, baseline } = request
  const { tree, chosen, run } = await asked(request)
  const searched = await searchedIn(tree, chosen.worlds, request, searcher(run))
  const held = baseline && heldAgainst(baseline, searched)
  const outcomes = (held ? apartFrom(searched, held.known) : searched).map(({ outcome }) => outcome)
  const possible = chosen.worlds.flatMap((world, index) => possibleIn(world, outcomes[index]!))
  const judged: TreeJudged = {
    tree,
    coverage: coverageOfTree(
      tree,
      searched.map(({ outcome }) => outcome),
    ),
    possible,
    large: chosen.large,
    lacking: chosen.lacking,
    codeOptions: codeOptions([], place, undefined, { assume, config }),
  }
  const broken = outcomes.flatMap(brokenIn).length
  const reasons = [
    ...reasonsOf(outcomes).filter(reason => reason !== 'violated'),
    ...reasonIf(broken > possible.length, 'violated'),
    ...reasonIf(!!held && isOpenBehind(held), 'open'),
    ...reasonsOfTree(tree, chosen),
  ]
  return { checked: searched, ...(held && { held }), tree: judged, exitCode: exitCodeFor(reasons) }
}

/** Makes the searches of a share, and no more: what they come to, only all shares together can tell. */
export async function judgeTreeShare(request: TreeRequest, searcher: Searcher): Promise<SearchedShare> {
  const { tree, chosen, run } = await asked(request)
  const searching = searcher(run)
  const mine = chosen.worlds.filter(world => searching.isMine(showWorld(world)))
  const searched = await searchedIn(tree, mine, request, searching)
  searching.end()
  return { parts: mine.length, of: run.worlds.length, outcomes: searched.map(({ outcome }) => outcome) }
}

async function asked(request: TreeRequest) {
  const tree = await treeNamed(request.place, request.against, request)
  const chosen = worldsOfTree(tree, request.scenarios)
  const recorded = loadRecorded()
  const run: AskedRun = {
    command: 'tree',
    asked: request,
    worlds: chosen.worlds.map(showWorld),
    costs: chosen.worlds.map(world => transitionsOf(world, recorded) ?? UNKNOWN),
  }
  return { tree, chosen, run }
}

async function searchedIn(
  { code, extraction }: JudgedTree,
  worlds: readonly WorldName[],
  { bounds, promises, baseline }: TreeRequest,
  searching: Searching,
) {
  const lacking = leavingOut(extraction.lacking)
  const jobs = worlds.map(world => ({ world, ...lacking, bounds, code, ...(promises && { promises }) }))
  const outcomes = await outcomesBeside(baseline, jobs, searching)
  return worlds.map((world, index) => ({
    world,
    scenario: scenarioNamed(world.scenario),
    outcome: outcomes[index]!,
  }))
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
