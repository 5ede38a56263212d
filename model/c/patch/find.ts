/**
 * Finds the diff in a message: between a log and a signature, or quoted in a reply.
 *
 * A diff that is not quoted is the patch; quoted ones beside it are discussion. Where there is only a quoted one, that
 * is what can be read, and its hunks may be shown in part. A hunk ends where its own counts say, never at a line that
 * looks like an end.
 */
import { InputError } from '../../../checker/declare.ts'
import type { Message } from './message.ts'

export interface Found {
  /** Unquoted lines, the counts of incomplete hunks made to fit what is there. */
  readonly lines: readonly { readonly text: string; readonly at: number }[]
  /** Message lines of the @@ of hunks that are quoted only in part. */
  readonly incomplete: ReadonlySet<number>
  readonly notes: readonly string[]
}

interface Line {
  readonly depth: number
  readonly text: string
  /** Line in the message, from 1. */
  readonly at: number
}

/**
 * @returns nothing when the message has no diff
 * @throws InputError when a hunk ends before its counts are met, or the diff is of a kind that cannot be read
 */
export function findDiff(message: Message): Found | undefined {
  const lines = message.text.replace(/\n$/, '').split('\n').map(unquoted)
  const starts = lines.filter((_, index) => startsFile(lines, index))
  if (starts.length === 0) return undefined
  const depth = Math.min(...starts.map(line => line.depth))
  const reader = new Reader(message.where, depth, lines)
  const first = lines.indexOf(starts.find(line => line.depth === depth)!)
  const end = reader.read(first)
  const further = starts.filter(line => line.depth === depth && line.at > end)
  return {
    lines: reader.out,
    incomplete: reader.incomplete,
    notes: further.slice(0, 1).map(line => `another diff at line ${line.at}, below the patch, was left alone`),
  }
}

/** Splits the marks of quotation from a line. */
function unquoted(line: string, index: number): Line {
  const marks = /^>(?: ?>)* ?/.exec(line)?.[0] ?? ''
  return { depth: marks.replaceAll(' ', '').length, text: line.slice(marks.length), at: index + 1 }
}

function startsFile(lines: readonly Line[], index: number): boolean {
  const line = lines[index]!
  if (/^diff --git \S/.test(line.text)) return true
  const next = lines[index + 1]
  const hunk = lines[index + 2]
  return (
    /^--- \S/.test(line.text) &&
    next?.depth === line.depth &&
    /^\+\+\+ \S/.test(next.text) &&
    /^@@ /.test(hunk?.text ?? '') &&
    !/^diff --git |^index /.test(lines[index - 1]?.text ?? '')
  )
}

class Reader {
  readonly out: { text: string; at: number }[] = []
  readonly incomplete = new Set<number>()
  private readonly where: string
  private readonly lines: readonly Line[]
  private readonly depth: number

  constructor(where: string, depth: number, lines: readonly Line[]) {
    this.where = where
    this.depth = depth
    this.lines = lines
  }

  /** Reads file after file from an index on. @returns the message line behind the last one read */
  read(index: number): number {
    let at = index
    while (at < this.lines.length) {
      const line = this.lines[at]!
      if (line.depth < this.depth && this.depth > 0) at += 1
      else if (line.depth !== this.depth) break
      else if (/^@@@/.test(line.text)) throw this.unreadable(line, 'a combined diff of a merge')
      else if (/^(GIT binary patch|Binary files )/.test(line.text)) throw this.unreadable(line, 'a binary file')
      else if (hunkHeader.test(line.text)) at = this.hunk(at)
      else if (startsFile(this.lines, at) || extended.test(line.text)) {
        this.out.push(line)
        at += 1
      } else if (line.text === '' && this.resumes(at)) at += 1
      else break
    }
    return at
  }

  /** Blank lines between hunks are quotation's, or an archive's. */
  private resumes(index: number): boolean {
    let at = index
    while (this.lines[at]?.text === '') at += 1
    return at < this.lines.length && (hunkHeader.test(this.lines[at]!.text) || startsFile(this.lines, at))
  }

  private hunk(index: number): number {
    const header = this.lines[index]!
    const [, oldStart, oldCount = '1', newStart, newCount = '1', context] = hunkHeader.exec(header.text)!
    let old = Number(oldCount)
    let fresh = Number(newCount)
    const body: { text: string; at: number }[] = []
    let at = index + 1
    for (; old > 0 || fresh > 0; at++) {
      const line = this.lines[at]
      if (line === undefined) break
      if (line.depth < this.depth) continue
      const text = this.bodyLine(line, at)
      if (text === undefined) break
      if (text[0] !== '+' && text[0] !== '\\') old -= 1
      if (text[0] !== '-' && text[0] !== '\\') fresh -= 1
      body.push({ text, at: line.at })
    }
    if (old === 0 && fresh === 0) {
      this.out.push(header, ...body)
      const next = this.lines[at]
      if (next?.text.startsWith('\\ No newline')) this.out.push(this.lines[at++]!)
      return at
    }
    if (this.depth === 0) throw this.truncated(header, Number(oldCount) - old, Number(newCount) - fresh)
    const counts = `@@ -${oldStart},${Number(oldCount) - old} +${newStart},${Number(newCount) - fresh} @@${context}`
    this.out.push({ text: counts, at: header.at }, ...body)
    this.incomplete.add(header.at)
    return body.length === 0 ? index + 1 : body.at(-1)!.at
  }

  /** The line as diff wrote it, or nothing where the hunk breaks off. */
  private bodyLine(line: Line, index: number): string | undefined {
    if (line.depth > this.depth) return undefined
    if (line.text === '') return ' '
    if (line.text === '-- ' && /^(\d+\.|$)/.test(this.lines[index + 1]?.text ?? '')) return undefined
    if (/^[ +\-\\]/.test(line.text)) return line.text
    // Archives drop the leading blank of quoted context lines; a snipped quotation says so in brackets.
    if (this.depth === 0 || /^(\[(\.\.\.|snip)|@@ |diff --git )/.test(line.text)) return undefined
    return ` ${line.text}`
  }

  private truncated(header: Line, old: number, fresh: number): InputError {
    return new InputError(
      `${this.where} is truncated or damaged: the hunk at line ${header.at} (${header.text.slice(0, 60)}) breaks off ` +
        `after ${old} old and ${fresh} new lines\nfetch the message again, in its raw form`,
    )
  }

  private unreadable(line: Line, what: string): InputError {
    return new InputError(`${this.where}, line ${line.at}: ${what} cannot be read\ngive a patch of C text`)
  }
}

const hunkHeader = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@(.*)$/
const extended =
  /^(index [0-9a-f]+\.\.|(old|new|new file|deleted file) mode |(similarity|dissimilarity) index |(rename|copy) (from|to) |--- \S|\+\+\+ \S)/
