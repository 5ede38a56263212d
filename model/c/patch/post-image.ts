/**
 * A file as a patch leaves it: whole when there is a tree, otherwise what the hunks show.
 */
import { masked } from '../mask.ts'
import { declaredName, type Part, type Source, type Span } from '../source.ts'
import type { Applied } from './apply.ts'
import type { FilePatch, Hunk } from './patch.ts'

/** The file after the patch, from the tree it was applied to; nothing when the patch deletes it. */
export function wholeImage(file: FilePatch, applied: Applied): Source | undefined {
  const text = applied.tree.read(file.path)
  if (text === undefined) return undefined
  const changed = new Set(file.hunks.flatMap(hunk => changedBy(hunk, applied.shift.get(hunk) ?? 0)))
  return { file: file.path, text, shown: 'all', parts: [], changed, message: new Map() }
}

/**
 * What the hunks show of the file after the patch. Functions cut by the edge of a hunk are blanked and listed.
 *
 * Which lines belong to a cut function follows kernel style: a function's signature and its last brace stand at the
 * left margin, its body does not.
 */
export function shownImage(file: FilePatch): Source {
  const text: string[] = []
  const message = new Map<number, number>()
  const shown: Span[] = []
  const parts: Part[] = []
  for (const hunk of file.hunks) {
    const lines = hunk.lines.filter(line => line.kind !== '-')
    if (lines.length === 0) continue
    const start = lines[0]!.new!
    const window = lines.map(line => line.text)
    const head = endOfHead(window)
    const tail = startOfTail(window, head)
    if (window.slice(0, head).some(line => line.trim() !== ''))
      parts.push({ name: declaredName(hunk.context), start, end: start + head - 1 })
    if (window.slice(tail).some(line => declaredName(line) !== ''))
      parts.push({
        name: declaredName(window.slice(tail).join(' ')),
        start: start + tail,
        end: start + window.length - 1,
      })
    for (const [offset, line] of lines.entries()) {
      message.set(start + offset, line.at)
      if (offset >= head && offset < tail) text[start + offset - 1] = line.text
    }
    shown.push({ start, end: start + window.length - 1 })
  }
  const changed = new Set(file.hunks.flatMap(hunk => changedBy(hunk, 0)))
  return { file: file.path, text: Array.from(text, line => line ?? '').join('\n'), shown, parts, changed, message }
}

/** Lines after the patch that it added, or that stand where it removed some. */
export function changedBy(hunk: Hunk, shift: number): number[] {
  const changed = new Set<number>()
  let next = hunk.new.start
  for (const line of hunk.lines) {
    if (line.kind !== ' ') changed.add(next + shift)
    if (line.kind !== '-') next = line.new! + 1
  }
  return [...changed]
}

/** How many lines at the top belong to a function or comment that began above the window. */
function endOfHead(window: readonly string[]): number {
  for (const [index, line] of window.entries()) {
    if (/^\}/.test(line) || /^ \*\//.test(line)) return index + 1
    if (/^\/[*/]/.test(line) || startsItem(line)) return index
  }
  return window.length
}

/** A line at the left margin that is no label and no directive. */
const startsItem = (line: string): boolean => /^[A-Za-z_]/.test(line) && !/^\w+\s*:\s*$/.test(line)

/** The index at which an item starts that the window does not end; its length when there is none. */
function startOfTail(window: readonly string[], head: number): number {
  const text = window.slice(head).join('\n')
  const comment = text.lastIndexOf('/*')
  if (comment > text.lastIndexOf('*/'))
    return startOfTail(window.slice(0, head + text.slice(0, comment).split('\n').length - 1), head)
  const lines = masked(text).split('\n')
  let depth = 0
  let item: number | undefined
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '' || /^\s*#/.test(line)) continue
    item ??= index
    depth += (line.match(/\{/g)?.length ?? 0) - (line.match(/\}/g)?.length ?? 0)
    if (depth <= 0 && /[;}]\s*$|^[A-Z_]+\(.*\)$/.test(line)) item = undefined
  }
  return item === undefined ? window.length : head + item
}
