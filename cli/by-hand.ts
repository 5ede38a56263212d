/**
 * Patched functions that stay as written by hand, and are not the code that was written from.
 */
import { isAnchored, sourcesWith } from '../model/anchors/index.ts'
import { recognized } from '../model/anchors/recognize.ts'
import type { CFile } from '../model/c/parse.ts'
import { functionsOf } from './patch-reading.ts'
import type { Review } from './review.ts'

export interface ChangedByHand {
  readonly name: string
  /** Whether all of its patched body is known. */
  readonly whole: boolean
}

/**
 * Functions that the patch changes and no world runs as patched: nothing is known of what they do now, unless the model
 * was written from the very code that the patch leaves behind. Of one that is seen in part only a posted patch tells.
 */
export function changedByHand({ reading, extraction }: Pick<Review, 'reading' | 'extraction'>): ChangedByHand[] {
  const isPosted = recognized(reading.patch) !== undefined
  return functionsOf(reading.hunks)
    .filter(name => isAnchored(name) && ['modelled', 'understood'].includes(extraction.standing.get(name)!))
    .flatMap((name): ChangedByHand[] => {
      const after = hashIn(reading.files, name)
      if (after === undefined) return isPosted ? [] : [{ name, whole: false }]
      const isChanged = after !== hashIn(reading.before, name)
      return isChanged && sourcesWith(name, after).length === 0 ? [{ name, whole: true }] : []
    })
}

const hashIn = (files: readonly CFile[], name: string): string | undefined =>
  files.flatMap(({ functions }) => functions).find(one => one.name === name)?.hash
