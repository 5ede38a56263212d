/**
 * A file as a patch leaves it: whole when there is a tree, otherwise what it and the patches before it show.
 */

import type { FilePatch, Hunk } from '../patch/patch.ts'
import { masked } from '../text/mask.ts'
import { declaredName, isDeclaration, type PartialFunction, type Source, type Span } from '../text/source.ts'
import type { Applied } from './apply.ts'
import { contextBelow, isHole } from './shown.ts'

/** What earlier patches of a series have changed of a file that this one changes too: lines before this one, from 1. */
type Earlier = ReadonlySet<number>

/**
 * The file after the patch, from what it was applied to; nothing when the patch deletes it.
 *
 * Where the tree has holes, functions cut by the edge of one are blanked and listed. Which lines belong to a cut function
 * follows kernel style: a function's signature and its last brace stand at the left margin, its body does not.
 */
export function imageOf(file: FilePatch, { tree, shift }: Applied, earlier: Earlier = new Set()): Source | undefined {
  const text = tree.read(file.path)
  if (text === undefined) return undefined
  const landed = (hunk: Hunk) => shift.get(hunk) ?? 0
  const changed = new Set([
    ...movedBy(file, landed, earlier),
    ...file.hunks.flatMap(hunk => changedBy(hunk, landed(hunk))),
  ])
  const whole = { file: file.path, text, shown: 'all' as const, parts: [], changed, message: new Map() }
  const lines = text.split('\n')
  if (!lines.some(isHole)) return whole
  const message = new Map(
    file.hunks.flatMap(hunk =>
      hunk.lines.flatMap((line): [number, number][] =>
        line.new === undefined ? [] : [[line.new + landed(hunk), line.at]],
      ),
    ),
  )
  return { ...whole, ...withoutCutFunctions(lines), message }
}

function withoutCutFunctions(lines: readonly string[]): Pick<Source, 'text' | 'shown' | 'parts'> {
  const text = lines.map(() => '')
  const shown: Span[] = []
  const parts: PartialFunction[] = []
  for (const { start, end } of windowsOf(lines)) {
    const window = lines.slice(start - 1, end)
    const head = endOfHead(window)
    const tail = startOfTail(window, head)
    if (window.slice(0, head).some(line => line.trim() !== ''))
      parts.push({ name: declaredName(contextBelow(lines[start - 2])), start, end: start + head - 1 })
    if (tail < window.length && !window[tail]!.startsWith('/*')) {
      const item = window.slice(tail).find(line => line.trim() !== '') ?? ''
      const name = isDeclaration(item) ? '' : declaredName(window.slice(tail).join(' '))
      parts.push({ name, start: start + tail, end })
    }
    for (let at = head; at < tail; at++) text[start - 1 + at] = window[at]!
    shown.push({ start, end })
  }
  return { text: text.join('\n'), shown, parts }
}

/** Runs of known lines, from 1. */
function windowsOf(lines: readonly string[]): Span[] {
  const windows: { start: number; end: number }[] = []
  lines.forEach((line, index) => {
    if (isHole(line)) return
    if (windows.at(-1)?.end === index) windows.at(-1)!.end = index + 1
    else windows.push({ start: index + 1, end: index + 1 })
  })
  return windows
}

/** Where lines of the file before the patch stand after it; those it removes stand nowhere. */
function movedBy(file: FilePatch, landed: (hunk: Hunk) => number, lines: Earlier): number[] {
  return [...lines].flatMap(line => {
    let moved = line
    for (const hunk of file.hunks) {
      const growth = hunk.new.lines - hunk.old.lines
      const start = hunk.new.start + (hunk.new.lines === 0 ? 1 : 0) + landed(hunk)
      if (moved < start) return [moved]
      if (moved >= start + hunk.old.lines) moved += growth
      else {
        const kept = hunk.lines.filter(one => one.kind !== '+')[moved - start]?.new
        return kept === undefined ? [] : [kept + landed(hunk)]
      }
    }
    return [moved]
  })
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
  const closed = text.lastIndexOf('*/')
  const open = text.indexOf('/*', closed < 0 ? 0 : closed + 2)
  if (open >= 0) return startOfTail(window.slice(0, head + text.slice(0, open).split('\n').length - 1), head)
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
