/**
 * `gmemcheck review`: what a patch changes of what the model knows, and which promises the patched code breaks.
 */
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { InputError } from '../../../checker/declare.ts'
import type { ReviewRequest } from '../../judging/review/review.ts'
import type { Searcher } from '../../run/shards/searcher.ts'
import { span } from '../options/numbers.ts'
import {
  addRendering,
  addTelling,
  collect,
  LOCALS,
  NO_CACHE,
  type Rendering,
  type TraceOptions,
} from '../options/options.ts'
import { addShards, type Shards, searcherFor, tellShare } from '../options/shards.ts'
import { tell } from '../options/tell.ts'

/** Options that decide what is told. */
type ReviewTelling = Rendering & TraceOptions & { readonly coverage?: string }

interface ReviewOptions extends ReviewTelling, Shards {
  readonly baseline?: string
  readonly range?: string
  readonly tree?: string
  readonly against?: string
  readonly scenario?: string[]
  readonly outside?: string[]
  readonly assume?: string[]
  readonly config?: string[]
  readonly time: number
}

/** A search of a review is cut after so many seconds unless said. */
const TIME = 60

export function declareReview(program: Command): void {
  addRendering(
    addTelling(
      addShards(
        program
          .command('review')
          .description('Runs the C of a patch in the place of the model, and says which promises that breaks.')
          .argument(
            '[patch...]',
            'a mail, an mbox, a diff, or a directory of them; several are a series; - for standard input',
          )
          .option('--range <A..B>', 'review the commits of a range of --tree, each on top of those before it')
          .option('--tree <directory[@revision]>', 'the code the patch applies to (default: what its hunks show)')
          .option('--no-tree', 'do without the tree that gmemcheck.config.ts names')
          .option(
            '--against <design>',
            'the design whose code it changes (default: as the code before it is known, or as it fits)',
          )
          .option('--baseline <file>', 'violations that are accepted: only others fail; see gmemcheck baseline')
          .option('--scenario <name>', 'judge it in this scenario; may be given again (default: quick ones)', collect)
          .option('--coverage <file>', 'write which lines and branches of the C ran, before and after, as lcov')
          .option('--outside <glob>', 'files that need not be accounted for; may be given again', collect)
          .option(
            '--assume <name=values>',
            'what a function returns that nothing binds: foo=ENOMEM|0, bar=noop',
            collect,
          )
          .option(
            '--config <name=y|n>',
            'look at one value of a CONFIG_ symbol, or of a parameter, only; may be given again',
            collect,
          )
          .option('--time <seconds>', 'cut the search of a world after so long', span('--time', 'seconds'), TIME)
          .option('--no-cache', NO_CACHE),
      )
        .optionsGroup('What is printed:')
        .option('--locals', LOCALS)
        .addHelpText(
          'after',
          `
Exit codes: 0 every changed statement is accounted for, and none breaks a
promise that the code before it keeps, or breaks one in a new way; 1 it does, in
a series after any of its patches; 2 misuse, or output that cannot be written;
3 part of the answer is missing: a statement that was not judged, a search that
was cut, a call that no other thread disturbs and that returns another result,
something that the patch loses (docs/reviewing.md); 4 internal error.
A way is what is broken, of which page or frame and by which call, whether that
succeeds, and after how few failures.
Examples:
  gmemcheck review split.patch
  gmemcheck review series.mbox --tree ~/linux
  gmemcheck review --range v6.12..HEAD --tree ~/linux
  b4 am -o - MESSAGE-ID | gmemcheck review - --tree ~/linux
  gmemcheck review v3-0003.mbox --against direct-map-rfc-v3 --format mail`,
        ),
    ),
    'review',
  ).action(reviewPatches)
}

async function reviewPatches(words: readonly string[], options: ReviewOptions): Promise<void> {
  const { paths, tree } = await patchesAskedFor(words, options)
  const { against, scenario: scenarios, time: seconds, outside, assume, config } = options
  const { baselineAsked } = await import('../../violations/baseline/entries.ts')
  const request = {
    paths,
    tree,
    against,
    scenarios,
    seconds,
    outside,
    assume,
    config,
    ...baselineAsked(options.baseline),
  }
  const searcher = await searcherFor(options, availableParallelism())
  if (options.shard === undefined) return reviewBy(request, searcher, options)
  if (paths.includes('-'))
    throw new InputError(
      'gmemcheck merge reads the patches again, and cannot from standard input\nwrite them to a file',
    )
  const { reviewShare } = await import('../../judging/review/review.ts')
  return tellShare(options, await reviewShare(request, searcher))
}

export async function reviewBy(request: ReviewRequest, searcher: Searcher, options: ReviewTelling): Promise<void> {
  const { review } = await import('../../judging/review/review.ts')
  const { coverage } = options
  const reviewed = await review(request, searcher)
  if (coverage !== undefined) (await import('../../judging/review/lcov.ts')).writeCoverage(coverage, reviewed.series)
  await tell('review', reviewed, options, options)
}

/** @throws InputError unless either patches or commits are asked for */
async function patchesAskedFor(paths: readonly string[], { range, tree }: ReviewOptions) {
  if (range === undefined) {
    if (paths.length > 0) return { paths, tree }
    throw new InputError(
      'there is no patch to review\nname one, write - for standard input, or give --range A..B --tree DIRECTORY',
    )
  }
  if (paths.length > 0) throw new InputError('--range names the commits to review\ngive no patches beside it')
  if (tree === undefined)
    throw new InputError('--range names commits, but not of which repository\nadd --tree DIRECTORY')
  const [{ rangeOf }, { gitDirectoryOf, revisionAt }] = await Promise.all([
    import('../../../model/c/tree/git-commits.ts'),
    import('../../../model/c/tree/tree-at.ts'),
  ])
  const named = existsSync(tree) ? undefined : revisionAt(tree)
  if (named)
    throw new InputError(
      `--range ${range} says which commits, and --tree names the revision "${named.revision}" beside it\nname the repository alone: --tree DIRECTORY`,
    )
  const { base } = rangeOf(gitDirectoryOf(tree), range)
  return { paths: [`${tree}@${range}`], tree: `${tree}@${base}` }
}
