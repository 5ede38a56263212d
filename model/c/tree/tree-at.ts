/**
 * The tree that somebody names: a directory, or a revision in a git repository.
 */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gitTree } from './git-tree.ts'
import { directoryTree, type Tree } from './tree.ts'

/**
 * @param place `DIRECTORY`: a checkout, just some of its files, or a bare repository, of which HEAD is read;
 *   `DIRECTORY@REVISION`: that revision of a repository or a checkout
 * @throws InputError when it is neither
 */
export function treeAt(place: string): Tree {
  if (existsSync(place)) return isBare(place) ? gitTree(place, 'HEAD') : directoryTree(place)
  const named = revisionAt(place)
  return named === undefined ? directoryTree(place) : gitTree(named.gitDirectory, named.revision)
}

export interface NamedRevision {
  /** A bare repository, or the `.git` of a checkout. */
  readonly gitDirectory: string
  readonly revision: string
}

/** `DIRECTORY@REVISION` taken apart; nothing where no such directory is. */
export function revisionAt(place: string): NamedRevision | undefined {
  // Directories may have the sign in their names, and so may revisions.
  const at = [...place.matchAll(/@/g)].map(({ index }) => index).find(index => isDirectory(place.slice(0, index)))
  if (at === undefined) return undefined
  return { gitDirectory: gitDirectoryOf(place.slice(0, at)), revision: place.slice(at + 1) }
}

export function gitDirectoryOf(directory: string): string {
  const inside = join(directory, '.git')
  return existsSync(inside) ? inside : directory
}

const isDirectory = (path: string): boolean => existsSync(path) && statSync(path).isDirectory()

const isBare = (path: string): boolean =>
  ['objects', 'refs'].every(name => isDirectory(join(path, name))) && existsSync(join(path, 'HEAD'))
