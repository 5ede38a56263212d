/**
 * `gmemcheck check`: judges a design, and tells the shortest trace of every promise it breaks.
 */
import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { InputError } from '../../../checker/declare.ts'
import { promisesAskedFor, worldsAskedFor } from '../../names/selection.ts'
import type { WorldName } from '../../names/world-name.ts'
import { addCheckpoints, type Checkpoints, checkpointOf, removeSpent } from '../../options/checkpoints.ts'
import { span, wholeNumber } from '../../options/numbers.ts'
import {
  ALL,
  addRendering,
  collect,
  LOCALS,
  NO_CACHE,
  numberOrAll,
  type Rendering,
  type TraceOptions,
  WHY,
} from '../../options/options.ts'
import { addShards, costsOf, type Shards, searcherFor } from '../../options/shards.ts'
import { tell } from '../../options/tell.ts'
import type { CheckReport } from '../../reports/world/check-report.ts'
import type { Checked } from '../../reports/world/check-text.ts'
import { resumeCommand } from '../../reports/world/checkpoint.ts'
import { exitCodeFor, reasonsOf } from '../../run/exit-codes.ts'
import type { Searcher } from '../../run/shards/searcher.ts'
import type { Ended, SearchBounds } from '../../search/job.ts'
import { checkTree, refuseWithoutTree, type TreeOptions } from './check-tree.ts'

const MIB = 2 ** 20

interface CheckOptions extends Rendering, Checkpoints, Shards, TraceOptions {
  readonly mutation?: string
  readonly promise?: string[]
  readonly time?: number
  readonly memory?: number
  readonly depth?: number
  readonly preemptions?: number
  readonly first?: true
  readonly audit?: true
  readonly exact?: true
  readonly reduce?: true
  readonly workers?: number
  readonly baseline?: string
}

export function declareCheck(program: Command): void {
  addRendering(
    addShards(
      addCheckpoints(
        program
          .command('check')
          .description('Judges a design in scenarios, and tells the shortest trace of every promise it breaks.')
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
          .option('--exact', 'compare whole states: no odds of a missed one; one thread a world')
          .option(
            '--reduce',
            'let steps stand for others where that changes no verdict: fewer states; traces may be longer',
          )
          .option(
            '--audit',
            'judge every state by every promise, also where nothing that it reads has changed; with --reduce compare with all states',
          ),
      ),
    )
      .optionsGroup('What is printed:')
      .option('--coverage <file>', 'with --tree: write which lines and branches of the C ran, as lcov')
      .option('--locals', LOCALS)
      .option('--why', WHY)
      .option('--all [n]', ALL, numberOrAll)
      .addHelpText(
        'after',
        `
Verdicts: holds (every reachable state within the bounds was seen), violated, bound-reached (the search was cut).
Examples:
  gmemcheck check rfc-v2-split
  gmemcheck check conversion-among-all@rfc-v2-split --preemptions 1
  gmemcheck check rfc-v2-split convert-two-hugepages-out-of-memory --promise no-index-wraps
  gmemcheck check convert-to-shared@rfc-v2-split --audit
  gmemcheck check --tree ~/linux@v6.12 --coverage linux.info
  gmemcheck check ./my-proposal.ts convert-to-shared`,
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
    if (options.shard !== undefined || options.baseline !== undefined)
      throw new InputError('--shard and --baseline are for designs\nleave them out with --tree')
    const asked = design === undefined ? [] : [design, ...scenarios]
    return checkTree(asked, options, options.tree, { ...boundsOf(options), needs: true })
  }
  if (design === undefined)
    throw new InputError('no design is named\nname one (gmemcheck list designs), or a kernel tree: --tree DIRECTORY')
  refuseWithoutTree(options)
  const {
    checkpoint,
    checkpointEvery,
    resume,
    spill,
    format,
    width,
    report,
    quiet,
    locals,
    why,
    all,
    baseline,
    ...judging
  } = options
  const { workers = availableParallelism(), shard, shardFile, ...asked } = judging
  if (shard && (checkpoint ?? resume) !== undefined)
    throw new InputError('a shard writes its own checkpoints\nleave out --checkpoint and --resume')
  return checkBy({ words: [design, ...scenarios], ...asked }, await searcherFor({ shard, shardFile }, workers), options)
}

/** The part of a command line that decides what is judged. */
export interface CheckAsked
  extends Omit<CheckOptions, keyof (Rendering & Checkpoints & Shards & TraceOptions) | 'workers' | 'baseline'> {
  readonly words: readonly string[]
}

/** Options that do not: how it is searched here, and what is told. */
export type CheckTelling = Rendering &
  Partial<Checkpoints> &
  Shards &
  TraceOptions &
  Pick<CheckOptions, 'workers' | 'baseline'>

export async function checkBy(asked: CheckAsked, searcher: Searcher, options: CheckTelling): Promise<void> {
  const written = await checked(asked, searcher, options)
  await tell('check', written.report, options, options)
  await removeSpent(written.checkpoint, written.report.checked[0]?.outcome)
}

/** Makes the searches. @throws InputError when something that is asked for does not exist, or options contradict each other */
export async function checked(asked: CheckAsked, searcher: Searcher, options: CheckTelling) {
  const [{ names, scenarioNamed }, { promises }] = await Promise.all([
    import('../../names/known.ts'),
    import('../../../spec/promises/index.ts'),
  ])
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
  const jobs = worlds.map(world => ({
    world,
    ...selected,
    ...(proposals.length > 0 && { proposals }),
    bounds,
    ...written,
  }))
  const costs = options.shard ? await costsOf(worlds) : worlds.map(() => 0)
  const all = await searcher({ command: 'check', asked }, { jobs, costs })
  const judged = worlds.flatMap((world, index) => {
    const outcome = all[index]
    return outcome === undefined
      ? []
      : { world, scenario: scenarioNamed(world.scenario), outcome, goOn: goingOn(world, outcome, asked) }
  })
  return { report: await heldReport(judged, options.baseline), checkpoint: written.checkpoint?.file }
}

/** @throws InputError when a search that others go on with depends on a file that may change */
async function proposalsIn(words: readonly string[], { shard, checkpoint, resume }: CheckTelling) {
  const { isFile } = await import('../../proposals/load.ts')
  if (!words.some(isFile)) return { words, files: [] }
  if (shard || checkpoint !== undefined || resume !== undefined)
    throw new InputError(
      'a proposal may change before the search goes on\nleave out --shard, --checkpoint and --resume',
    )
  return (await import('../../proposals/words.ts')).withProposals(words)
}

/** Known violations are no reason to fail. @throws InputError when the baseline is not there, or damaged */
async function heldReport(checked: readonly Checked[], file: string | undefined): Promise<CheckReport> {
  const exitCodeOf = (those: readonly Checked[]) => exitCodeFor(reasonsOf(those.map(({ outcome }) => outcome)))
  if (file === undefined) return { checked, exitCode: exitCodeOf(checked) }
  const [{ readBaseline }, { heldAgainst }, { unknownOf }] = await Promise.all([
    import('../../violations/baseline/entries.ts'),
    import('../../violations/baseline/held.ts'),
    import('../../reports/world/check-report.ts'),
  ])
  const held = heldAgainst(file, readBaseline(file), checked)
  return { checked, held, exitCode: exitCodeOf(unknownOf(checked, held.known)) }
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

const boundsOf = (asked: Omit<CheckAsked, 'words'>): SearchBounds => {
  const { time, memory, depth, preemptions, first, audit, exact, reduce } = asked
  return {
    ...(time !== undefined && { seconds: time }),
    ...(memory !== undefined && { bytes: memory * MIB }),
    ...(depth !== undefined && { depth }),
    ...(preemptions !== undefined && { preemptions }),
    ...(first && { stopAtFirst: true }),
    ...(audit && { audit: true }),
    ...(exact && { exact: true }),
    ...(reduce && { reduce: true }),
  }
}
