/**
 * The diffstat above a diff: which files it says change, and by how many lines.
 */
import { InputError } from '../../../checker/declare.ts'
import type { Line } from './line.ts'
import { nameIn } from './names.ts'
import type { FilePatch } from './patch.ts'

interface Stat {
  readonly files: readonly { readonly name: string; readonly changes: number; readonly at: number }[]
  readonly total: {
    readonly files: number
    readonly insertions: number
    readonly deletions: number
    readonly at: number
  }
}

const summary = /^ (\d+) files? changed(?:, (\d+) insertions?\(\+\))?(?:, (\d+) deletions?\(-\))?$/

/** The last one that stands there whole. */
export function statOf(lines: readonly Line[]): Stat | undefined {
  const end = lines.findLastIndex(({ text }) => summary.test(text))
  if (end < 0) return undefined
  const [, files, insertions = 0, deletions = 0] = summary.exec(lines[end]!.text)!
  const named: Stat['files'][number][] = []
  for (let at = end - 1; ; at--) {
    const [, name, changes] = /^ (\S.*?) +\| +(\d+|Bin|Unmerged)\b/.exec(lines[at]?.text ?? '') ?? []
    if (name === undefined) break
    named.unshift({ name, changes: Number(changes) || 0, at: lines[at]!.at })
  }
  return {
    files: named,
    total: { files: Number(files), insertions: Number(insertions), deletions: Number(deletions), at: lines[end]!.at },
  }
}

/**
 * What more there is than the diffstat says: somebody has edited the diff below it.
 *
 * @throws InputError when there is less: part of the diff is lost
 */
export function unlikeStat({ files, total }: Stat, patches: readonly FilePatch[], where: string): string[] {
  const counted = patches.map(countOf)
  const read = {
    insertions: counted.reduce((sum, { insertions }) => sum + insertions, 0),
    deletions: counted.reduce((sum, { deletions }) => sum + deletions, 0),
  }
  const notes: string[] = []
  for (const { name, changes, at } of files) {
    const index = patches.findIndex(({ path }) => isNamed(path, name))
    if (index < 0) throw lost(where, at, `the diffstat names ${name}, and no diff of it follows`)
    const { path, binary } = patches[index]!
    const found = counted[index]!.insertions + counted[index]!.deletions
    const words = `the diffstat says that ${changes} lines of ${path} change, the hunks change ${found}`
    if (binary) continue
    if (found < changes) throw lost(where, at, words)
    if (found > changes) notes.push(`line ${at}: ${words}`)
  }
  const words = `the diffstat says ${amounts(total)} in ${total.files} files, the hunks have ${amounts(read)} in ${patches.length}`
  const isLess = patches.length < total.files || read.insertions < total.insertions || read.deletions < total.deletions
  if (isLess) throw lost(where, total.at, words)
  const isMore = patches.length > total.files || read.insertions + read.deletions > total.insertions + total.deletions
  const isCounted = total.insertions + total.deletions > 0
  return notes.length === 0 && isMore && isCounted ? [`line ${total.at}: ${words}`] : notes
}

const amounts = ({ insertions, deletions }: { insertions: number; deletions: number }): string =>
  `${insertions} added and ${deletions} removed lines`

const lost = (where: string, at: number, what: string): InputError =>
  new InputError(`${where}, line ${at}: ${what}: lines are lost\nfetch the message again, in its raw form`)

function countOf({ hunks }: FilePatch): { insertions: number; deletions: number } {
  const lines = hunks.flatMap(hunk => hunk.lines)
  const insertions = lines.filter(({ kind }) => kind === '+').length
  return { insertions, deletions: lines.filter(({ kind }) => kind === '-').length }
}

/** Diffstat shortens long names from the left, and writes what moved in braces. */
function isNamed(path: string, name: string): boolean {
  const after = nameIn(name)
    .replace(/\{.* => (.*)\}/, '$1')
    .replace(/^.* => |\}$/g, '')
    .replaceAll('//', '/')
  const tail = after.replace(/^\.\.\.\/?/, '')
  return path === after || path.endsWith(after === tail ? `/${after}` : tail) || after.endsWith(`/${path}`)
}
