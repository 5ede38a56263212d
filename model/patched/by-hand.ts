/**
 * Patched functions that stay as written by hand, and are not the code that was written from.
 */
import { isAnchored, sourcesWith } from '../anchors/index.ts'
import { recognized } from '../anchors/recognize.ts'
import type { CFile } from '../c/parse/parse.ts'
import { changesHash } from '../c/tree/touched.ts'
import type { Extraction } from './extraction.ts'
import { functionIn, functionsOf, type PatchReading } from './reading.ts'

export interface ChangedByHand {
  readonly name: string
  /** Whether all of its patched body is known. */
  readonly whole: boolean
}

/**
 * Functions that the patch changes and no world runs as patched: nothing is known of what they do now, unless the model
 * was written from the very code that the patch leaves behind. Of one that is seen in part only a posted patch tells, and
 * only where it changes the same as was posted: mails are edited, and keep what git called their files.
 */
export function changedByHand(reading: PatchReading, extraction: Extraction): ChangedByHand[] {
  const posted = recognized(reading.patch)?.inPart ?? {}
  return functionsOf(reading.hunks)
    .filter(name => isAnchored(name) && ['modelled', 'understood'].includes(extraction.treatment.get(name)!))
    .flatMap((name): ChangedByHand[] => {
      const after = hashIn(reading.files, name)
      if (after === undefined) return posted[name] === changesIn(reading, name) ? [] : [{ name, whole: false }]
      const isChanged = after !== hashIn(reading.before, name)
      return isChanged && sourcesWith(name, after).length === 0 ? [{ name, whole: true }] : []
    })
}

export const changesIn = ({ hunks }: PatchReading, name: string): string =>
  changesHash(
    hunks.flatMap(({ hunk, functions }) =>
      functions.filter(one => one.name === name).map(({ lines }) => ({ hunk, lines })),
    ),
  )

const hashIn = (files: readonly CFile[], name: string): string | undefined => functionIn(files, name)?.hash
