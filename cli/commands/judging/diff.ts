/**
 * `gmemcheck diff`: what callers see of one design and never of another.
 */
import type { Command } from 'commander'
import { span } from '../../options/numbers.ts'
import { addRendering, collect, NO_CACHE, type Rendering } from '../../options/options.ts'
import { tell } from '../../options/tell.ts'

interface DiffOptions extends Rendering {
  readonly tree?: string
  readonly scenario?: string[]
  readonly time: number
  readonly all?: boolean
}

/** A search is cut after so many seconds unless said. */
const TIME = 60

export function declareDiff(program: Command): void {
  addRendering(
    program
      .command('diff')
      .description('Says how calls return under one design and never under another, and which promises differ.')
      .argument('<first>', 'a design, or a patch to the other one')
      .argument('<second>', 'the design or patch to compare it with')
      .option('--tree <directory[@revision]>', 'the code a patch applies to (default: what its hunks show)')
      .option('--no-tree', 'do without the tree that gmemcheck.config.ts names')
      .option('--scenario <name>', 'compare in this scenario; may be given again (default: quick ones)', collect)
      .option('--all', 'tell every difference, with its trace (default: some of each kind)')
      .option('--time <seconds>', 'cut the search of a world after so long', span('--time', 'seconds'), TIME)
      .option('--no-cache', NO_CACHE)
      .addHelpText(
        'after',
        `
Exit codes: 0 nothing differs, 1 something does, 3 a search was cut and nothing
was found to differ.
Examples:
  gmemcheck diff rfc-v2-split rfc-v2-repaired
  gmemcheck diff rfc-v2-split split.patch --scenario convert-to-shared`,
      ),
    'diff',
  ).action(diff)
}

async function diff(first: string, second: string, options: DiffOptions): Promise<void> {
  const [
    { comparedBy, compareIn, scenariosToCompare },
    { exitCodeOfDiff },
    { ALL, FEW },
    { names },
    { scenarios },
    { designs },
    { loadRecorded },
  ] = await Promise.all([
    import('../../judging/compare/diffing.ts'),
    import('../../judging/compare/diff.ts'),
    import('../../reports/compare/text.ts'),
    import('../../names/known.ts'),
    import('../../../model/scenarios/index.ts'),
    import('../../../model/designs/index.ts'),
    import('../../judging/suite/recorded.ts'),
  ])
  const { tree, scenario: asked } = options
  const both = await comparedBy([first, second], { designs, ...(tree !== undefined && { tree }) })
  const choice = { scenarios, suite: names.worlds, recorded: loadRecorded(), ...(asked && { asked }) }
  const { scenarios: chosen, large } = scenariosToCompare(both, choice)
  const worlds = await compareIn(chosen, both, { seconds: options.time })
  const limits = options.all ? ALL : FEW
  await tell('diff', { both, worlds, large, limits, exitCode: exitCodeOfDiff(worlds) }, options)
}
