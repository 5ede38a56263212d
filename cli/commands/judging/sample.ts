/**
 * `gmemcheck sample`: random walks through a world that no search exhausts.
 */
import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { InputError } from '../../../checker/declare.ts'
import type { Walks } from '../../../checker/index.ts'
import { promisesAskedFor } from '../../names/selection.ts'
import type { Searcher } from '../../run/shards/searcher.ts'
import { span, wholeNumber } from '../options/numbers.ts'
import {
  addRendering,
  collect,
  collectFiles,
  LOCALS,
  PROPOSAL,
  type Rendering,
  type TraceOptions,
} from '../options/options.ts'
import { addShards, type Shards, searcherFor, tellShare } from '../options/shards.ts'
import { tell } from '../options/tell.ts'

/** Options that decide what is told, and in how many parts walks are made: the same for all shards, and for what joins them. */
type SampleTelling = Rendering & Shards & TraceOptions & { readonly parts: number }

interface SampleOptions extends Rendering, Shards {
  readonly walks: number
  readonly steps: number
  readonly seed: number
  readonly promise?: string[]
  readonly time?: number
  readonly workers: number
  readonly locals?: true
  readonly proposal?: string[]
}

export function declareSample(program: Command): void {
  addRendering(
    addShards(
      program
        .command('sample')
        .description('Walks through a world at random: for worlds too large to be searched. Proves nothing.')
        .argument('<world>', 'SCENARIO@DESIGN or SCENARIO@DESIGN~MUTATION')
        .option('--walks <n>', 'how many walks', wholeNumber('--walks', 1), 1000)
        .option('--steps <n>', 'steps of a walk, at most', wholeNumber('--steps', 1), 500)
        .option('--seed <n>', 'names the walks: the same ones for the same number', wholeNumber('--seed', 0), 1)
        .option('--promise <name>', 'judge this promise only; may be given again', collect)
        .option('--time <seconds>', 'begin no walk after so long', span('--time', 'seconds'))
        .option('--workers <n>', 'threads that share the walks', wholeNumber('--workers', 1), availableParallelism())
        .option('--proposal <file>', PROPOSAL, collectFiles)
        .option('--locals', LOCALS),
    ).addHelpText(
      'after',
      `
Verdicts: violated, sampled (no walk broke it).
Exit codes: 1 something is violated, 3 nothing was, which proves nothing.
Example:
  gmemcheck sample conversion-among-all@rfc-v2-split --walks 5000 --seed 7`,
    ),
    'sample',
  ).action(sample)
}

async function sample(text: string, options: SampleOptions): Promise<void> {
  const { walks, steps, seed, time: seconds, promise, proposal, workers, shard } = options
  if (shard && proposal)
    throw new InputError('a proposal may change before the walks are put together\nleave out --shard')
  const asked = { text, promise, proposal, walks, steps, seed, ...(seconds !== undefined && { seconds }) }
  return sampleBy(asked, await searcherFor(options, workers), { ...options, parts: shard ? SHARED : workers })
}

/** Parts of a run that machines share. */
export const SHARED = 64

/** The part of a command line that decides which walks are made. */
export interface SampleAsked extends Omit<Walks, 'first' | 'interrupted' | 'onProgress'> {
  readonly text: string
  readonly promise?: readonly string[] | undefined
  readonly proposal?: readonly string[] | undefined
}

export async function sampleBy(asked: SampleAsked, searcher: Searcher, options: SampleTelling): Promise<void> {
  const [{ scenarioNamed }, { worldFrom }, { promises }, { partsOf, walked }] = await Promise.all([
    import('../../names/known.ts'),
    import('../../proposals/world.ts'),
    import('../../../spec/promises/index.ts'),
    import('../../run/walking.ts'),
  ])
  const { text, promise, proposal, steps, seed, seconds } = asked
  const walks = { walks: asked.walks, steps, seed, ...(seconds !== undefined && { seconds }) }
  const world = await worldFrom(text, proposal)
  const selected = promise && { promises: promisesAskedFor(promises, promise) }
  const parts = partsOf({ world, ...selected, ...(proposal && { proposals: proposal }), walks }, options.parts)
  const nameOf = (at: number) => `part ${at + 1}`
  const run = { worlds: parts.map((_, at) => nameOf(at)), costs: parts.map(({ walks }) => walks.walks) }
  const searching = searcher({ command: 'sample', asked, ...run })
  const mine = parts.filter((_, at) => searching.isMine(nameOf(at)))
  const outcomes = await searching.walks(mine)
  searching.end()
  if (options.shard !== undefined) return tellShare(options, { parts: mine.length, of: parts.length, outcomes }, 'part')
  await tell(
    'sample',
    { world, scenario: scenarioNamed(world.scenario), asked: walks, ...walked(outcomes) },
    options,
    options,
  )
}
