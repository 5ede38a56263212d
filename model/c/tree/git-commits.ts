/**
 * The commits of a range as the mails that would carry them.
 */
import { InputError } from '../../../checker/declare.ts'
import { commitNamed, git, unreadable } from './git.ts'

/** Whether a revision is a range: `A..B`. */
export const isRange = (revision: string): boolean => /^[^.].*[^.]\.\.[^.]/.test(revision)

export interface CommitRange {
  /** The revision on which the first commit stands. */
  readonly base: string
  /** How many commits there are. */
  readonly commits: number
}

/** No series is longer. */
const MOST = 1000

/** @throws InputError when an end of the range does not exist, or the commits are no series of patches */
export function rangeOf(gitDirectory: string, range: string): CommitRange {
  const [from, to] = endsOf(range)
  const commits = [commitNamed(gitDirectory, from), commitNamed(gitDirectory, to)] as const
  const listed = read(gitDirectory, 'rev-list', '--parents', `${commits[0]}..${commits[1]}`)
  if (listed.length === 0)
    throw new InputError(`${range} holds no commit in ${gitDirectory}\nthe earlier revision stands first: A..B`)
  if (listed.length > MOST)
    throw new InputError(
      `${range} holds ${listed.length} commits, more than ${MOST}\ngive a range that one series would be`,
    )
  const merge = listed.map(line => line.split(' ')).find(({ length }) => length > 2)
  if (merge)
    throw new InputError(
      `${range} holds the merge ${merge[0]!.slice(0, 12)}, which is no patch\ngive a range without merges, such as ${merge[0]!.slice(0, 12)}..${to}`,
    )
  const [base] = read(gitDirectory, 'merge-base', commits[0], commits[1])
  return { base: base === commits[0] ? from : base!, commits: listed.length }
}

/**
 * An mbox, the first commit first. The mails have no numbers: git leaves out commits that change nothing, and theirs would be missed.
 *
 * @throws InputError as {@link rangeOf}
 */
export function mailsOfRange(gitDirectory: string, range: string): Uint8Array {
  rangeOf(gitDirectory, range)
  const [from, to] = endsOf(range)
  const plainly = ['--no-ext-diff', '--no-textconv', '--src-prefix=a/', '--dst-prefix=b/', '--full-index', '--no-color']
  const asMails = ['--stdout', '--no-signature', '--no-cover-letter', '--no-numbered', '--no-attach', '--no-thread']
  const { status, stdout, said } = git(
    gitDirectory,
    '-c',
    'format.headers=',
    'format-patch',
    ...asMails,
    '--no-base',
    '--no-notes',
    '--subject-prefix=PATCH',
    ...plainly,
    '--end-of-options',
    `${from}..${to}`,
  )
  if (status !== 0) throw unreadable(gitDirectory, said)
  return stdout
}

function endsOf(range: string): readonly [string, string] {
  const [, from, to] = /^(.*[^.])\.\.([^.].*)$/.exec(range) ?? []
  if (from === undefined || to === undefined)
    throw new InputError(
      `"${range}" is no range of commits\nwrite two revisions with two dots between them: v6.12..HEAD`,
    )
  return [from, to]
}

function read(gitDirectory: string, ...args: string[]): string[] {
  const { status, stdout, said } = git(gitDirectory, ...args)
  if (status !== 0) throw unreadable(gitDirectory, said)
  return stdout
    .toString()
    .split('\n')
    .filter(line => line !== '')
}
