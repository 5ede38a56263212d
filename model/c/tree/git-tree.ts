/**
 * A revision in a git repository as a source tree. Git only reads objects: no hook, filter or helper of the repository
 * runs, and nothing is fetched.
 */
import { spawnSync } from 'node:child_process'
import { InputError } from '../../../checker/declare.ts'
import { insideTree } from '../patch/path.ts'
import { plain } from '../patch/plain.ts'
import type { Tree } from './tree.ts'

/**
 * @param gitDirectory a bare repository, or the `.git` of a checkout
 * @param revision as git spells commits, tags and branches
 * @throws InputError when there is no such revision, or git cannot read the repository
 */
export function gitTree(gitDirectory: string, revision: string): Tree {
  const git = (...args: string[]) => run(gitDirectory, args)
  const { status, stdout, said } = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`)
  if (status !== 0)
    throw new InputError(
      `${gitDirectory} has no revision "${revision}"${said && `: ${said}`}\nname a commit, a tag or a branch: --tree DIRECTORY@REVISION`,
    )
  const commit = stdout.toString().trim()
  return {
    read: path => {
      const inside = insideTree(path, gitDirectory)
      const listed = git('ls-tree', '-z', commit, '--', `:(literal)${inside}`)
      const [, mode, type, object] = /^(\d+) (\w+) ([0-9a-f]+)\t/.exec(listed.stdout.toString()) ?? []
      if (listed.status !== 0) throw unreadable(gitDirectory, listed.said)
      if (mode === LINK)
        throw new InputError(`${path} is a link in ${revision}, and links are not followed\ngive the file itself`)
      if (type !== 'blob') return undefined
      const blob = git('cat-file', 'blob', object!)
      if (blob.status !== 0) throw unreadable(gitDirectory, blob.said)
      return plain(blob.stdout.toString('utf8'))
    },
  }
}

/** The mode of a symbolic link. */
const LINK = '120000'
/** No file of a kernel tree is larger. */
const LARGEST = 2 ** 28

const unreadable = (directory: string, said: string): InputError =>
  new InputError(`git cannot read ${directory}: ${said}\n--tree takes a checkout, its files, or a bare repository`)

function run(gitDirectory: string, args: readonly string[]) {
  const { HOME, PATH } = process.env
  const env = {
    ...(HOME !== undefined && { HOME }),
    ...(PATH !== undefined && { PATH }),
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: '',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
  }
  const { status, stdout, stderr, error } = spawnSync('git', [`--git-dir=${gitDirectory}`, ...args], {
    env,
    maxBuffer: LARGEST,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  if (error)
    throw new InputError(`git cannot be run: ${error.message}\ninstall git, or give --tree a directory with the files`)
  return {
    status,
    stdout,
    said: stderr
      .toString()
      .trim()
      .replace(/^fatal: /, '')
      .split('\n')[0]!,
  }
}
