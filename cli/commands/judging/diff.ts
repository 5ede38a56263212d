/**
 * `gmemcheck diff`: what callers see of one design and never of another.
 */
import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { InputError } from '../../../checker/declare.ts'
import { showWorld } from '../../names/world-name.ts'
import { isProgram } from '../../proposals/load.ts'
import type { Searcher } from '../../run/shards/searcher.ts'
import { span } from '../options/numbers.ts'
import { addRendering, collect, NO_CACHE, type Rendering } from '../options/options.ts'
import { addShards, costsOf, type Shards, searcherFor, tellShare } from '../options/shards.ts'
import { tell } from '../options/tell.ts'

/** Options that decide what is told. */
type DiffTelling = Rendering & Shards & { readonly all?: boolean | number }

interface DiffOptions extends Rendering, Shards {
  readonly tree?: string
  readonly scenario?: string[]
  readonly time: number
  readonly all?: boolean
}

/** A search is cut after so many seconds unless said. */
const TIME = 60

export function declareDiff(program: Command): void {
  addRendering(
    addShards(
      program
        .command('diff')
        .description('Says how calls return under one design and never under another, and which promises differ.')
        .argument('<first>', 'a design, a file that defines one, a kernel tree, or a patch to the other one')
        .argument('<second>', 'the design, file, tree or patch to compare it with')
        .option('--tree <directory[@revision]>', 'the code a patch applies to (default: what its hunks show)')
        .option('--no-tree', 'do without the tree that gmemcheck.config.ts names')
        .option('--scenario <name>', 'compare in this scenario; may be given again (default: quick ones)', collect)
        .option('--all', 'tell every difference, with its trace (default: some of each kind)')
        .option('--time <seconds>', 'cut the search of a world after so long', span('--time', 'seconds'), TIME)
        .option('--no-cache', NO_CACHE),
    ).addHelpText(
      'after',
      `
Exit codes: 0 nothing differs, 1 something does, 3 a search was cut and nothing
was found to differ.
Examples:
  gmemcheck diff rfc-v2-split rfc-v2-repaired
  gmemcheck diff rfc-v2-split split.patch --scenario convert-to-shared
  gmemcheck diff linux-6.12 linux-7.3
  gmemcheck diff upstream ./my-design.ts`,
    ),
    'diff',
  ).action(diff)
}

async function diff(first: string, second: string, options: DiffOptions): Promise<void> {
  const { tree, scenario: scenarios, time: seconds } = options
  if (options.shard !== undefined && [first, second].some(isProgram))
    throw new InputError('a proposal may change before the shards are merged\nleave out --shard')
  const asked = { words: [first, second] as const, tree, scenarios, seconds }
  const searcher = await searcherFor(options, availableParallelism())
  return diffBy(asked, searcher, options)
}

/** The part of a command line that decides what is compared. */
export interface DiffAsked {
  readonly words: readonly [string, string]
  readonly tree?: string | undefined
  readonly scenarios?: readonly string[] | undefined
  readonly seconds: number
}

export async function diffBy(asked: DiffAsked, searcher: Searcher, options: DiffTelling): Promise<void> {
  const [
    { comparedBy, compareIn, scenariosToCompare },
    { exitCodeOfDiff },
    { ALL, FEW },
    { names },
    { allScenarios },
    { designs },
    { loadRecorded },
  ] = await Promise.all([
    import('../../judging/compare/diffing.ts'),
    import('../../judging/compare/diff.ts'),
    import('../../reports/compare/text.ts'),
    import('../../names/known.ts'),
    import('../../names/proposed.ts'),
    import('../../../model/designs/index.ts'),
    import('../../judging/suite/recorded.ts'),
  ])
  const { words, tree, scenarios, seconds } = asked
  const both = await comparedBy(words, { designs, ...(tree !== undefined && { tree }) })
  const choice = {
    scenarios: allScenarios(),
    suite: names.worlds,
    recorded: loadRecorded(),
    ...(scenarios && { asked: scenarios }),
  }
  const { scenarios: chosen, large } = scenariosToCompare(both, choice)
  const parts = chosen.map(({ name: scenario }) => ({ scenario, design: both[0].design.name }))
  const searching = searcher({ command: 'diff', asked, worlds: parts.map(showWorld), costs: await costsOf(parts) })
  const mine = chosen.filter((_, at) => searching.isMine(showWorld(parts[at]!)))
  const worlds = await compareIn(mine, both, { seconds }, searching)
  searching.end()
  if (options.shard !== undefined) {
    const outcomes = worlds.flatMap(({ outcomes: { first, second } }) => [first, second])
    return tellShare(options, { parts: mine.length, of: chosen.length, outcomes }, 'scenario')
  }
  const limits = options.all ? ALL : FEW
  await tell('diff', { both, worlds, large, limits, exitCode: exitCodeOfDiff(worlds) }, options)
}
