/**
 * A source tree as the review sees it: files by path, read only, patched in memory.
 */
import { realpathSync } from 'node:fs'
import { join, sep } from 'node:path'
import { InputError } from '../../../checker/declare.ts'
import { madeOnce } from '../ir/made-once.ts'
import { insideTree } from '../patch/path.ts'
import { plain } from '../patch/plain.ts'
import { bytesOf, kindOf } from './files.ts'

export interface Tree {
  /** The text of a file, or nothing where there is none. */
  readonly read: (path: string) => string | undefined
  /** Files that it does not have may exist all the same: see `shown.ts`. */
  readonly unseen?: boolean
}

/**
 * A directory: a checkout, or just the files a patch touches. Links that lead out of it are not followed. What was read once
 * stays as it was.
 *
 * @throws InputError when it is no directory
 */
export function directoryTree(directory: string): Tree {
  if (kindOf(directory) !== 'directory')
    throw new InputError(
      `${plain(directory)} is no directory\n--tree takes the root of a kernel tree, or a directory with its files`,
    )
  const root = realpathSync(directory)
  const texts = new Map<string, { readonly text: string | undefined }>()
  const read = (path: string): string | undefined => {
    const full = join(root, insideTree(path, directory))
    if (kindOf(full) !== 'file') return undefined
    const real = realpathSync(full)
    if (!real.startsWith(root + sep))
      throw new InputError(`${join(directory, path)} is a link that leads outside the tree\ncopy the file instead`)
    return plain(Buffer.from(bytesOf(real)).toString('utf8'))
  }
  return { read: path => madeOnce(texts, path, () => ({ text: read(path) })).text }
}

/** The tree with some files replaced, added, or (undefined) removed. */
export const withFiles = (base: Tree, files: ReadonlyMap<string, string | undefined>): Tree => ({
  ...base,
  read: path => (files.has(path) ? files.get(path) : base.read(path)),
})
