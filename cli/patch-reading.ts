/**
 * A patch read: the files it leaves behind, and the functions that its hunks change.
 */
import { InputError } from '../checker/errors.ts'
import type { CFile } from '../model/c/parse.ts'
import { applyPatch } from '../model/c/patch/apply.ts'
import type { Hunk, Patch } from '../model/c/patch/patch.ts'
import { shownImage, wholeImage } from '../model/c/patch/post-image.ts'
import { readSeries } from '../model/c/patch/series.ts'
import { directoryTree } from '../model/c/patch/tree.ts'
import type { Source } from '../model/c/source.ts'
import { type Touched, touchedBy } from '../model/c/touched.ts'
import { parsed } from './with-code.ts'

export interface PatchReading {
  readonly patch: Patch
  /** C files after the patch: whole ones when there is a tree, else what the hunks show. */
  readonly files: readonly CFile[]
  readonly hunks: readonly ReadHunk[]
}

export interface ReadHunk {
  readonly file: string
  /** First and last line in the file after the patch, from 1. */
  readonly start: number
  readonly end: number
  /** The file is C; other files are not looked into. */
  readonly isC: boolean
  readonly functions: readonly Touched[]
}

/**
 * @param tree a directory the patch applies to; without one, only functions that hunks show whole are known whole
 * @throws InputError when the paths hold not exactly one patch, or it cannot be read or applied
 */
export async function readPatch(paths: readonly string[], tree?: string): Promise<PatchReading> {
  const patches = await readSeries(paths)
  const [patch] = patches
  if (patch === undefined || patches.length > 1)
    throw new InputError(
      `${paths.join(', ')}: ${patches.length} patches are here, and review reads one at a time\ngive one of them, with --tree the code that the others lead to`,
    )
  const applied = tree === undefined ? undefined : applyPatch(directoryTree(tree), patch)
  const sources = patch.files.flatMap((file): Source[] => {
    if (file.deleted || !/\.[ch]$/.test(file.path)) return []
    const image = applied ? wholeImage(file, applied) : shownImage(file)
    return image ? [image] : []
  })
  const files = await parsed(sources)
  const hunks = patch.files.flatMap(({ path, hunks }) => {
    const file = files.find(({ source }) => source.file === path)
    return hunks.map(hunk => readHunk(path, hunk, applied?.shift.get(hunk) ?? 0, file))
  })
  return { patch, files, hunks }
}

const readHunk = (path: string, hunk: Hunk, shift: number, file: CFile | undefined): ReadHunk => ({
  file: path,
  start: hunk.new.start + shift,
  end: hunk.new.start + shift + Math.max(hunk.new.lines, 1) - 1,
  isC: file !== undefined,
  functions: file === undefined ? [] : touchedBy(hunk, file, shift),
})

/** Names of the functions the patch changes, in the order of the patch. */
export const touchedFunctions = ({ hunks }: PatchReading): string[] => [
  ...new Set(hunks.flatMap(({ functions }) => functions.map(({ name }) => name))),
]
