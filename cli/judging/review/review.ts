/**
 * The way of patches through a review, from mails to what is reported: read, held against a design, placed in it, searched
 * before and after, compared.
 */
import { recognized } from '../../../model/anchors/recognize.ts'
import type { Accounted } from '../../../model/c/account/account.ts'
import { saidResults } from '../../../model/code/assumptions.ts'
import { designs } from '../../../model/designs/index.ts'
import { refuseBadCode } from '../../../model/patched/bad-code.ts'
import { chosenDesign } from '../../../model/patched/chosen-design.ts'
import { extraction } from '../../../model/patched/extraction.ts'
import { readPatches } from '../../../model/patched/reading.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { codeOptions } from '../../names/code-options.ts'
import { names } from '../../names/known.ts'
import { named } from '../../names/nearest.ts'
import { type ExitCode, exitCodeFor } from '../../run/exit-codes.ts'
import { loadRecorded } from '../suite/recorded.ts'
import { accountOfReview } from './account/accounting.ts'
import { outsideOf } from './account/outside.ts'
import { type AnchoredReview, withAnchors } from './anchors/review.ts'
import { type Series, seriesOf } from './series.ts'
import { type ChosenWorlds, worldsToReview } from './worlds/chosen.ts'
import { lostBy } from './worlds/lost.ts'
import { reviewedPromises } from './worlds/promises.ts'
import { type Review, reasonsOfReview } from './worlds/result.ts'
import { type PatchPoint, type SearchedWorld, searchPoints } from './worlds/searches.ts'
import { unjudgedOf } from './worlds/unjudged.ts'

export interface ReviewRequest {
  /** Of patches and series. */
  readonly paths: readonly string[]
  readonly tree?: string | undefined
  /** A design; the one that fits unless said. */
  readonly against?: string | undefined
  /** Scenarios; quick ones of the suite unless said. */
  readonly scenarios?: readonly string[] | undefined
  /** After so many a search is cut. */
  readonly seconds: number
  /** Assumptions about functions that nothing binds: `foo=ENOMEM|0`. */
  readonly assume?: readonly string[] | undefined
  /** Files that need not be accounted for, as globs. */
  readonly outside?: readonly string[] | undefined
}

export interface Reviewed {
  readonly series: Series
  /** The review of a patch that came alone. */
  readonly alone?: AnchoredReview
  /** The options by which `replay` finds the code after so many of the patches. */
  readonly codeAfter: (patches: number) => string
  readonly exitCode: ExitCode
}

/** @throws InputError when patches cannot be read or judged, or something that is asked for does not exist */
export async function review(request: ReviewRequest): Promise<Reviewed> {
  const { paths, tree, against, scenarios: asked, seconds, assume, outside } = request
  const designNamed = (name: string) => named('design', designs, name, 'gmemcheck list designs')
  const askedFor = against === undefined ? undefined : designNamed(against)
  const said = saidResults(assume ?? [])
  const readings = await readPatches(paths, tree)
  const design = askedFor ?? chosenDesign(readings, designNamed, designs)
  const points = readings.map((reading): PatchPoint => ({ reading, extraction: extraction(reading, design, said) }))
  for (const point of points) refuseBadCode(point.reading, point.extraction)
  const choice = { scenarios, suite: names.worlds, recorded: loadRecorded(), asked }
  // A patch that anchors judge runs no code of its own, whatever the scenario.
  const chosen = worldsToReview(
    points.map(point => point.extraction),
    isJudgedByAnchors(points) ? { ...choice, asked: undefined } : choice,
  )
  const bounds = { seconds }
  const searched = await searchPoints(
    points,
    chosen.map(({ worlds }) => worlds),
    { ...bounds, needs: true },
  )
  const searches = points.map((point, at) => searchOf(point, searched[at]!, chosen[at]!))
  const isOutside = outsideOf(outside)
  const reviews: Review[] = []
  for (const [at, one] of searches.entries())
    reviews.push(reviewOf(one, await accountOfReview(one, searches[at - 1], isOutside, bounds)))
  const alone = reviews.length === 1 ? await withAnchors(reviews[0]!, { designs, ...choice }, bounds) : undefined
  const series = seriesOf(alone ? [alone] : reviews)
  return {
    series,
    ...(alone && { alone }),
    codeAfter: patches => codeOptions(paths, tree, patches === points.length ? undefined : patches, assume),
    exitCode: exitCodeFor(series.points.flatMap(point => point.review.reasons)),
  }
}

const isJudgedByAnchors = ([only, ...others]: readonly PatchPoint[]): boolean =>
  others.length === 0 && only!.extraction.replaced.length === 0 && recognized(only!.reading.patch) !== undefined

function searchOf({ reading, extraction }: PatchPoint, searched: readonly SearchedWorld[], { large }: ChosenWorlds) {
  const worlds = searched.map(one => ({ ...one, promises: reviewedPromises(one.before, one.after) }))
  const outcomes = worlds.map(({ after }) => after)
  return { reading, extraction, worlds, large, unjudged: unjudgedOf(reading, extraction, outcomes) }
}

function reviewOf(searched: ReturnType<typeof searchOf>, account: readonly Accounted[]): Review {
  const told = { ...searched, account, lost: lostBy(searched.worlds) }
  return { ...told, reasons: reasonsOfReview(told) }
}
