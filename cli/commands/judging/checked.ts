/**
 * The searches that `check` asks for, and what is left of them beside a baseline.
 */
import { InputError } from '../../../checker/declare.ts'
import { promises } from '../../../spec/promises/index.ts'
import { proposalOptions } from '../../names/code-options.ts'
import { names, scenarioNamed } from '../../names/known.ts'
import { promisesAskedFor, worldsAskedFor } from '../../names/selection.ts'
import { showWorld, type WorldName } from '../../names/world-name.ts'
import { isFile } from '../../proposals/load.ts'
import { resumeCommand } from '../../reports/world/check/checkpoint.ts'
import type { CheckReport } from '../../reports/world/check/report.ts'
import type { Checked } from '../../reports/world/check/text.ts'
import { exitCodeFor, reasonIf, reasonsOf } from '../../run/exit-codes.ts'
import type { Ended } from '../../run/search/job.ts'
import { outcomesBeside } from '../../run/shards/behind.ts'
import type { Searcher } from '../../run/shards/searcher.ts'
import { sharedBy } from '../../run/shards/share.ts'
import type { Baseline } from '../../violations/baseline/entries.ts'
import { apartFrom, heldAgainst, isOpenBehind } from '../../violations/baseline/held.ts'
import { type Checkpoints, checkpointOf } from '../options/checkpoints.ts'
import type { Rendering, TraceOptions } from '../options/options.ts'
import { costsOf, type Shards } from '../options/shards.ts'
import { type BoundsOptions, boundsOf } from './bounds.ts'

export interface CheckOptions extends Rendering, Checkpoints, Shards, TraceOptions, BoundsOptions {
  readonly mutation?: string
  readonly promise?: string[]
  readonly workers?: number
  readonly baseline?: string
}

/** The part of a command line that decides what is judged. */
export interface CheckAsked
  extends Omit<CheckOptions, keyof (Rendering & Checkpoints & Shards & TraceOptions) | 'workers' | 'baseline'> {
  readonly words: readonly string[]
  /** As it was when the run began: shards and their merge go by the same. */
  readonly baseline?: Baseline
}

/** Options that do not: how it is searched here, and what is told. */
export type CheckTelling = Rendering & Partial<Checkpoints> & Shards & TraceOptions & Pick<CheckOptions, 'workers'>

/** Makes the searches. @throws InputError when something that is asked for does not exist, or options contradict each other */
export async function checked(asked: CheckAsked, searcher: Searcher, options: CheckTelling) {
  const { baseline } = asked
  const { words, files: proposals } = await proposalsIn(asked.words, options)
  const worlds = worldsAskedFor(names, words, asked.mutation)
  const selected = asked.promise && { promises: promisesAskedFor(promises, asked.promise) }
  const bounds = {
    ...boundsOf(asked),
    ...(options.spill !== undefined && { spill: options.spill }),
    needs: true,
    // A violation that several threads find is searched again by one: threads pay where little is broken, and are not the default.
    ...(worlds.length === 1 && sharesSearches(asked) && { threads: options.workers ?? 1 }),
  }
  const written = checkpointOf(options, worlds)
  const costs = options.shard ? await costsOf(worlds) : worlds.map(() => 0)
  const searching = searcher({ command: 'check', asked, worlds: worlds.map(showWorld), costs })
  const mine = worlds.filter(world => searching.isMine(showWorld(world)))
  const jobs = mine.map(world => ({
    world,
    ...selected,
    ...(proposals.length > 0 && { proposals }),
    bounds,
    ...written,
  }))
  const outcomes = await outcomesBeside(baseline, jobs, searching)
  searching.end()
  const judged = mine.map((world, index) => {
    const outcome = outcomes[index]!
    return { world, scenario: scenarioNamed(world.scenario), outcome, goOn: goingOn(world, outcome, asked) }
  })
  return {
    report: { ...reportOf(judged, baseline), ...sharedBy(options.shard, mine.length, worlds.length) },
    checkpoint: written.checkpoint?.file,
    codeOptions: proposalOptions(proposals),
  }
}

/** @throws InputError when a search that others go on with depends on a file that may change */
async function proposalsIn(words: readonly string[], { shard, checkpoint, resume }: CheckTelling) {
  if (!words.some(isFile)) return { words, files: [] }
  if (shard || checkpoint !== undefined || resume !== undefined)
    throw new InputError(
      'a proposal may change before the search goes on\nleave out --shard, --checkpoint and --resume',
    )
  return (await import('../../proposals/words.ts')).withProposals(words)
}

/** Known violations are no reason to fail. */
function reportOf(checked: readonly Checked[], baseline: Baseline | undefined): CheckReport {
  const held = baseline && heldAgainst(baseline, checked)
  const left = held ? apartFrom(checked, held.known) : checked
  const reasons = [...reasonsOf(left.map(({ outcome }) => outcome)), ...reasonIf(!!held && isOpenBehind(held), 'open')]
  return { checked, ...(held && { held }), exitCode: exitCodeFor(reasons) }
}

/** The command that goes on where a checkpoint was left. */
const goingOn = (world: WorldName, outcome: Ended, { promise = [], exact }: CheckAsked): string | undefined =>
  outcome.kind === 'judged' && outcome.result.checkpoint !== undefined
    ? resumeCommand(world, outcome.result.checkpoint, [
        ...promise.map(name => `--promise ${name}`),
        ...(exact ? ['--exact'] : []),
      ])
    : undefined

const sharesSearches = ({ exact, reduce, preemptions }: CheckAsked) => !exact && !reduce && preemptions === undefined
