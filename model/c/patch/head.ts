/**
 * The lines above the hunks of a file: git's header, or the two names alone.
 */
import { InputError } from '../../../checker/declare.ts'
import { isHunkHeader } from './hunk.ts'
import { damaged, type Line } from './line.ts'
import { isBackup, NOTHING, nameIn, namesInGit, withoutPrefixes } from './names.ts'
import type { FilePatch } from './patch.ts'
import { insideTree } from './path.ts'

export interface Head {
  readonly at: Line
  /** Index of the first line behind it. */
  readonly end: number
  /** Behind `diff --git`. */
  readonly git?: string
  /** Git's further lines by their first words, such as `rename from`. */
  readonly said: ReadonlyMap<string, string>
  /** Behind `---` and `+++`. */
  readonly names?: readonly [string, string]
  readonly isBinary: boolean
}

const said =
  /^(old mode|new mode|deleted file mode|new file mode|copy from|copy to|rename from|rename to|similarity index|dissimilarity index|index) (.+)$/

/** A file begins here: with git's header, with the line that diff was called by, or with its two names. */
export function startsFile(lines: readonly Line[], index: number): boolean {
  const { text, depth } = lines[index]!
  if (/^diff --git /.test(text)) return true
  const next = lines[index + 1]
  if (next?.depth !== depth) return false
  if (/^diff \S.* \S/.test(text)) return isNames(next, lines[index + 2])
  if (/^Index: \S/.test(text)) return /^={9,}$/.test(next.text)
  return isNames(lines[index]!, next)
}

const isNames = (old: Line, fresh: Line | undefined): boolean =>
  /^--- \S/.test(old.text) && fresh?.depth === old.depth && /^\+\+\+ \S/.test(fresh.text)

/** Part of a file's header that no file begins with. */
export const isOfHead = ({ text }: Line): boolean =>
  /^index [0-9a-f]{4,}\.\.[0-9a-f]{4,}\b/.test(text) || /^GIT binary patch$/.test(text)

/** @throws InputError when a line is missing or damaged */
export function readHead(lines: readonly Line[], index: number, depth: number, where: string): Head {
  const first = lines[index]!
  const git = /^diff --git (.+)$/.exec(first.text)?.[1]
  const found = new Map<string, string>()
  let at = index
  if (git !== undefined || !first.text.startsWith('--- ')) at += 1
  for (let line = lines[at]; line?.depth === depth; line = lines[++at]) {
    const [, word, value] = said.exec(line.text) ?? []
    if (word !== undefined && git !== undefined) found.set(word, value!)
    else if (git !== undefined || !/^={9,}$|^diff \S|^RCS file: |^retrieving revision /.test(line.text)) break
  }
  const head = { at: first, ...(git !== undefined && { git }), said: found }
  const next = lines[at]
  if (next?.text.startsWith('--- ') && next.depth === depth) {
    const below = lines[at + 1]
    if (below === undefined || !isNames(next, below))
      throw damaged(where, below ?? next, 'stands where the second name of the file must, "+++ "')
    return { ...head, names: [nameIn(next.text.slice(4)), nameIn(below.text.slice(4))], isBinary: false, end: at + 2 }
  }
  if (next?.depth === depth && /^GIT binary patch$/.test(next.text))
    return { ...head, isBinary: true, end: endOfBinary(lines, at, where) }
  if (next?.depth === depth && /^Binary files .+ and .+ differ$/.test(next.text))
    return { ...head, isBinary: true, end: at + 1 }
  if (next?.depth === depth && /^[-+@]/.test(next.text) && !isHunkHeader(next) && !/^-- ?$/.test(next.text))
    throw damaged(where, next, 'stands where the first name of the file must, "--- "')
  return { ...head, isBinary: false, end: at }
}

/** One or two blocks of bytes, each ended by an empty line. */
function endOfBinary(lines: readonly Line[], index: number, where: string): number {
  let at = index + 1
  for (let blocks = 0; /^(literal|delta) \d+$/.test(lines[at]?.text ?? ''); blocks++) {
    const start = lines[at]!
    while (/^[A-Za-z][!-~]+$/.test(lines[++at]?.text ?? ''));
    if ((lines[at]?.text ?? '') !== '' || blocks === 2)
      throw damaged(where, lines[at] ?? start, 'stands in a binary patch')
    at += 1
  }
  if (at === index + 1)
    throw damaged(where, lines[at] ?? lines[index]!, 'stands where the bytes of a binary patch must')
  return at
}

/**
 * The file that the head names, its hunks left out.
 *
 * @throws InputError when names lead outside the tree, or do not agree
 */
export function fileOf(head: Head, where: string): Omit<FilePatch, 'hunks'> {
  const { at, git, said } = head
  const [old, fresh] = namesOf(head, where)
  const inside = (name: string) => (name === NOTHING ? undefined : insideTree(name, `${where}, line ${at.at}`))
  head.names?.forEach(inside)
  const isNew = old === NOTHING || said.has('new file mode')
  const isDeleted = fresh === NOTHING || said.has('deleted file mode')
  const before = inside(old) ?? inside(fresh)
  const after = inside(fresh) ?? before
  if (before === undefined || after === undefined || (isNew && isDeleted))
    throw new InputError(
      `${where}, line ${at.at}: both names of the file are ${NOTHING}\nname the file that the hunks change`,
    )
  refuseOtherNames(head, before, after, where)
  const [, blobBefore, blobAfter] = /^([0-9a-f]+)\.\.([0-9a-f]+)/.exec(said.get('index') ?? '') ?? []
  const [modeBefore, modeAfter] = [said.get('old mode'), said.get('new mode')]
  return {
    path: isDeleted ? before : after,
    ...(!isNew && { from: git === undefined ? after : before }),
    deleted: isDeleted,
    ...(said.has('copy from') && { copied: true }),
    ...(head.isBinary && { binary: true }),
    ...(modeBefore !== undefined && modeAfter !== undefined && { mode: { before: modeBefore, after: modeAfter } }),
    ...(blobBefore !== undefined && blobAfter !== undefined && { blobs: { before: blobBefore, after: blobAfter } }),
    at: at.at,
  }
}

/** The file's names before and after, without prefixes: those that git says it was moved by, or those above its hunks. */
function namesOf({ at, git, said, names }: Head, where: string): readonly [string, string] {
  const from = said.get('rename from') ?? said.get('copy from')
  const to = said.get('rename to') ?? said.get('copy to')
  const shown = names ?? (git === undefined ? undefined : namesInGit(git))
  const bare = shown && withoutPrefixes(...shown)
  if (from === undefined || to === undefined) {
    if (bare === undefined) throw damaged(where, at, 'does not name a file')
    // Two trees that git was told to compare have their own names below its prefixes.
    return bare.includes(NOTHING) ? bare : withoutPrefixes(...bare)
  }
  const moved = [nameIn(from), nameIn(to)] as const
  if (names && (bare![0] !== moved[0] || bare![1] !== moved[1]))
    throw damaged(where, at, `is moved from ${moved.join(' to ')}, and the names below are ${bare!.join(' and ')}`)
  return moved
}

/** Two names are two files only where git says that one was made from the other. */
function refuseOtherNames({ at, git, said, names }: Head, before: string, after: string, where: string): void {
  const moved = said.has('rename from') || said.has('copy from')
  if (before !== after && !moved && !(git === undefined && isBackup(before, after)))
    throw damaged(where, at, `begins a file with two names, ${before} and ${after}`, 'give both lines one name')
  if (git === undefined || names === undefined || git.includes('"')) return
  const [old, fresh] = names
  const isSame = (old === NOTHING || git.startsWith(`${old} `)) && (fresh === NOTHING || git.endsWith(` ${fresh}`))
  const inGit = namesInGit(git)
  if (!isSame && (inGit === undefined || withoutPrefixes(...inGit).join(' ') !== `${before} ${after}`))
    throw damaged(where, at, `does not agree with the names below it, ${old} and ${fresh}`)
}
