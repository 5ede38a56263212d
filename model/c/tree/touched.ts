/**
 * Which functions a hunk touches, and whether all of their text is known.
 */
import { createHash } from 'node:crypto'
import type { CFile } from '../parse/parse.ts'
import type { Hunk } from '../patch/patch.ts'
import { declaredName, isDeclaration, type Span } from '../text/source.ts'
import { changedBy } from './post-image.ts'

export interface Touched {
  readonly name: string
  /** The whole function is known; otherwise only what the hunk shows of it. */
  readonly whole: boolean
  /** Changed lines of the file inside the function, in order. */
  readonly lines: readonly number[]
}

/**
 * The functions in which a hunk adds or removes lines, in the order of the file; lines between functions touch none.
 *
 * @param shift how many lines below its header the hunk landed; 0 without a tree
 * @param before the file before the patch: lines that are removed belong to the function they stood in
 */
export function touchedBy(hunk: Hunk, file: CFile, shift = 0, before?: CFile): Touched[] {
  const lines = before ? changedWithin(hunk, file, shift, before) : changedBy(hunk, shift)
  const [first = 0] = lines
  const last = lines.at(-1) ?? -1
  const { spans, ends } = spansIn(file)
  const found: Touched[] = []
  for (let at = indexFrom(ends, first); at < spans.length && spans[at]!.start <= last; at++) {
    const { name, start, end, whole } = spans[at]!
    const inside = lines.slice(indexFrom(lines, start), indexFrom(lines, end + 1))
    if (inside.length > 0 && name !== '') found.push({ name, whole, lines: inside })
  }
  return found
}

/** As `changedBy`, with removed lines where what is left of their function stands; nowhere where nothing is. */
function changedWithin(hunk: Hunk, file: CFile, shift: number, before: CFile): number[] {
  const [was, is] = [spansIn(before), spansIn(file)]
  const texts = before.source.text.split('\n')
  const changed = new Set<number>()
  let next = hunk.new.start + shift
  for (const { kind, text, old, new: fresh } of hunk.lines) {
    if (kind === '+') changed.add(next)
    if (kind === '-') {
      const owner = texts[old! + shift - 1] === text ? spanAt(was, old! + shift) : spanAt(is, next)
      const left = owner && (spanAt(is, next)?.name === owner.name ? undefined : is.spans.find(same(owner)))
      if (left) changed.add(Math.min(Math.max(next, left.start), left.end))
      else if (owner && spanAt(is, next)?.name === owner.name) changed.add(next)
    }
    if (kind !== '-') next = fresh! + shift + 1
  }
  return [...changed].sort((a, b) => a - b)
}

const same =
  ({ name }: Named) =>
  (one: Named): boolean =>
    one.name === name

const spanAt = ({ spans, ends }: Spans, line: number): Named | undefined => {
  const span = spans[indexFrom(ends, line)]
  return span && span.start <= line ? span : undefined
}

interface Named extends Span {
  readonly name: string
  readonly whole: boolean
}

/** Functions and parts of functions in their order, told once for each file. */
interface Spans {
  readonly spans: readonly Named[]
  readonly ends: readonly number[]
}

function spansIn(file: CFile): Spans {
  const found = known.get(file) ?? told(file)
  known.set(file, found)
  return found
}

function told({ functions, source }: CFile): Spans {
  const spans = [
    ...functions.map(({ name, start, end, problem }) => ({ name, start, end, whole: problem === undefined })),
    ...source.parts.map(part => ({ ...part, whole: false })),
  ].sort((a, b) => a.start - b.start)
  return { spans, ends: spans.map(({ end }) => end) }
}

const known = new WeakMap<CFile, Spans>()

/** Of lines in order: the index of the first one from there on. */
function indexFrom(lines: readonly number[], line: number): number {
  let [low, high] = [0, lines.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (lines[middle]! < line) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Whether it changes code that may be part of any function: neither the hunk's header nor a line that is shown names it.
 *
 * @param shift as for {@link touchedBy}
 */
export function isUnplaced(hunk: Hunk, { source }: CFile, shift = 0): boolean {
  if (declaredName(hunk.context) !== '' || isDeclaration(hunk.context) || hunk.old.start <= 1) return false
  const nameless = source.parts.filter(({ name }) => name === '')
  return (
    hunk.lines.some(({ kind, text }) => kind !== ' ' && /^\s+[^\s#]/.test(text)) &&
    changedBy(hunk, shift).some(line => nameless.some(part => within(line, part)))
  )
}

/** What hunks change between these lines of the file after the patch, as a hash: no tree, nothing shifted. */
export function changesHash(changes: readonly { readonly hunk: Hunk; readonly lines: readonly number[] }[]): string {
  const hash = createHash('sha256')
  for (const { hunk, lines } of changes) {
    let at = hunk.new.start
    for (const { kind, text } of hunk.lines) {
      if (kind !== ' ' && lines.includes(at)) hash.update(`${kind}${text.trim()}\n`)
      if (kind !== '-') at += 1
    }
  }
  return hash.digest('hex').slice(0, 16)
}

const within = (line: number, { start, end }: Span): boolean => start <= line && line <= end
