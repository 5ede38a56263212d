/**
 * The way of patches through a review, from mails to what is reported: read, held against a design, placed in it, searched
 * before and after, compared.
 */
import type { Trace } from '../../../checker/index.ts'
import { recognized } from '../../../model/anchors/recognize.ts'
import type { Accounted } from '../../../model/c/account/told.ts'
import { saidResults } from '../../../model/code/assumptions.ts'
import { designs } from '../../../model/designs/index.ts'
import type { PatchConfigurations } from '../../../model/patched/configured/configurations.ts'
import { extraction } from '../../../model/patched/extraction.ts'
import { filesIn } from '../../../model/patched/reading.ts'
import { chosenDesign } from '../../../model/patched/tree/chosen-design.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import type { Recorded } from '../../../spec/suite/entry.ts'
import { refuseKnown, refuseUncalled } from '../../names/assumed-calls.ts'
import { codeOptions } from '../../names/code-options.ts'
import { names } from '../../names/known.ts'
import { named } from '../../names/nearest.ts'
import { transitionsOf, UNKNOWN } from '../../names/quick.ts'
import { showWorld, type WorldName } from '../../names/world-name.ts'
import { type ExitCode, exitCodeFor, reasonIf } from '../../run/exit-codes.ts'
import type { Ended, SearchBounds } from '../../run/search/job.ts'
import type { AskedRun, SearchedShare, Searcher } from '../../run/shards/searcher.ts'
import type { Baseline } from '../../violations/baseline/entries.ts'
import { type HeldAgainst, heldAgainst, isOpenBehind, type Knows, knowing } from '../../violations/baseline/held.ts'
import { loadRecorded } from '../suite/recorded.ts'
import { accountOfReview } from './account/accounting.ts'
import { outsideOf } from './account/outside.ts'
import { type AnchoredReview, withAnchors } from './anchors/review.ts'
import { pointsOf, readConfigured } from './configured.ts'
import { type Series, seriesOf } from './series.ts'
import { type ChosenWorlds, worldsToReview } from './worlds/chosen.ts'
import { isAccused, type ReviewedPromise, reviewedPromises } from './worlds/promises.ts'
import { tellingReachedNow } from './worlds/reached-now.ts'
import { type Review, sumOf } from './worlds/result.ts'
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
  /** What is said of the configuration: `CONFIG_NUMA=n`. */
  readonly config?: readonly string[] | undefined
  /** Files that need not be accounted for, as globs. */
  readonly outside?: readonly string[] | undefined
  /** Violations that are accepted: shards and their merge go by the same. */
  readonly baseline?: Baseline
}

export interface Reviewed {
  readonly series: Series
  /** The review of a patch that came alone. */
  readonly alone?: AnchoredReview
  readonly held?: HeldAgainst
  /** The options by which `replay` finds the code after so many of the patches. */
  readonly codeAfter: (patches: number) => string
  readonly exitCode: ExitCode
}

/**
 * @param searcher who makes the searches of the patched code
 * @throws InputError when patches cannot be read or judged, or something that is asked for does not exist
 */
export async function review(request: ReviewRequest, searcher: Searcher): Promise<Reviewed> {
  const { baseline } = request
  const { patches, points, chosen, choice, bounds } = await placed(request)
  const worlds = chosen.map(({ worlds }) => worlds)
  const searched = await searchPoints(
    points,
    worlds,
    { ...bounds, needs: true },
    searcher(runOf(request, worlds, choice.recorded)),
    baseline,
  )
  const knows = knowing(baseline?.entries ?? [])
  const searches: SearchedPatch[] = []
  for (const { looked, places } of patches) {
    const configured: Awaited<ReturnType<typeof searchOf>>[] = []
    const [usual] = places
    const known = new Set(searched[usual!]!.map(({ key }) => key))
    for (const at of places) {
      const others = at === usual ? searched[at]! : searched[at]!.filter(({ key }) => !known.has(key))
      configured.push(await searchOf(points[at]!, { all: searched[at]!, others }, chosen[at]!, knows, bounds))
    }
    searches.push({ configured, ...looked })
  }
  const isOutside = outsideOf(request.outside)
  const reviews: Review[] = []
  for (const [at, one] of searches.entries())
    reviews.push(reviewOf(one, await accountOfReview(one, searches[at - 1], isOutside, bounds)))
  const alone = reviews.length === 1 ? await withAnchors(reviews[0]!, { designs, ...choice }, bounds) : undefined
  const series = seriesOf(alone ? [alone] : reviews)
  const { paths, tree, assume, config } = request
  const held = baseline && heldAgainst(baseline, searched.flat().map(afterOf), silencedIn(reviews))
  return {
    series,
    ...(alone && { alone }),
    ...(held && { held }),
    codeAfter: count => codeOptions(paths, tree, count === patches.length ? undefined : count, { assume, config }),
    exitCode: exitCodeFor([
      ...series.points.flatMap(point => point.review.reasons),
      ...reasonIf(!!held && isOpenBehind(held), 'open'),
    ]),
  }
}

/** Makes the searches of a share, and no more: what they come to, only all shares together can tell. */
export async function reviewShare(request: ReviewRequest, searcher: Searcher): Promise<SearchedShare> {
  const { points, chosen, choice, bounds } = await placed(request)
  const worlds = chosen.map(({ worlds }) => worlds)
  const run = runOf(request, worlds, choice.recorded)
  const searching = searcher(run)
  const mine = worlds.map(those => those.filter(world => searching.isMine(showWorld(world))))
  const searched = await searchPoints(points, mine, { ...bounds, needs: true }, searching, request.baseline)
  searching.end()
  const outcomes = searched.flat().flatMap(({ before, after }) => [before, after])
  return { parts: new Set(mine.flat().map(showWorld)).size, of: run.worlds.length, outcomes }
}

/** The patches put in their places in each configuration, and the worlds that run them. */
async function placed({ paths, tree, against, scenarios: asked, seconds, assume, config }: ReviewRequest) {
  const designNamed = (name: string) => named('design', designs, name, 'gmemcheck list designs')
  const askedFor = against === undefined ? undefined : designNamed(against)
  const said = saidResults(assume ?? [])
  const read = await readConfigured(paths, tree, config)
  const readings = read.map(({ reading }) => reading)
  const files = read.flatMap(one => one.readings.flatMap(({ reading }) => filesIn(reading)))
  refuseUncalled(said, files)
  const design = askedFor ?? chosenDesign(readings, designNamed, designs)
  refuseKnown(said, files, design)
  const points: PatchPoint[] = []
  const patches = read.map(patch => {
    const those = pointsOf(patch, reading => extraction(reading, design, said))
    points.push(...those)
    return { looked: patch.looked, places: those.map((_, at) => points.length - those.length + at) }
  })
  const choice = { scenarios, suite: names.worlds, recorded: loadRecorded(), asked }
  // A patch that anchors judge runs no code of its own, whatever the scenario.
  const chosen = worldsToReview(
    points.map(point => point.extraction),
    isJudgedByAnchors(patches.map(({ places }) => points[places[0]!]!)) ? { ...choice, asked: undefined } : choice,
  )
  return { patches, points, chosen, choice, bounds: { seconds } }
}

/** The searches of a review as a run that machines can share: each world is one machine's, whatever the patch. */
function runOf(request: ReviewRequest, worlds: readonly (readonly WorldName[])[], recorded: Recorded): AskedRun {
  const all = new Map(worlds.flat().map(world => [showWorld(world), world]))
  return {
    command: 'review',
    asked: request,
    worlds: [...all.keys()],
    costs: [...all.values()].map(world => transitionsOf(world, recorded) ?? UNKNOWN),
  }
}

const afterOf = ({ world, after }: SearchedWorld) => ({ world, outcome: after })

const silencedIn = (reviews: readonly Review[]) =>
  reviews.flatMap(({ worlds }) =>
    worlds.flatMap(({ promises, after }) =>
      promises.flatMap(one => (isAccused(one) || one.change === 'known' ? waysOf(one, after) : [])),
    ),
  )

/** The violation that is told, or all ways where they were looked for. */
const waysOf = ({ promise, trace }: ReviewedPromise, after: Ended): readonly Trace[] =>
  (after.kind === 'judged' ? after.otherWays?.[promise]?.traces : undefined) ?? [trace!]

const isJudgedByAnchors = ([only, ...others]: readonly PatchPoint[]): boolean =>
  others.length === 0 && only!.extraction.replaced.length === 0 && recognized(only!.reading.patch) !== undefined

/** A patch of a series, searched in each configuration. */
interface SearchedPatch extends Pick<PatchConfigurations, 'skipped' | 'isWhole'> {
  readonly configured: readonly Awaited<ReturnType<typeof searchOf>>[]
}

/** @param searched all worlds of a configuration, and those in which other code runs than in the usual one */
async function searchOf(
  { configuration, reading, extraction }: PatchPoint,
  { all, others }: Readonly<Record<'all' | 'others', readonly SearchedWorld[]>>,
  { large, onlyInLarge }: ChosenWorlds,
  knows: Knows,
  bounds: SearchBounds,
) {
  const judged = others.map(one => ({ ...one, promises: reviewedPromises(one.before, one.after, knows) }))
  const worlds = await tellingReachedNow({ reading, extraction }, judged, bounds)
  const outcomes = worlds.map(({ after }) => after)
  const unjudged = unjudgedOf(reading, extraction, outcomes)
  return { configuration, reading, extraction, searched: all, worlds, large, onlyInLarge, unjudged }
}

function reviewOf(
  { configured, skipped: skippedConfigurations }: SearchedPatch,
  account: readonly Accounted[],
): Review {
  const { reading, extraction, large, unjudged } = configured[0]!
  const only = configured.flatMap(one => one.onlyInLarge)
  const onlyInLarge = only.filter(({ operation }, at) => only.findIndex(one => one.operation === operation) === at)
  return {
    reading,
    extraction,
    worlds: configured.flatMap(({ worlds }) => worlds),
    configurations: configured.slice(1).map(({ configuration }) => configuration),
    skippedConfigurations,
    onlyInLarge,
    large,
    unjudged,
    account,
    ...sumOf(configured, account, { skippedConfigurations, onlyInLarge }),
  }
}
