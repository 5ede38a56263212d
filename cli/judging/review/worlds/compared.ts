/**
 * The posted patch that a patch is a copy of.
 */
import { copied } from '../../../../model/anchors/recognize.ts'
import type { AnchorPatch } from '../../../../model/anchors/source.ts'
import type { Review } from './result.ts'

/** It is compared with that where the design it is held against was read from it, and no tree is given. */
export const comparedWith = ({
  reading,
  extraction,
}: Pick<Review, 'reading' | 'extraction'>): AnchorPatch | undefined =>
  reading.base.length === 0 ? copied(reading.patch, extraction.design.name) : undefined
