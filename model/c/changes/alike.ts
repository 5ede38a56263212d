/**
 * Statements of a function before and after a patch, set side by side.
 */
import type { Node } from '../text/grammar.ts'
import type { Renames } from './renames.ts'
import type { Statement } from './statements.ts'
import type { Token } from './tokens.ts'

/** A statement of one side that has no equal on the other. */
export interface Unequal {
  readonly statement: Statement
  /** Its counterpart on the other side. */
  readonly beside?: Statement
  /** Spans of its text that differ from what stands beside it; all of it when nothing does; none when only its context does. */
  readonly spans: readonly StatementSpan[]
}

interface StatementSpan {
  readonly start: number
  readonly end: number
}

interface UnequalSides {
  readonly before: readonly Unequal[]
  readonly after: readonly Unequal[]
}

/** @param renames of locals: those before are read under their names after */
export function unequal(before: readonly Statement[], after: readonly Statement[], renames: Renames): UnequalSides {
  const named = namesAfter(renames)
  const gaps = statementGaps(before, after, renames)
  const sides: { before: Unequal[]; after: Unequal[] } = { before: [], after: [] }
  for (const gap of gaps) {
    const [gone, come] = [before.slice(...gap.before), after.slice(...gap.after)]
    const pairs = paired(gone, come, named)
    for (const one of gone) {
      const beside = pairs.get(one)
      sides.before.push({ statement: one, ...(beside && { beside }), spans: spansOf(one, beside, named, true) })
    }
    const back = new Map([...pairs].map(([a, b]) => [b, a]))
    for (const one of come) {
      const beside = back.get(one)
      sides.after.push({ statement: one, ...(beside && { beside }), spans: spansOf(one, beside, named, false) })
    }
  }
  return sides
}

const namesAfter = (renames: Renames) => (text: string) => renames.get(text) ?? text

/** @param renames of locals: those before are read under their names after */
export const statementGaps = (before: readonly Statement[], after: readonly Statement[], renames: Renames): Gap[] =>
  gapsBetween(
    before.map(one => keyOf(one, namesAfter(renames))),
    after.map(one => keyOf(one)),
  )

const same = (text: string): string => text

export const textOf = (tokens: readonly Token[], named: (text: string) => string = same): string =>
  tokens.map(({ text, isMember }) => (isMember ? text : named(text))).join(' ')

/** Words of a context may be labels of cases, which are no locals. */
const keyOf = ({ kind, tokens, context }: Statement, named = same): string =>
  `${kind} ${context} ${textOf(tokens, named)}`

export interface Gap {
  readonly before: readonly [number, number]
  readonly after: readonly [number, number]
}

/** The gaps between the members of a longest common subsequence. */
export function gapsBetween(old: readonly string[], fresh: readonly string[]): Gap[] {
  let head = 0
  while (head < old.length && head < fresh.length && old[head] === fresh[head]) head += 1
  let tail = 0
  const most = Math.min(old.length, fresh.length) - head
  while (tail < most && old[old.length - 1 - tail] === fresh[fresh.length - 1 - tail]) tail += 1
  const [a, b] = [old.slice(head, old.length - tail), fresh.slice(head, fresh.length - tail)]
  const width = b.length + 1
  const longest = new Uint32Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] =
        a[i] === b[j]
          ? longest[(i + 1) * width + j + 1]! + 1
          : Math.max(longest[(i + 1) * width + j]!, longest[i * width + j + 1]!)
  const gaps: Gap[] = []
  let [i, j, fromI, fromJ] = [0, 0, 0, 0]
  const close = () => {
    if (i > fromI || j > fromJ) gaps.push({ before: [head + fromI, head + i], after: [head + fromJ, head + j] })
  }
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      close()
      i += 1
      j += 1
      fromI = i
      fromJ = j
    } else if (longest[(i + 1) * width + j]! >= longest[i * width + j + 1]!) i += 1
    else j += 1
  }
  i = a.length
  j = b.length
  close()
  return gaps
}

/** In order, statements of one kind of which most is equal. */
function paired(gone: readonly Statement[], come: readonly Statement[], named: (text: string) => string) {
  const pairs = new Map<Statement, Statement>()
  let from = 0
  for (const one of gone) {
    const at = come.findIndex(
      (other, index) => index >= from && other.kind === one.kind && likeness(one, other, named) >= 0.5,
    )
    if (at < 0) continue
    pairs.set(one, come[at]!)
    from = at + 1
  }
  return pairs
}

function likeness(a: Statement, b: Statement, named: (text: string) => string): number {
  const left = b.tokens.map(({ text }) => text)
  let shared = 0
  for (const { text } of a.tokens) {
    const at = left.indexOf(named(text))
    if (at < 0) continue
    left.splice(at, 1)
    shared += 1
  }
  return (2 * shared) / (a.tokens.length + b.tokens.length)
}

/** @param isBefore of the statement: which side's names are to be replaced */
function spansOf(
  one: Statement,
  beside: Statement | undefined,
  named: (text: string) => string,
  isBefore: boolean,
): StatementSpan[] {
  const whole = [{ start: one.start, end: one.end }]
  if (!beside) return whole
  const [a, b] = isBefore ? [named, same] : [same, named]
  if (textOf(one.tokens, a) === textOf(beside.tokens, b)) return groupOf(one) === groupOf(beside) ? [] : whole
  // Of a signature, a label or a loop the node is more than the statement.
  if (one.end < one.node.endIndex || beside.end < beside.node.endIndex) return whole
  const found = differing(one.node, beside.node, a, b).map(({ startIndex, endIndex }) => ({
    start: startIndex,
    end: endIndex,
  }))
  // What the grammar does not see, such as an attribute, differs nowhere in the tree.
  return found.length > 0 ? found : whole
}

/** How a condition is asked: of which construct, and in which group of operators. */
const groupOf = ({ context }: Statement): string => /\?(.*)$/.exec(context)?.[1] ?? ''

/** The largest parts of a tree that another does not have in their place. */
function differing(one: Node, other: Node, a: (text: string) => string, b: (text: string) => string): Node[] {
  if (one.childCount === 0 && other.childCount === 0) {
    const isMember = one.type === 'field_identifier' || one.type === 'type_identifier'
    return one.type === other.type && (isMember ? one.text === other.text : a(one.text) === b(other.text)) ? [] : [one]
  }
  const [these, those] = [childrenIn(one), childrenIn(other)]
  const shape = (nodes: readonly Node[]) => nodes.map(node => (node.isNamed ? 'x' : node.text)).join(' ')
  if (one.type !== other.type || shape(these) !== shape(those)) return [one]
  // Another function called: all of the call differs.
  if (one.type === 'call_expression' && differing(these[0]!, those[0]!, a, b).length > 0) return [one]
  return these.flatMap((node, index) => differing(node, those[index]!, a, b))
}

const childrenIn = (node: Node): Node[] => node.children.filter(one => one.type !== 'comment')
