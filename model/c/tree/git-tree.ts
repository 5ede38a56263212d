/**
 * A revision in a git repository as a source tree.
 */
import { InputError } from '../../../checker/declare.ts'
import { insideTree } from '../patch/path.ts'
import { plain } from '../patch/plain.ts'
import { commitNamed, git, unreadable } from './git.ts'
import type { Tree } from './tree.ts'

/**
 * @param gitDirectory a bare repository, or the `.git` of a checkout
 * @param revision as git spells commits, tags and branches
 * @throws InputError when there is no such revision, or git cannot read the repository
 */
export function gitTree(gitDirectory: string, revision: string): Tree {
  const commit = commitNamed(gitDirectory, revision)
  return {
    read: path => {
      const inside = insideTree(path, gitDirectory)
      const listed = git(gitDirectory, 'ls-tree', '-z', commit, '--', `:(literal)${inside}`)
      const [, mode, type, object] = /^(\d+) (\w+) ([0-9a-f]+)\t/.exec(listed.stdout.toString()) ?? []
      if (listed.status !== 0) throw unreadable(gitDirectory, listed.said)
      if (mode === LINK)
        throw new InputError(`${path} is a link in ${revision}, and links are not followed\ngive the file itself`)
      if (type !== 'blob') return undefined
      const blob = git(gitDirectory, 'cat-file', 'blob', object!)
      if (blob.status !== 0) throw unreadable(gitDirectory, blob.said)
      return plain(blob.stdout.toString('utf8'))
    },
  }
}

/** The mode of a symbolic link. */
const LINK = '120000'
