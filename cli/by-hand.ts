/**
 * Patched functions that stay as written by hand, and are not the code that was written from.
 */
import { isAnchored, sourcesWith } from '../model/anchors/index.ts'
import type { CFile } from '../model/c/parse.ts'
import { functionsOf } from './patch-reading.ts'
import type { Review } from './review.ts'

/**
 * Names of functions that the patch changes, known whole, which no world runs as patched: nothing is known of what they do
 * now, unless the model was written from the very code that the patch leaves behind.
 */
export function changedByHand({ reading, extraction }: Pick<Review, 'reading' | 'extraction'>): string[] {
  return functionsOf(reading.hunks)
    .filter(name => isAnchored(name) && ['modelled', 'understood'].includes(extraction.standing.get(name)!))
    .filter(name => {
      const after = hashIn(reading.files, name)
      const isChanged = after !== undefined && after !== hashIn(reading.before, name)
      return isChanged && sourcesWith(name, after).length === 0
    })
}

const hashIn = (files: readonly CFile[], name: string): string | undefined =>
  files.flatMap(({ functions }) => functions).find(one => one.name === name)?.hash
