/**
 * `gmemcheck review`: what a patch changes of what the model knows, and which promises the patched code breaks.
 */
import type { Command } from 'commander'
import { codeOptions } from '../names/code-options.ts'
import type { AnchoredReview } from '../review/anchored-review.ts'
import type { Series } from '../review/series.ts'
import type { ExitCode } from '../run/exit-codes.ts'
import { span } from './numbers.ts'
import { addRendering, collect, pageOf, print, printJson, type Rendering } from './options.ts'

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
    ['mail'],
  ).action(review)
}

async function review(paths: readonly string[], options: ReviewOptions): Promise<void> {
  const [
    { readPatches },
    { extraction },
    { chosenDesign },
    { refuseBadCode },
    { reviewPoints },
    { seriesOf },
    { names },
    { scenarios },
    { designs },
    { loadRecorded },
    { named },
    { withAnchors },
    { recognized },
  ] = await Promise.all([
    import('../../model/patched/reading.ts'),
    import('../../model/patched/extraction.ts'),
    import('../../model/patched/chosen-design.ts'),
    import('../../model/patched/bad-code.ts'),
    import('../review/reviewing.ts'),
    import('../review/series.ts'),
    import('../names/known.ts'),
    import('../../model/scenarios/index.ts'),
    import('../../model/designs/index.ts'),
    import('../suite/recorded.ts'),
    import('../names/nearest.ts'),
    import('../review/anchored-review.ts'),
    import('../../model/anchors/recognize.ts'),
  ])
  const designNamed = (name: string) => named('design', designs, name, 'gmemcheck list designs')
  const asked = options.against === undefined ? undefined : designNamed(options.against)
  const readings = await readPatches(paths, options.tree)
  const known = readings.length === 1 ? recognized(readings[0]!.patch) : undefined
  const design = asked ?? chosenDesign(readings, designNamed)
  const points = readings.map(reading => ({ reading, extraction: extraction(reading, design) }))
  for (const point of points) refuseBadCode(point.reading, point.extraction)
  const recorded = loadRecorded()
  const choice = { scenarios, suite: names.worlds, recorded, ...(options.scenario && { asked: options.scenario }) }
  const bounds = { seconds: options.time }
  // What anchors judge runs no code of the patch, whatever the scenario.
  const byAnchors = known !== undefined && points.every(point => point.extraction.replaced.length === 0)
  const reviews = await reviewPoints(points, byAnchors ? { ...choice, asked: undefined } : choice, bounds)
  const [only, ...others] = reviews
  const review = others.length === 0 ? await withAnchors(only!, { designs, ...choice }, bounds) : undefined
  if (options.format === 'mail') process.exitCode = await tellMail(seriesOf(review ? [review] : reviews))
  else
    process.exitCode = review
      ? await tellReview(review, paths, options)
      : await tellSeries(seriesOf(reviews), paths, options)
}

async function tellMail(series: Series): Promise<ExitCode> {
  const [{ mailLines }, { promises }] = await Promise.all([
    import('../reports/review/mail.ts'),
    import('../../spec/promises.ts'),
  ])
  print(mailLines(series, promises))
  return series.exitCode
}

async function tellReview(review: AnchoredReview, paths: readonly string[], options: ReviewOptions): Promise<ExitCode> {
  if (options.format === 'json') printJson((await import('../reports/review/json.ts')).reviewJson(review))
  else {
    const [{ reviewText }, { promises }] = await Promise.all([
      import('../reports/review/text.ts'),
      import('../../spec/promises.ts'),
    ])
    print(reviewText(review, promises, { ...pageOf(options), codeOptions: codeOptions(paths, options.tree) }))
  }
  return review.exitCode
}

async function tellSeries(series: Series, paths: readonly string[], options: ReviewOptions): Promise<ExitCode> {
  if (options.format === 'json') printJson((await import('../reports/review/json.ts')).seriesJson(series))
  else {
    const [{ seriesText }, { promises }] = await Promise.all([
      import('../reports/review/series-text.ts'),
      import('../../spec/promises.ts'),
    ])
    const codeAfter = (patches: number) =>
      codeOptions(paths, options.tree, patches === series.points.length ? undefined : patches)
    print(seriesText(series, promises, pageOf(options), codeAfter))
  }
  return series.exitCode
}
