/**
 * One hunk: its header, and as many lines as the header counts. A hunk ends where its counts say, never at a line that
 * looks like an end, and no line may stand in it that diff does not write.
 */
import { InputError } from '../../../checker/declare.ts'
import { damaged, type Line } from './line.ts'
import type { Hunk, HunkLine, Range } from './patch.ts'
import { cut } from './plain.ts'

/** No file of a kernel has more lines. */
const MOST_LINES = 1_000_000

const hunkHeader = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@(.*)$/

export const isHunkHeader = ({ text }: Line): boolean => hunkHeader.test(text)

interface ReadHunk {
  readonly hunk: Hunk
  /** Index of the first line behind it. */
  readonly end: number
}

/**
 * @param index of the header
 * @param depth marks of quotation before its lines; what is quoted may be shown in part, and with remarks between
 * @throws InputError when the header counts what is not there
 */
export function readHunk(lines: readonly Line[], index: number, depth: number, where: string): ReadHunk {
  const header = lines[index]!
  const { old, fresh, context } = rangesOf(header, where)
  const body = new HunkBody(old, fresh)
  let at = index + 1
  for (; !body.isFull; at++) {
    const line = lines[at]
    if (line === undefined) break
    if (line.depth < depth) continue
    const text = bodyLine(lines, at, depth)
    if (text === undefined || !body.takes(text[0]!)) break
    body.add(text, line.at)
  }
  if (depth === 0 && !body.isFull) throw truncated(header, body, lines[at], where)
  while (lines[at]?.text.startsWith('\\ ') && lines[at]!.depth === depth) at += 1
  const shown = body.isFull ? { old, new: fresh } : body.shown()
  return { hunk: { ...shown, context, at: header.at, lines: body.lines, complete: body.isFull }, end: at }
}

function rangesOf(header: Line, where: string): { old: Range; fresh: Range; context: string } {
  const [, oldStart, oldCount = '1', newStart, newCount = '1', context] = hunkHeader.exec(header.text)!
  const old = { start: Number(oldStart), lines: Number(oldCount) }
  const fresh = { start: Number(newStart), lines: Number(newCount) }
  for (const { start, lines } of [old, fresh]) {
    if (start + lines > MOST_LINES)
      throw damaged(where, header, `speaks of more than ${MOST_LINES} lines, which no file of a kernel has`)
    if (start === 0 && lines > 0) throw damaged(where, header, 'begins at line 0, and lines count from 1')
  }
  if (old.lines + fresh.lines === 0) throw damaged(where, header, 'is the header of a hunk without lines')
  return { old, fresh, context: context!.replace(/^ /, '') }
}

class HunkBody {
  readonly lines: HunkLine[] = []
  private readonly old: Range
  private readonly fresh: Range
  private oldSeen = 0
  private freshSeen = 0

  constructor(old: Range, fresh: Range) {
    this.old = old
    this.fresh = fresh
  }

  get isFull(): boolean {
    return this.oldSeen === this.old.lines && this.freshSeen === this.fresh.lines
  }

  /** Whether the header counts one more line of this kind. */
  takes(kind: string): boolean {
    const hasOld = this.oldSeen < this.old.lines
    const hasFresh = this.freshSeen < this.fresh.lines
    return kind === '+' ? hasFresh : kind === '-' ? hasOld : kind === '\\' ? this.lines.length > 0 : hasOld && hasFresh
  }

  add(line: string, at: number): void {
    const [kind, text] = [line[0]!, line.slice(1)]
    const old = this.old.start + this.oldSeen
    const fresh = this.fresh.start + this.freshSeen
    if (kind === '\\') return
    if (kind !== '+') this.oldSeen += 1
    if (kind !== '-') this.freshSeen += 1
    if (kind === '+') this.lines.push({ kind, text, new: fresh, at })
    else if (kind === '-') this.lines.push({ kind, text, old, at })
    else this.lines.push({ kind: ' ', text, old, new: fresh, at })
  }

  /** The ranges made to fit what is there. */
  shown(): { old: Range; new: Range } {
    return {
      old: { start: this.old.start, lines: this.oldSeen },
      new: { start: this.fresh.start, lines: this.freshSeen },
    }
  }
}

/** The line as diff wrote it, or nothing where the hunk breaks off. */
function bodyLine(lines: readonly Line[], index: number, depth: number): string | undefined {
  const line = lines[index]!
  if (line.depth > depth) return undefined
  // Mailers strip blanks at the ends of lines.
  if (line.text === '') return ' '
  if (line.text === '-- ' && /^(\d+\.|$)/.test(lines[index + 1]?.text ?? '')) return undefined
  if (namesFiles(lines, index)) return undefined
  if (/^[ +\-\\]/.test(line.text)) return line.text
  // Archives drop the leading blank of quoted context lines; a snipped quotation says so in brackets.
  if (depth === 0 || /^(\[(\.\.\.|snip)|@@ |diff --git )/.test(line.text)) return undefined
  return ` ${line.text}`
}

/** The two names of a file stand here, with a hunk below them. */
const namesFiles = (lines: readonly Line[], index: number): boolean =>
  lines[index]!.text.startsWith('--- ') &&
  lines[index + 1]?.text.startsWith('+++ ') === true &&
  lines[index + 2] !== undefined &&
  isHunkHeader(lines[index + 2]!)

function truncated(header: Line, body: HunkBody, next: Line | undefined, where: string): InputError {
  const { old, new: fresh } = body.shown()
  const what = next === undefined ? 'at the end' : `at line ${next.at}, "${cut(next.text, 40)}"`
  return new InputError(
    `${where} is truncated or damaged: the hunk at line ${header.at} (${cut(header.text, 60)}) breaks off ` +
      `after ${old.lines} old and ${fresh.lines} new lines, ${what}\nfetch the message again, in its raw form`,
  )
}
