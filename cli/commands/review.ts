/**
 * `gmemcheck review`: what a patch changes of what the model knows, and which promises the patched code breaks.
 */
import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { InputError } from '../../checker/errors.ts'
import { seconds } from '../numbers.ts'
import { addRendering, collect, pageOf, print, printJson, type Rendering } from './options.ts'

interface ReviewOptions extends Rendering {
  readonly tree?: string
  readonly against?: string
  readonly scenario?: string[]
  readonly time: number
}

/** A search of a review is cut after so many seconds unless said. */
const TIME = 60
/** The designs a patch is held against, the one that has most places for its code. */
const BASES = ['rfc-v2-split', 'direct-map-rfc-v3']

export function declareReview(program: Command): void {
  addRendering(
    program
      .command('review')
      .description('Runs the C of a patch in the place of the model, and says which promises that breaks.')
      .argument('<patch...>', 'a mail, an mbox, a diff, or a directory of them, with one patch in it')
      .option('--tree <directory[@revision]>', 'the code the patch applies to (default: what its hunks show)')
      .option('--against <design>', `the design whose code it changes (default: ${BASES.join(' or ')}, as fits)`)
      .option('--scenario <name>', 'judge it in this scenario; may be given again (default: quick ones)', collect)
      .option('--time <seconds>', 'cut the search of a world after so long', seconds('--time'), TIME)
      .addHelpText(
        'after',
        `
Exit codes: 0 the patched code keeps every promise that the design keeps, 1 it breaks one, 3 a search was cut,
or code that the model stands for could not be read or run.
Examples:
  gmemcheck review split.patch
  gmemcheck review v3-0003.mbox --tree ~/linux --against direct-map-rfc-v3 --format json`,
      ),
  ).action(review)
}

async function review(paths: readonly string[], options: ReviewOptions): Promise<void> {
  const [
    { readPatches },
    { extraction, fitting },
    { compared, exitCodeOfReview, worldsToReview },
    { names, scenarioNamed },
    { scenarios },
    { designs },
    { manifest },
    { searchSideBySide },
    { named },
  ] = await Promise.all([
    import('../patch-reading.ts'),
    import('../extraction.ts'),
    import('../review.ts'),
    import('../names.ts'),
    import('../../model/scenarios/index.ts'),
    import('../../model/designs/index.ts'),
    import('../../spec/manifest/index.ts'),
    import('../side-by-side.ts'),
    import('../nearest.ts'),
  ])
  const designNamed = (name: string) => named('design', designs, name, 'gmemcheck list designs')
  const against = options.against === undefined ? undefined : designNamed(options.against)
  const [reading, ...more] = await readPatches(paths, options.tree)
  if (reading === undefined || more.length > 0)
    throw new InputError(
      `${paths.join(', ')}: ${1 + more.length} patches are here, and review reads one at a time\ngive one of them, with --tree the code that the others lead to`,
    )
  const found = against ? extraction(reading, against) : fitting(reading, BASES.map(designNamed))
  const { worlds, large } = worldsToReview(found, scenarios, names.worlds, manifest, options.scenario)
  const bounds = { seconds: options.time }
  const code = { sources: reading.files.map(({ source }) => source), functions: found.replaced }
  const outcomes = await searchSideBySide(
    [...worlds.map(world => ({ world, bounds })), ...worlds.map(world => ({ world, bounds, code }))],
    availableParallelism(),
  )
  const reviewed = worlds.map((world, index) => {
    const [before, after] = [outcomes[index]!, outcomes[worlds.length + index]!]
    return { world, scenario: scenarioNamed(world.scenario), before, after, promises: compared(before, after) }
  })
  const exitCode = exitCodeOfReview({ worlds: reviewed, extraction: found })
  const result = { reading, extraction: found, worlds: reviewed, large, exitCode }
  if (options.format === 'json') printJson((await import('../reports/review-json.ts')).reviewJson(result))
  else {
    const [{ reviewText }, { promises }] = await Promise.all([
      import('../reports/review-text.ts'),
      import('../../spec/promises.ts'),
    ])
    print(reviewText(result, promises, pageOf(options)))
  }
  process.exitCode = exitCode
}
