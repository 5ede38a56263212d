/**
 * A review with what anchors add to it.
 */
import type { Closest } from '../../../../model/anchors/closest.ts'
import { recognized } from '../../../../model/anchors/recognize.ts'
import type { AnchorPatch } from '../../../../model/anchors/source.ts'
import { changesIn } from '../../../../model/patched/by-hand.ts'
import { functionsOf } from '../../../../model/patched/reading.ts'
import { closest } from '../../../../model/patched/tree/chosen-design.ts'
import type { WorldChoice } from '../../../names/choice.ts'
import { type DesignDiff, differences } from '../../../names/design-diff.ts'
import type { SearchBounds } from '../../../run/search/job.ts'
import type { Review } from '../worlds/result.ts'
import { type AnchoredFunction, anchored, type Known } from './functions.ts'
import { type AnchoredVerdicts, anchoredVerdicts } from './verdicts.ts'

export interface AnchoredReview extends Review {
  /** Functions that the patch changes and the model knows. */
  readonly anchors: readonly AnchoredFunction[]
  /** The known code that the code before the patch is closest to. */
  readonly closest?: Closest
  /** The posted patch that it is, where a design was read from that. */
  readonly recognized?: AnchorPatch
  /** Where none of its code could run, and it is such a patch. */
  readonly verdicts?: AnchoredVerdicts
  /** In what the designs before and after it differ. */
  readonly differing?: DesignDiff
}

export async function withAnchors(
  review: Review,
  known: Known & WorldChoice,
  bounds: SearchBounds,
): Promise<AnchoredReview> {
  const { reading, extraction } = review
  const anchors = anchored(reading, extraction.design, known)
  const near = closest(reading)
  const patch = recognized(reading.patch)
  const told = { ...review, anchors, ...(near && { closest: near }), ...(patch && { recognized: patch }) }
  if (patch === undefined || extraction.replaced.length > 0 || extraction.design.name !== patch.after) return told
  // A mail may have been edited, and keep what git called its files.
  if (!isAsPosted(review, patch)) return told
  const verdicts = await anchoredVerdicts(patch, anchors, known, bounds)
  const differing = patch.before !== undefined && {
    differing: differences(known.designs, patch.before, patch.after),
  }
  return { ...told, account: [], lost: [], changed: [], verdicts, ...differing, reasons: verdicts.reasons }
}

/** As far as hashes tell: of each statement, or of what it changes in functions that it shows in part. */
function isAsPosted({ reading, account }: Review, { posted, inPart = {} }: AnchorPatch): boolean {
  if (posted !== undefined && reading.base.length === 0) return account.length === 0
  return functionsOf(reading.hunks).every(
    name => inPart[name] === undefined || inPart[name] === changesIn(reading, name),
  )
}
