/**
 * Recognizes patches that designs were read from.
 */
import type { Patch } from '../c/patch/patch.ts'
import { anchorPatches } from './patches.ts'
import type { AnchorPatch } from './source.ts'

/** The posted patch that this is, told by what git calls a file before and after: never by words. */
export const recognized = ({ files }: Patch): AnchorPatch | undefined =>
  anchorPatches.find(({ blobs }) =>
    files.some(({ path, blobs: those }) =>
      blobs.some(
        blob => blob.file === path && those && same(blob.before, those.before) && same(blob.after, those.after),
      ),
    ),
  )

/** The posted patch that this is an edited copy of, as far as it leads to that design: it changes the same file of git's. */
export const copied = ({ files }: Patch, design: string): AnchorPatch | undefined =>
  anchorPatches.find(
    ({ after, posted, blobs }) =>
      posted !== undefined &&
      after === design &&
      files.some(({ path, blobs: those }) =>
        blobs.some(blob => blob.file === path && those && same(blob.before, those.before)),
      ),
  )

/** The posted patch that a text without a diff is about: it names its commit or its title. */
export function mentioned(text: string): AnchorPatch | undefined {
  const words = text.replace(/\s+/g, ' ')
  return anchorPatches.find(({ title, commit }) => words.includes(title) || (commit && words.includes(commit)))
}

/** Git shortens names as much as it likes. */
const same = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a)
