/**
 * Patches read, one on top of another: the files that each finds and leaves behind, and the functions that its hunks change.
 */
import { anchoredFiles } from '../anchors/index.ts'
import type { CFile, CFunction } from '../c/parse/parse.ts'
import type { Hunk, Patch } from '../c/patch/patch.ts'
import type { Configuration } from '../c/text/configuration.ts'
import type { Source } from '../c/text/source.ts'
import { type Applied, applyPatch } from '../c/tree/apply.ts'
import { imageOf } from '../c/tree/post-image.ts'
import { reversed } from '../c/tree/reverse.ts'
import { unseenTree } from '../c/tree/shown.ts'
import { isUnplaced, type Touched, touchedBy } from '../c/tree/touched.ts'
import type { Tree } from '../c/tree/tree.ts'
import { treeAt } from '../c/tree/tree-at.ts'
import { fileOfTree, withHeaders } from './headers.ts'
import { parsed } from './machines/with-code.ts'
import { readSeries } from './series.ts'

export interface PatchReading {
  readonly patch: Patch
  /** C files that this patch or one before it changes, as it leaves them: whole with a tree, else what hunks have shown. */
  readonly files: readonly CFile[]
  /** C files that this patch changes, as it finds them. */
  readonly before: readonly CFile[]
  /** With a tree, the same files as in `files` as they stand in it, all touched functions counted as changed. */
  readonly base: readonly CFile[]
  /** With a tree, the files in it that the model was written from, but for those that the first patch changes. */
  readonly around: readonly CFile[]
  readonly hunks: readonly PlacedHunk[]
  /** Names of the functions that this patch or one before it changes, in the order of the patches. */
  readonly touched: readonly string[]
}

export interface PlacedHunk {
  /** As the patch has it. */
  readonly hunk: Hunk
  readonly file: string
  /** First and last line in the file after the patch, from 1. */
  readonly start: number
  readonly end: number
  /** The file is C; other files are not looked into. */
  readonly isC: boolean
  readonly functions: readonly Touched[]
  /** Nothing shown says which function of a file that the model was written from it changes. */
  readonly unplaced: boolean
}

/**
 * Patches in the order in which they apply, each on what those before it leave.
 *
 * @param tree what the first one applies to, as `treeAt` takes it; without one, only functions that hunks show whole are known whole
 * @throws InputError when a patch cannot be read or applied
 */
export async function readPatches(
  paths: readonly string[],
  tree?: string,
  configuration?: Configuration,
): Promise<PatchReading[]> {
  return readingsOf(await readSeries(paths), treeOf(tree), configuration)
}

const treeOf = (tree: string | undefined): Tree => (tree === undefined ? unseenTree : treeAt(tree))

/** The same patches in another configuration. */
export const readAgain = (
  readings: readonly PatchReading[],
  tree: string | undefined,
  configuration: Configuration,
): Promise<PatchReading[]> =>
  readingsOf(
    readings.map(({ patch }) => patch),
    treeOf(tree),
    configuration,
  )

/**
 * @param configuration in which the code is read; the usual one unless said
 * @throws InputError when a patch cannot be applied
 */
export async function readingsOf(
  patches: readonly Patch[],
  start: Tree,
  configuration?: Configuration,
): Promise<PatchReading[]> {
  const readings: PatchReading[] = []
  const origins = new Map<string, string>()
  const firsts = new Set(patches[0]?.files.flatMap(({ path, from }) => [path, from]))
  const others = [...anchoredFiles].filter(path => !firsts.has(path))
  const around = start.unseen ? [] : await filesOfTree(start, others, [], configuration)
  let code = start
  let files: readonly CFile[] = []
  let touched: readonly string[] = []
  for (const patch of patches) {
    const applied = applyPatch(code, patch)
    code = applied.tree
    files = await filesAfter(files, patch, applied, configuration)
    const before = await filesBefore(patch, applied, configuration)
    const hunks = patch.files.flatMap(({ path, from, hunks }) => {
      const [was, is] = [fileAt(before, from), fileAt(files, path)]
      return hunks.map(hunk => readHunk(path, hunk, applied.shift.get(hunk) ?? 0, is, was))
    })
    touched = [...new Set([...touched, ...functionsOf(hunks)])]
    for (const { path, from } of patch.files) if (from !== undefined) origins.set(path, origins.get(from) ?? from)
    const base = await filesOfTree(
      start,
      files.flatMap(({ source }) => origins.get(source.file) ?? []),
      touched,
      configuration,
    )
    readings.push({ patch, files, before, base, around, hunks, touched })
  }
  return readings
}

/** Names of the functions that hunks change, in their order. */
export const functionsOf = (hunks: readonly PlacedHunk[]): string[] => [
  ...new Set(hunks.flatMap(({ functions }) => functions.map(({ name }) => name))),
]

/** All that is read of the code around a patch, before and after it. */
export const filesIn = ({ before, files, base, around }: PatchReading): CFile[] => [
  ...before,
  ...files,
  ...base,
  ...around,
]

export const functionIn = (files: readonly CFile[], name: string): CFunction | undefined =>
  files.flatMap(({ functions }) => functions).find(one => one.name === name)

/** Whether the patch adds the whole function. */
export function isNew({ hunks, before, files }: PatchReading, name: string): boolean {
  const fn = functionIn(files, name)
  if (fn === undefined || before.some(({ source }) => source.parts.some(part => part.name === name))) return false
  const lines = hunks.flatMap(({ functions }) => functions.filter(one => one.name === name).flatMap(one => one.lines))
  return new Set(lines).size === fn.end - fn.start + 1
}

/** Files of a tree, of which the functions count as changed. */
async function filesOfTree(
  tree: Tree,
  paths: readonly string[],
  functions: readonly string[],
  configuration?: Configuration,
): Promise<CFile[]> {
  const sources = paths.flatMap(path => fileOfTree(tree, path) ?? [])
  const files = await parsed(sources, configuration)
  return files.map(file => ({ ...file, source: { ...file.source, changed: linesOf(file, functions) } }))
}

const linesOf = ({ functions }: CFile, names: readonly string[]): Set<number> =>
  new Set(functions.filter(({ name }) => names.includes(name)).map(({ start }) => start))

function filesBefore(patch: Patch, applied: Applied, configuration?: Configuration): Promise<CFile[]> {
  const undoing = reversed(patch, applied)
  return filesAfter([], undoing, applyPatch(applied.tree, undoing), configuration)
}

async function filesAfter(
  before: readonly CFile[],
  { files }: Patch,
  applied: Applied,
  configuration?: Configuration,
): Promise<CFile[]> {
  const was = (path: string | undefined) => before.find(({ source }) => source.file === path)
  const sources = files.flatMap((file): Source[] => {
    if (file.deleted || !/\.[ch]$/.test(file.path)) return []
    const image = imageOf(file, applied, was(file.from)?.source.changed)
    return image ? [withHeaders(applied.tree, image)] : []
  })
  const gone = new Set(files.flatMap(({ path, from }) => [path, from]))
  return [...before.filter(({ source }) => !gone.has(source.file)), ...(await parsed(sources, configuration))]
}

const fileAt = (files: readonly CFile[], path: string | undefined): CFile | undefined =>
  files.find(({ source }) => source.file === path)

const readHunk = (path: string, hunk: Hunk, shift: number, file?: CFile, before?: CFile): PlacedHunk => ({
  hunk,
  file: path,
  start: hunk.new.start + shift,
  end: hunk.new.start + shift + Math.max(hunk.new.lines, 1) - 1,
  isC: file !== undefined,
  functions: file === undefined ? [] : touchedBy(hunk, file, shift, before),
  unplaced: file !== undefined && anchoredFiles.has(path) && isUnplaced(hunk, file, shift),
})
