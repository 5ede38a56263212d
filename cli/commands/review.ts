/**
 * `gmemcheck review`: what a patch changes of what the model knows, and which promises the patched code breaks.
 */
import type { Command } from 'commander'
import { span } from './numbers.ts'
import { addRendering, collect, type Rendering } from './options.ts'
import { tell } from './tell.ts'

interface ReviewOptions extends Rendering {
  readonly tree?: string
  readonly against?: string
  readonly scenario?: string[]
  readonly time: number
}

/** A search of a review is cut after so many seconds unless said. */
const TIME = 60

export function declareReview(program: Command): void {
  addRendering(
    program
      .command('review')
      .description('Runs the C of a patch in the place of the model, and says which promises that breaks.')
      .argument('<patch...>', 'a mail, an mbox, a diff, or a directory of them; several are a series')
      .option('--tree <directory[@revision]>', 'the code the patch applies to (default: what its hunks show)')
      .option(
        '--against <design>',
        'the design whose code it changes (default: as the code before it is known, or as it fits)',
      )
      .option('--scenario <name>', 'judge it in this scenario; may be given again (default: quick ones)', collect)
      .option('--time <seconds>', 'cut the search of a world after so long', span('--time', 'seconds'), TIME)
      .addHelpText(
        'after',
        `
Exit codes: 0 the patched code keeps every promise that the design keeps, and breaks no other in a new way; 1 it does,
in a series after any of its patches; 3 a search was cut, or code that the model stands for could not be read or run.
A way is what is broken, of which page or frame and by which call, whether that succeeds, and after how few failures.
Examples:
  gmemcheck review split.patch
  gmemcheck review series.mbox --tree ~/linux
  gmemcheck review v3-0003.mbox --tree ~/linux --against direct-map-rfc-v3 --format mail`,
      ),
    'review',
  ).action(reviewPatches)
}

async function reviewPatches(paths: readonly string[], options: ReviewOptions): Promise<void> {
  const { review } = await import('../review/review.ts')
  const { tree, against, scenario: scenarios, time: seconds } = options
  await tell('review', await review({ paths, tree, against, scenarios, seconds }), options)
}
