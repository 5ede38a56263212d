/**
 * `gmemcheck replay`: runs a path again, and says what it breaks.
 */
import type { Command } from 'commander'
import { InputError } from '../../../checker/declare.ts'
import { exitCodeFor, reasonIf } from '../../run/exit-codes.ts'
import { wholeNumber } from '../options/numbers.ts'
import { addRendering, collect, collectFiles, LOCALS, PROPOSAL, type Rendering } from '../options/options.ts'
import { tell } from '../options/tell.ts'

interface ReplayOptions extends Rendering {
  readonly initial: number
  readonly locals?: true
  readonly patch?: string[]
  readonly after?: number
  readonly tree?: string
  readonly assume?: string[]
  readonly config?: string[]
  readonly proposal?: string[]
}

export function declareReplay(program: Command): void {
  addRendering(
    program
      .command('replay')
      .description('Runs a path again, step by step, and says what it breaks.')
      .argument('<world>', 'SCENARIO@DESIGN or SCENARIO@DESIGN~MUTATION')
      .argument('<path>', "threads in the order in which they step, each with the letter of its choice: '0.0.1a.1'")
      .option('--initial <n>', 'initial state to start from, from 0', wholeNumber('--initial', 0), 0)
      .option('--patch <file>', 'run the C of a patch or a series, as review does; may be given again', collectFiles)
      .option('--after <n>', 'apply so many patches of the series (default: all)', wholeNumber('--after', 1))
      .option(
        '--tree <directory[@revision]>',
        'run the C of a tree, as check --tree does; with --patch, the tree it applies to',
      )
      .option('--assume <name=values>', 'what a function returns that nothing binds, as review was told', collect)
      .option('--config <name=y|n>', 'the configuration of the C, as review names it; may be given again', collect)
      .option('--proposal <file>', PROPOSAL, collectFiles)
      .option('--locals', LOCALS),
    'replay',
  ).action(replayPath)
}

async function replayPath(text: string, path: string, options: ReplayOptions): Promise<void> {
  const { worldFrom } = await import('../../proposals/world.ts')
  const world = await worldFrom(text, options.proposal)
  const { patch: paths, tree, after, assume, config } = options
  if (paths === undefined && after !== undefined)
    throw new InputError('--after counts the patches of a series\ngive the series with --patch')
  if (paths === undefined && tree === undefined)
    for (const option of ['assume', 'config'] as const)
      if (options[option] !== undefined)
        throw new InputError(`--${option} is about C, and a design has none\ngive it with --patch or --tree`)
  const [{ build, propertiesIn }, { replay }] = await Promise.all([
    import('../../run/search/judge.ts'),
    import('../../../checker/index.ts'),
  ])
  const built = build(world)
  const asked = {
    ...(tree !== undefined && { tree }),
    ...(after !== undefined && { after }),
    ...(assume && { assume }),
    ...(config && { config }),
  }
  const code = paths
    ? await (await import('../../judging/review/patched-world.ts')).patchedWorld(built, { paths, ...asked })
    : tree !== undefined
      ? await (await import('../../judging/tree/world.ts')).treeWorld(built, tree, { assume, config })
      : undefined
  const { scenario } = built
  const replayed = replay((code ?? built).system, propertiesIn(scenario), options.initial, path)
  const ending = replayed.broken.filter(({ after }) => after === replayed.steps.length)
  const exitCode = exitCodeFor(reasonIf(ending.length > 0, 'violated'))
  const placeOf = code && { placeOf: code.placeOf }
  await tell('replay', { world, scenario, replayed, ...placeOf, exitCode }, options, options)
}
