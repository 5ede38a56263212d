/**
 * Results that become narrower where they are kept, and did so on the other side of the patch: nothing changes by that.
 */
import type { BlindSpot } from '../ir/ir.ts'
import type { CFile } from '../parse/parse.ts'
import { childOf, childrenOf, type Node } from '../text/grammar.ts'
import { calledBy } from './told.ts'

/** The blind spots of one side, and its text. */
export interface SpotsOfFile {
  readonly file: CFile
  readonly spots: readonly BlindSpot[]
}

/** Whether all that becomes narrower in a spot are results of functions that do so, from and to the same types, on the other side. */
export function isNarrowedAsBefore(file: CFile, spot: BlindSpot, other: SpotsOfFile | undefined): boolean {
  const called = resultsAt(file, spot)
  if (!other || called === undefined || called.length === 0) return false
  const there = other.spots.flatMap(one =>
    one.ofWidth && one.why === spot.why ? (resultsAt(other.file, one) ?? []) : [],
  )
  return called.every(name => there.includes(name))
}

/** The functions of which the value is a result; nothing where it may be something else but an errno. */
function resultsAt({ root }: CFile, { start, end }: BlindSpot): string[] | undefined {
  const node = root.descendantForIndex(start, end - 1)
  return node ? resultsOf(givenBy(node)) : undefined
}

/** What a statement assigns or returns. */
function givenBy(node: Node): Node {
  const inner =
    childOf(node, 'right') ??
    childOf(node, 'value') ??
    (['expression_statement', 'return_statement', 'declaration', 'init_declarator'].includes(node.type)
      ? childrenOf(node).at(-1)
      : undefined)
  return inner && inner.id !== node.id ? givenBy(inner) : node
}

function resultsOf(value: Node): string[] | undefined {
  const name = calledBy(value)
  if (name !== undefined) return [name]
  if (value.type === 'parenthesized_expression') return resultsOf(childrenOf(value)[0]!)
  if (value.type === 'unary_expression' && /^-E[A-Z]+$/.test(value.text)) return []
  if (value.type === 'number_literal') return []
  if (value.type !== 'conditional_expression') return undefined
  const arms = [childOf(value, 'consequence'), childOf(value, 'alternative')].map(arm => arm && resultsOf(arm))
  return arms.some(arm => arm === undefined) ? undefined : arms.flatMap(arm => arm ?? [])
}
