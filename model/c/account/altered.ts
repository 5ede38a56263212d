/**
 * Where the code after a patch does what the code before does not do: at statements that are new or changed, and next to
 * those that are gone.
 */
import { type Gap, gapsBetween, statementGaps } from '../changes/alike.ts'
import { printOf } from '../changes/prints.ts'
import { renamesBetween } from '../changes/renames.ts'
import { DOING, type Statement, statementsOf } from '../changes/statements.ts'
import type { CFile, CFunction } from '../parse/parse.ts'
import { LOOPS, type Node } from '../text/grammar.ts'
import type { Posted } from './posted.ts'

/** A statement of the file after the patch. */
export interface Altered {
  readonly fn: Node
  /** What is marked when it runs. */
  readonly marked: Node
  /**
   * `decides`: it only decides whether a loop goes on, and so does all that is gone there. `beside`: it is as it was, and only
   * such conditions are gone next to it. `moved`: it stood beside its place.
   */
  readonly kind: 'decides' | 'beside' | 'moved' | 'other'
}

/** @param before nothing for a new file @param posted the patch that the code before is of, where that is compared with */
export function alteredIn(before: CFile | undefined, after: CFile, posted?: Posted): Altered[] {
  const known = posted?.functions[after.source.file] ?? {}
  return after.functions.flatMap(fn => {
    const own = statementsOf(after, fn)
    const { prints, gaps } = Object.hasOwn(known, fn.name)
      ? besidePosted(known[fn.name]!.statements, own)
      : besideFunction(before, after, fn, own)
    return own.flatMap((statement, at): Altered[] => {
      const here = gaps.filter(gap => isNew(gap, at) || isBesideGone(gap, at, own))
      if (here.length === 0) return []
      const keepsRest = here.every(gap => goneIn(gap, prints, own).every(isQuestion))
      const isOld = here.every(gap => !isNew(gap, at))
      const kindHere = (): Altered['kind'] => {
        if (!keepsRest) return 'other'
        if (isOld) return 'beside'
        if (onlyAsks(statement)) return 'decides'
        return here.every(gap => stoodIn(gap, prints, statement)) ? 'moved' : 'other'
      }
      return [{ fn: fn.node, marked: statement.marked, kind: kindHere() }]
    })
  })
}

interface Beside {
  /** Of the statements before: see `printsOf`. */
  readonly prints: readonly string[]
  readonly gaps: readonly Gap[]
}

/** Of a posted condition no more is known than that it is one. */
const besidePosted = (prints: readonly string[], own: readonly Statement[]): Beside => ({
  prints,
  gaps: gapsBetween(prints, own.map(printOf)),
})

function besideFunction(before: CFile | undefined, after: CFile, fn: CFunction, own: readonly Statement[]): Beside {
  const was = before?.functions.find(({ name }) => name === fn.name)
  if (was === undefined) return { prints: [], gaps: [{ before: [0, 0], after: [0, own.length] }] }
  const old = statementsOf(before!, was)
  const renames = renamesBetween({ file: before!, fn: was }, { file: after, fn })
  const prints = old.map(one => (isQuestion(printOf(one)) && !onlyAsks(one) ? `does ${printOf(one)}` : printOf(one)))
  return { prints, gaps: statementGaps(old, own, renames) }
}

const isNew = ({ after: [from, to] }: Gap, at: number): boolean => from <= at && at < to

/** What is gone would run before what follows it, and after what stands before it unless that leaves. */
const isBesideGone = ({ before, after: [from, to] }: Gap, at: number, own: readonly Statement[]): boolean =>
  before[0] < before[1] && (at === to || (at === from - 1 && !['return', 'jump'].includes(own[at]!.kind)))

/** Prints of what is gone, and stands nowhere in its place. */
function goneIn({ before, after }: Gap, prints: readonly string[], own: readonly Statement[]): string[] {
  const left = own.slice(...after).flatMap(one => [true, false].map(ends => textOf(printOf(ending(one, ends)))))
  return prints.slice(...before).filter(print => !left.includes(textOf(print)))
}

const stoodIn = ({ before }: Gap, prints: readonly string[], one: Statement): boolean => {
  const texts = [true, false].map(ends => textOf(printOf(ending(one, ends))))
  return prints.slice(...before).some(print => texts.includes(textOf(print)))
}

/** The parts of a for statement have no semicolon of their own. */
function ending(one: Statement, ends: boolean): Statement {
  const tokens = one.tokens.filter(({ text }, at) => text !== ';' || at < one.tokens.length - 1)
  return { ...one, tokens: ends ? [...tokens, { ...tokens.at(-1)!, text: ';' }] : tokens }
}

const isQuestion = (print: string): boolean => /^(?:condition|label) /.test(print)

/** A label, or a condition of a loop that sets nothing: with another one, what follows an `if` may be left out. */
const onlyAsks = (one: Statement): boolean =>
  one.kind === 'label' ||
  (one.kind === 'condition' && isOfLoop(one.marked) && one.marked.descendantsOfType(DOING).length === 0)

/** Whether the expression, or what it is an operand of, is the condition of a loop. */
function isOfLoop({ parent, id }: Node): boolean {
  if (!parent) return false
  if (LOOPS.includes(parent.type)) return parent.childForFieldName('condition')?.id === id
  return OPERATORS.includes(parent.type) && isOfLoop(parent)
}

const OPERATORS = ['parenthesized_expression', 'binary_expression', 'unary_expression']

const textOf = (print: string): string => print.split(' ').at(-1)!
