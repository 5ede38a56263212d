/**
 * A patch read backwards: from the files after it to those before it.
 */

import type { FilePatch, Hunk, Patch, Range } from '../patch/patch.ts'
import type { Applied } from './apply.ts'

/**
 * What the patch adds this removes, and the other way round. It applies to the tree that the patch has led to, where its
 * hunks have landed.
 */
export const reversed = (patch: Patch, { shift }: Pick<Applied, 'shift'>): Patch => ({
  ...patch,
  files: patch.files.map(file => ({
    ...turned(file),
    hunks: file.hunks.map(hunk => backwards(hunk, shift.get(hunk) ?? 0)),
  })),
})

/** Of a new file nothing is left, and a deleted one is new. */
const turned = ({ path, from, deleted, binary, at }: FilePatch): Omit<FilePatch, 'hunks'> => ({
  path: from ?? path,
  ...(!deleted && { from: path }),
  deleted: from === undefined,
  ...(binary && { binary }),
  at,
})

function backwards(hunk: Hunk, shift: number): Hunk {
  const landed = ({ start, lines }: Range): Range => ({ start: start + shift, lines })
  return {
    ...hunk,
    old: landed(hunk.new),
    new: landed(hunk.old),
    lines: hunk.lines.map(({ kind, text, old, new: fresh, at }) => ({
      kind: kind === '+' ? '-' : kind === '-' ? '+' : ' ',
      text,
      ...(fresh !== undefined && { old: fresh + shift }),
      ...(old !== undefined && { new: old + shift }),
      at,
    })),
  }
}
