/**
 * Git as a reader of objects: no hook, filter or helper of a repository runs, and nothing is fetched.
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../../../checker/declare.ts'

interface Said {
  readonly status: number | null
  readonly stdout: Buffer
  /** The first line of what it complains about. */
  readonly said: string
}

/** No file of a kernel tree is larger, nor any series. */
const LARGEST = 2 ** 28

/** @throws InputError when git cannot be run */
export const git = (gitDirectory: string, ...args: readonly string[]): Said => gitReading('', gitDirectory, ...args)

/** @param input what it reads @throws InputError when git cannot be run */
export function gitReading(input: string, gitDirectory: string, ...args: readonly string[]): Said {
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
    input,
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

/** @throws InputError when there is no such commit */
export function commitNamed(gitDirectory: string, revision: string): string {
  const { status, stdout, said } = git(
    gitDirectory,
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${revision}^{commit}`,
  )
  if (status === 0) return stdout.toString().trim()
  if (existsSync(join(gitDirectory, 'shallow')))
    throw new InputError(
      `${gitDirectory} is shallow, and has no revision "${revision}"\nfetch that revision, or the whole history: git fetch --unshallow`,
    )
  throw new InputError(
    `${gitDirectory} has no revision "${revision}"${said && `: ${said}`}\nname a commit, a tag or a branch: --tree DIRECTORY@REVISION`,
  )
}

export const unreadable = (directory: string, said: string): InputError =>
  new InputError(
    `git cannot read ${directory}: ${said}\n--tree takes the root of a checkout, its files, or a bare repository`,
  )
