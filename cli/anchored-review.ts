/**
 * A review with what anchors add to it.
 */
import { recognized } from '../model/anchors/recognize.ts'
import type { AnchorPatch } from '../model/anchors/source.ts'
import { type AnchoredVerdicts, anchoredVerdicts } from './anchored-verdicts.ts'
import { type AnchoredFunction, anchored, type Known } from './anchoring.ts'
import { type DesignDiff, differences } from './design-diff.ts'
import type { SearchBounds } from './job.ts'
import type { Review } from './review.ts'
import type { Choice } from './reviewing.ts'

export interface AnchoredReview extends Review {
  /** Functions that the patch changes and the model knows. */
  readonly anchors: readonly AnchoredFunction[]
  /** The posted patch that it is, where a design was read from that. */
  readonly recognized?: AnchorPatch
  /** Where none of its code could run, and it is such a patch. */
  readonly verdicts?: AnchoredVerdicts
  /** In what the designs before and after it differ. */
  readonly differing?: DesignDiff
}

export async function withAnchors(
  review: Review,
  known: Known & Choice,
  bounds: SearchBounds,
): Promise<AnchoredReview> {
  const { reading, extraction } = review
  const anchors = anchored(reading, extraction.design, known)
  const patch = recognized(reading.patch)
  if (patch === undefined) return { ...review, anchors }
  if (extraction.replaced.length > 0 || extraction.design.name !== patch.after)
    return { ...review, anchors, recognized: patch }
  const verdicts = await anchoredVerdicts(patch, anchors, known, bounds)
  const differing = patch.before !== undefined && {
    differing: differences(known.designs, patch.before, patch.after),
  }
  return { ...review, anchors, recognized: patch, verdicts, ...differing, exitCode: verdicts.exitCode }
}
