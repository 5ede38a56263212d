/**
 * `gmemcheck sample`: random walks through a world that no search exhausts.
 */
import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { promisesAskedFor } from '../../names/selection.ts'
import { span, wholeNumber } from '../../options/numbers.ts'
import { addRendering, collect, collectFiles, LOCALS, PROPOSAL, type Rendering } from '../../options/options.ts'
import { tell } from '../../options/tell.ts'

interface SampleOptions extends Rendering {
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
      .option('--locals', LOCALS)
      .addHelpText(
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
  const [{ scenarioNamed }, { worldFrom }, { promises }, { walk }] = await Promise.all([
    import('../../names/known.ts'),
    import('../../proposals/world.ts'),
    import('../../../spec/promises/index.ts'),
    import('../../run/walking.ts'),
  ])
  const { proposal } = options
  const world = await worldFrom(text, proposal)
  const selected = options.promise && { promises: promisesAskedFor(promises, options.promise) }
  const { walks, steps, seed, time } = options
  const asked = { walks, steps, seed, ...(time !== undefined && { seconds: time }) }
  const walked = await walk(
    { world, ...selected, ...(proposal && { proposals: proposal }), walks: asked },
    options.workers,
  )
  await tell('sample', { world, scenario: scenarioNamed(world.scenario), asked, ...walked }, options, options)
}
