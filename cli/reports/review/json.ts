/**
 * A review for programs. Everything but `timing` is the same for the same patch, unless a search was cut.
 */

import { absentFrom } from '../../../model/patched/lacking.ts'
import { promises } from '../../../spec/promises/index.ts'
import type { AnchoredReview } from '../../judging/review/anchors/review.ts'
import type { Reviewed } from '../../judging/review/review.ts'
import { type Review, worldWords } from '../../judging/review/worlds/result.ts'
import { showWorld } from '../../names/world-name.ts'
import { fingerprintJson } from '../../violations/causes/fingerprint.ts'
import { placesIn } from '../trace/words/place.ts'
import { causesJson } from '../world/causes.ts'
import { secondsJson, sizeJson, waysJson } from '../world/outcome-json.ts'
import { firstSentence } from './account.ts'
import { anchorJson } from './anchors.ts'
import { brokenPromises, reviewCauses } from './broken.ts'
import { headlineOf } from './series-text.ts'
import { verdictJson } from './verdicts.ts'

/** Of a patch that came alone, all in one; of several, a point each. */
export const reviewJson = ({ alone, series, held, exitCode }: Reviewed) => {
  const { points } = series
  const reviews = points.map(({ review }) => review)
  return {
    command: 'review',
    exitCode,
    ...(held && { baseline: held }),
    notes: reviews.flatMap(({ reading }) => reading.patch.notes),
    against: reviews[0]!.extraction.design.name,
    ...(alone
      ? { ...pointJson(alone), ...anchorsJson(alone) }
      : {
          says: headlineOf(series),
          points: points.map(({ review, ...point }) => ({ ...point, ...pointJson(review) })),
        }),
    timing: { seconds: secondsOf(reviews) },
  }
}

const anchorsJson = ({ anchors, closest, recognized, verdicts, differing }: AnchoredReview) => ({
  anchors: anchors.map(anchorJson),
  ...(closest && { closest: { ...closest, source: closest.source.name } }),
  ...(recognized && { recognized: recognized.name }),
  ...(verdicts && { verdicts: verdictJson(verdicts, differing) }),
})

const pointJson = (review: Review) => {
  const {
    reading,
    extraction,
    worlds,
    configurations,
    skippedConfigurations,
    large,
    unjudged,
    account,
    lost,
    changed,
  } = review
  return {
    says: firstSentence(review),
    configurations,
    skippedConfigurations,
    causes: causesJson(reviewCauses(brokenPromises(review, promises))),
    lost,
    changed,
    account: account.map(({ unless, isConditional, ...one }) => one),
    patch: { where: reading.patch.where, subject: reading.patch.subject },
    hunks: reading.hunks.map(({ file, start, end, functions, unplaced }) => ({
      file,
      start,
      end,
      functions: functions.map(one => ({ ...one, standing: extraction.treatment.get(one.name) })),
      ...(unplaced && { unplaced }),
    })),
    extracted: extraction.extracted,
    refused: extraction.refused,
    leftOut: extraction.leftOut,
    replaced: extraction.replaced,
    asInTree: [...extraction.baseline.keys()],
    neverRun: unjudged.neverRun,
    unjudged: unjudged.byHand.map(({ name }) => name),
    worlds: worlds.map(one => {
      const placeOf = placesIn(one.after)
      return {
        world: showWorld(one.world),
        ...(one.configuration !== '' && { configuration: one.configuration }),
        before: sizeJson(one.before),
        after: sizeJson(one.after),
        promises: one.promises.map(({ promise, change, trace, assumed, behind }) => ({
          promise,
          change,
          ...(assumed && { assumed }),
          ...(behind && { behind }),
          ...(trace && {
            trace: { ...trace, steps: trace.steps.map(step => ({ ...step, place: placeOf(step) })) },
            ...fingerprintJson(trace),
            ...(one.after.kind === 'judged' && waysJson(one.after.otherWays?.[promise])),
          }),
        })),
      }
    }),
    large: large.map(showWorld),
    lacking: absentFrom(
      worlds.map(({ scenario }) => scenario),
      extraction.lacking,
    ),
  }
}

/** Per world: as the design has it, then after each patch. */
function secondsOf(reviews: readonly Review[]): Readonly<Record<string, (number | null)[]>> {
  const all: Record<string, (number | null)[]> = {}
  for (const { world, configuration, before, after } of reviews.flatMap(({ worlds }) => worlds)) {
    const name = worldWords({ world, configuration })
    all[name] ??= [secondsJson(before)]
    all[name]!.push(secondsJson(after))
  }
  return all
}
