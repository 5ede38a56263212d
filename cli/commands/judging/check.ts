/**
 * `gmemcheck check`: judges a design, and tells why it breaks promises, with a trace for each cause.
 */
import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { InputError } from '../../../checker/declare.ts'
import type { Searcher } from '../../run/shards/searcher.ts'
import { addCheckpoints, removeSpent } from '../options/checkpoints.ts'
import { span, wholeNumber } from '../options/numbers.ts'
import { addRendering, addTelling, collect, LOCALS, NO_CACHE } from '../options/options.ts'
import { addShards, searcherFor } from '../options/shards.ts'
import { tell } from '../options/tell.ts'
import { boundsOf } from './bounds.ts'
import { checkTree, refuseWithoutTree, type TreeOptions } from './check-tree.ts'
import type { CheckAsked, CheckOptions, CheckTelling } from './checked.ts'

export function declareCheck(program: Command): void {
  addRendering(
    addTelling(
      addShards(
        addCheckpoints(
          program
            .command('check')
            .description(
              'Judges a design in scenarios, and tells why it breaks promises: a trace for each cause, or with --all for each promise.',
            )
            .argument(
              '[design]',
              'a design, a file that defines one, or a whole world: SCENARIO@DESIGN or SCENARIO@DESIGN~MUTATION',
            )
            .argument('[scenario...]', 'scenarios, or whole worlds (default: those of the suite)')
            .optionsGroup('What is judged:')
            .option(
              '--tree <directory[@revision]>',
              'judge the C of a kernel tree: guest_memfd.c from its entries down; all other words are scenarios',
            )
            .option('--against <design>', 'with --tree: what stands around its C (default: the nearest design)')
            .option('--assume <name=values>', 'with --tree: what a function returns that nothing binds', collect)
            .option('--config <name=y|n>', 'with --tree: a CONFIG_ symbol that is set, or is not', collect)
            .option('--mutation <name>', 'take a guard or an effect out of the design')
            .option('--promise <name>', 'judge this promise only; may be given again', collect)
            .option('--baseline <file>', 'violations that are accepted: only others fail; see gmemcheck baseline')
            .optionsGroup('Where the search of a world is cut:')
            .option('--time <seconds>', 'after so long', span('--time', 'seconds'))
            .option('--memory <MiB>', 'at so much memory', wholeNumber('--memory', 1))
            .option('--depth <steps>', 'at so many steps from an initial state', wholeNumber('--depth', 1))
            .option(
              '--preemptions <n>',
              'at so many switches away from a thread that could go on; traces with fewest first; one thread a world',
              wholeNumber('--preemptions', 0),
            )
            .option('--first', 'at the first promise that breaks')
            .optionsGroup('How it searches:')
            .option(
              '--workers <n>',
              'worlds searched at the same time (default: one a core), or for one world the threads that share its search (default: 1)',
              wholeNumber('--workers', 1),
            )
            .option('--no-cache', NO_CACHE)
            .option('--exact', 'store whole states, so that no hash collision can hide one; one thread a world')
            .option(
              '--reduce',
              'partial-order and symmetry reduction: fewer states, the same verdicts; traces may be longer',
            )
            .option('--audit', 'with --reduce: search all states too, and compare every verdict'),
        ),
        command => command.getOptionValue('tree') === undefined,
      )
        .optionsGroup('What is printed:')
        .option('--coverage <file>', 'with --tree: write which lines and branches of the C ran, as lcov')
        .option('--locals', LOCALS)
        .addHelpText(
          'after',
          `
Verdicts: holds (every reachable state within the bounds was seen), violated,
bound-reached (the search was cut).
Examples:
  gmemcheck check rfc-v2-split
  gmemcheck check conversion-among-all@rfc-v2-split --preemptions 1
  gmemcheck check rfc-v2-split convert-to-shared --promise no-index-wraps
  gmemcheck check convert-to-shared@rfc-v2-split --reduce --audit
  gmemcheck check --tree ~/linux@v6.12 --coverage linux.info
  gmemcheck check ./my-proposal.ts convert-to-shared`,
        ),
    ),
    'check',
  ).action(check)
}

async function check(
  design: string | undefined,
  scenarios: readonly string[],
  options: CheckOptions & TreeOptions,
): Promise<void> {
  if (options.tree !== undefined) {
    const asked = design === undefined ? [] : [design, ...scenarios]
    const { workers = availableParallelism() } = options
    return checkTree(asked, options, workers, { ...boundsOf(options), needs: true })
  }
  if (design === undefined)
    throw new InputError('no design is named\nname one (gmemcheck list designs), or a kernel tree: --tree DIRECTORY')
  refuseWithoutTree(options)
  const { workers = availableParallelism(), shard, checkpoint, resume } = options
  if (shard && (checkpoint ?? resume) !== undefined)
    throw new InputError('a shard writes its own checkpoints\nleave out --checkpoint and --resume')
  const asked = Object.fromEntries(
    JUDGING.flatMap(name => (options[name] === undefined ? [] : [[name, options[name]]])),
  )
  const { baselineAsked } = await import('../../violations/baseline/entries.ts')
  return checkBy(
    { words: [design, ...scenarios], ...asked, ...baselineAsked(options.baseline) },
    await searcherFor(options, workers),
    options,
  )
}

/** The options that decide what is judged: shards of one run agree about them. */
const JUDGING = [
  'mutation',
  'promise',
  'time',
  'memory',
  'depth',
  'preemptions',
  'first',
  'audit',
  'exact',
  'reduce',
] as const satisfies readonly Exclude<keyof CheckAsked, 'words'>[]

export async function checkBy(asked: CheckAsked, searcher: Searcher, options: CheckTelling): Promise<void> {
  const { checked } = await import('./checked.ts')
  const written = await checked(asked, searcher, options)
  const { codeOptions } = written
  await tell('check', written.report, options, { ...options, ...(codeOptions !== '' && { codeOptions }) })
  await removeSpent(written.checkpoint, written.report.checked[0]?.outcome)
}
