/**
 * The diff in a message, read so that nothing of it is lost: what looks like part of a diff is read, or refused with its
 * line.
 *
 * A diff that is not quoted is the patch, and quoted ones beside it are discussion. Where there is only a quoted one, that
 * is what can be read: with remarks between its lines, and in part.
 */
import { InputError } from '../../../checker/declare.ts'
import { statOf, unlikeStat } from './diffstat.ts'
import { fileOf, type Head, isOfHead, readHead, startsFile } from './head.ts'
import { isHunkHeader, readHunk } from './hunk.ts'
import { damaged, type Line, linesOf } from './line.ts'
import type { Message } from './message.ts'
import { type FilePatch, firstIndex, type Hunk } from './patch.ts'
import { cut } from './plain.ts'

export interface Diff {
  readonly files: readonly FilePatch[]
  readonly notes: readonly string[]
}

/**
 * @returns nothing when the message has no diff
 * @throws InputError when part of one cannot be read
 */
export function diffOf(message: Message): Diff | undefined {
  const lines = linesOf(message.text)
  const starts = lines.filter((_, index) => startsFile(lines, index))
  const depth = starts.reduce((least, line) => Math.min(least, line.depth), Number.POSITIVE_INFINITY)
  const reader = new Reader(message, lines, starts.length === 0 ? 0 : depth)
  reader.read()
  if (reader.files.length === 0) return undefined
  if (depth > 0) return { files: reader.files, notes: [QUOTED] }
  const stat = statOf(lines.slice(0, reader.files[0]!.at - 1))
  return {
    files: reader.files,
    notes: [...reader.notes, ...(stat ? unlikeStat(stat, reader.files, message.where) : [])],
  }
}

const QUOTED = 'the diff was read from a quotation, which may leave parts of it out'

class Reader {
  readonly files: FilePatch[] = []
  readonly notes: string[] = []
  private readonly message: Message
  private readonly lines: readonly Line[]
  private readonly depth: number
  /** Index of the next line. */
  private next = 0
  /** Index of the line behind the last diff. */
  private end = 0
  /** What stands since the last hunk, or since the start, that is no part of a diff. */
  private prose: Line | undefined
  /** A mail's signature has ended the diff: what follows may be a list with dashes. */
  private signed = false

  constructor(message: Message, lines: readonly Line[], depth: number) {
    this.message = message
    this.lines = lines
    this.depth = depth
  }

  read(): void {
    while (this.next < this.lines.length) {
      if (this.lines[this.next]!.depth === this.depth && startsFile(this.lines, this.next)) this.file()
      else this.other()
    }
  }

  private file(): void {
    const { where } = this.message
    const head = readHead(this.lines, this.next, this.depth, where)
    if (this.files.length > 0 && this.next > this.end && this.depth === 0 && this.notes.length === 0)
      this.notes.push(
        `another diff begins at line ${head.at.at}, below the end of the first one: all were read as one patch`,
      )
    this.next = head.end
    const below = this.lines[head.end]
    if (below) this.refuseKind(below)
    const hunks = this.depth === 0 ? numbered(this.hunks(), where) : this.hunks()
    const file = { ...fileOf(head, where), hunks }
    if (this.depth === 0) refuseLost(head, file, where)
    const again = this.files.find(({ path }) => path === file.path)
    if (again)
      throw damaged(
        where,
        head.at,
        `changes ${file.path} again, after line ${again.at}`,
        'give each diff in a file of its own',
      )
    this.files.push(file)
    this.end = this.next
    this.prose = undefined
    this.signed = false
  }

  private hunks(): Hunk[] {
    const hunks: Hunk[] = []
    for (let at = this.between(this.next); at !== undefined; at = this.between(this.next)) {
      const { hunk, end } = readHunk(this.lines, at, this.depth, this.message.where)
      hunks.push(hunk)
      this.next = end
    }
    return hunks
  }

  /** Index of the next hunk of the same file: archives put blank lines between hunks, quotations have remarks there. */
  private between(index: number): number | undefined {
    for (let at = index; at < this.lines.length; at++) {
      const line = this.lines[at]!
      const isOurs = line.depth === this.depth
      if (isOurs && isHunkHeader(line)) return at
      if (this.depth === 0 ? line.text !== '' : isOurs && startsFile(this.lines, at)) return undefined
    }
    return undefined
  }

  /** A line between diffs, above the first or below the last one. */
  private other(): void {
    const line = this.lines[this.next++]!
    if (line.depth !== this.depth || this.depth > 0) return
    const { where, isMail, reply } = this.message
    const { text } = line
    this.refuseKind(line)
    if (isHunkHeader(line) || isOfHead(line)) throw this.stray(line)
    const behind = this.files.length > 0
    if (behind && /^(Only in .+: |Binary files .+ differ$)/.test(text))
      throw damaged(where, line, 'speaks of a file whose change is not shown', GIVE)
    if (!behind && !isMail && !reply && /^[-+]\t/.test(text)) throw this.stray(line)
    if (text.trim() === '') return
    if (/^-- ?$/.test(text) || (text === '---' && isTracked(this.lines[this.next]))) this.signed = true
    else if (behind && !this.signed && (/^[-+@\\]/.test(text) || (this.prose === undefined && /^\s/.test(text))))
      throw this.stray(line)
    this.prose ??= line
  }

  private refuseKind(line: Line): void {
    const { where } = this.message
    if (/^@@@ |^diff --(cc|combined) /.test(line.text))
      throw damaged(where, line, 'belongs to a combined diff of a merge, which cannot be read', GIVE)
    if (/^\*{15}$/.test(line.text)) throw damaged(where, line, 'belongs to a context diff, which cannot be read', GIVE)
  }

  private stray(line: Line): InputError {
    const { where } = this.message
    const last = this.files.at(-1)?.hunks.at(-1)
    if (last === undefined)
      return damaged(where, line, 'looks like part of a diff, and no file is named above it', INDENT)
    if (!isHunkHeader(line) && /^@|^.?@?.? ?-\d+(,\d+)? \+\d+/.test(line.text))
      return damaged(where, line, 'is a damaged hunk header')
    if (this.prose === undefined)
      return damaged(where, line, `stands behind the hunk at line ${last.at}, which counts fewer lines`)
    return damaged(
      where,
      line,
      `looks like part of a hunk, and line ${this.prose.at} above it, "${cut(this.prose.text, 40)}", does not`,
    )
  }
}

/** b4 writes below a single patch, as behind a cover, on what it stands. */
const isTracked = (line: Line | undefined): boolean =>
  line !== undefined && /^(base-commit|change-id|prerequisite-[a-z-]+): \S/.test(line.text)

const GIVE = 'give a unified diff, as git format-patch or diff -u writes it'
const INDENT = 'fetch the message again, in its raw form; what a log quotes of a diff has to be indented'

/** A file of which git says that it changes, and no line does. */
function refuseLost(
  { at, said, isBinary }: Head,
  { hunks, from, path, deleted, mode, blobs }: FilePatch,
  where: string,
): void {
  const isNew = from === undefined
  for (const hunk of hunks)
    if ((isNew && hunk.old.lines > 0) || (deleted && hunk.new.lines > 0))
      throw damaged(
        where,
        at,
        `begins a file that is ${isNew ? 'new' : 'deleted'}, and the hunk at line ${hunk.at} has lines of it`,
      )
  if (hunks.length > 0 || isBinary || deleted) return
  const isSame = blobs === undefined || blobs.before === blobs.after
  const isMoved = from !== path && isSame && (said.get('similarity index') ?? '100%') === '100%'
  if (
    isNew
      ? said.has('new file mode') && (blobs === undefined || EMPTY.startsWith(blobs.after))
      : isMoved || (mode && isSame)
  )
    return
  throw damaged(where, at, 'names a file, and no hunk of it follows')
}

/** Git's name for an empty file. */
const EMPTY = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'

/** Hunks stand in the order of the file and do not overlap; one that begins where it cannot is marked. */
function numbered(hunks: readonly Hunk[], where: string): Hunk[] {
  let growth = 0
  return hunks.map((hunk, index) => {
    const before = hunks[index - 1]
    if (before && (hunk.old.start < endOf(before.old) || hunk.new.start < endOf(before.new)))
      throw new InputError(
        `${where}, line ${hunk.at}: the hunk begins before the one at line ${before.at} ends\nfetch the message again, in its raw form`,
      )
    const misplaced = firstIndex(hunk.new) - firstIndex(hunk.old) !== growth
    growth += hunk.new.lines - hunk.old.lines
    return misplaced ? { ...hunk, misplaced } : hunk
  })
}

const endOf = ({ start, lines }: Hunk['old']): number => start + lines
