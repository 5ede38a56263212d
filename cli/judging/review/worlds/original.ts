/**
 * The posted patch that a patch is a copy of.
 */
import { copied } from '../../../../model/anchors/recognize.ts'
import type { AnchorPatch } from '../../../../model/anchors/source.ts'
import type { Review } from './result.ts'

/** Only where the design that the patch is held against was read from the posted one, and where no tree is given. */
export const postedOriginal = ({
  reading,
  extraction,
}: Pick<Review, 'reading' | 'extraction'>): AnchorPatch | undefined =>
  reading.base.length === 0 ? copied(reading.patch, extraction.design.name) : undefined
