/** Trees without a directory, and files as far as a patch shows them. */
import { applyPatch } from '../../../../model/c/tree/apply.ts'
import { imageOf } from '../../../../model/c/tree/post-image.ts'
import { unseenTree } from '../../../../model/c/tree/shown.ts'
import type { Tree } from '../../../../model/c/tree/tree.ts'

/** Files held in memory, by path. */
export const memoryTree = (files: Readonly<Record<string, string>>): Tree => ({
  read: path => (Object.hasOwn(files, path) ? files[path] : undefined),
})

/** The parts of a file after a patch that its hunks show. */
export const shownImage = (file: Parameters<typeof imageOf>[0]) =>
  imageOf(file, applyPatch(unseenTree, { where: '', subject: '', files: [file], notes: [] }))!
