/**
 * Conditions that come out otherwise than what stood in their place: two texts about the same things, set side by side for small
 * numbers. What is signed is not known here: they must differ as signed and as unsigned numbers. Of what is compared with 0 by its
 * order no number above 0 is tried: errors are below it.
 */
import type { ChangedStatement } from '../changes/changes.ts'
import { childOf, childrenOf, type Node } from '../text/grammar.ts'
import { spaceless } from './moved.ts'
import { calledBy, type Tables } from './told.ts'

/** What a constant stands for, where that is known. */
type NumberOf = (name: string) => number | undefined

/**
 * For which numbers a condition comes out otherwise than its counterpart before the patch: `attrs.flags is 2`; so must all of what
 * an if asks. Nothing where it does so for none that is tried, or where the two ask about other things. How often a loop runs is
 * seen in any world that runs it. Calls have more errors in the kernel than here: which of them is asked for makes a difference.
 *
 * @param all what the patch changes
 */
export function comesOutOtherwise(
  { side, statement, beside, spans, fn }: ChangedStatement,
  all: readonly ChangedStatement[],
  tables: Pick<Tables, 'numberOf' | 'unitOf'>,
): string | undefined {
  if (side !== 'after' || statement.kind !== 'condition' || spans.length === 0) return undefined
  const gone = all.find(
    one => one.side === 'before' && one.fn.name === fn.name && one.statement.kind === 'condition' && !one.beside,
  )
  const [was, is] = [(beside ?? gone?.statement)?.node, statement.node].map(node => node && wholeOf(node))
  if (was?.parent?.type !== 'if_statement') return undefined
  if (errorsIn(was) !== errorsIn(is!)) return 'there is another error'
  if (beside?.kind !== 'condition' || beside.context !== statement.context) return undefined
  const [inAll, inIt] = [difference(was, is!, tables), difference(beside.node, statement.node, tables)]
  return inAll === undefined ? undefined : inIt
}

/** The errors that a text names, each once. */
const errorsIn = ({ text }: Node): string => [...new Set(text.match(/-E[A-Z\d]+\b/g))].sort().join()

/** All of what is asked at once. */
function wholeOf(node: Node): Node {
  const around = node.parent
  return around && /^(?:parenthesized|unary|binary)_expression$/.test(around.type) ? wholeOf(around) : node
}

function difference(
  was: Node,
  is: Node,
  { numberOf, unitOf }: Pick<Tables, 'numberOf' | 'unitOf'>,
): string | undefined {
  const asked = [was, is].map(node => [...new Set(thingsIn(node).filter(name => numberOf(name) === undefined))])
  const [fewer, things] = asked[0]!.length < asked[1]!.length ? [asked[0]!, asked[1]!] : [asked[1]!, asked[0]!]
  if (things.length === 0 || things.length > MOST || !fewer.every(one => things.includes(one))) return undefined
  const tried = [...new Set([...SMALL, ...[was, is].flatMap(node => spelledIn(node, numberOf))])]
  const valuesOf = (thing: string) => {
    const unit = unitOf(thing)
    if ([was, is].some(node => asksForSign(node, thing))) return NOT_ABOVE
    return isConstant(thing) ? POWERS : unit === 1 ? tried : tried.map(value => value * unit)
  }
  let first: string | undefined
  let alike = 0
  for (const values of product(things.map(valuesOf))) {
    const valueAt = (name: string) => values[things.indexOf(name)] ?? numberOf(name)
    const outcomes = WIDTHS.map(wrap => [was, is].map(node => numberIn(node, { valueAt, wrap })))
    if (outcomes.flat().includes(undefined)) return undefined
    const differs = outcomes.every(([before, after]) => (before === 0n) !== (after === 0n))
    if (!differs) alike += 1
    else first ??= things.map((thing, at) => `${thing} is ${values[at]}`).join(' and ')
  }
  // What is asked the other way round decides about other code.
  return alike > 0 ? first : undefined
}

const MOST = 4
const NOT_ABOVE = [0, -1, -2]

/** The thing is compared with 0 by its order. */
function asksForSign(node: Node, thing: string): boolean {
  const text = spaceless(node)
  return [`${thing}<0`, `${thing}<=0`, `${thing}>0`, `${thing}>=0`, `0>${thing}`, `0<${thing}`].some(
    asks => text.includes(asks) && !/[\dx]/.test(text[text.indexOf(asks) + asks.length] ?? ''),
  )
}
const SMALL = [0, 1, 2, 3, 4, 5, 8]
/** Of a constant that nothing names. */
const POWERS = [4, 8, 64]

const isConstant = (name: string): boolean => /^[A-Z][A-Z\d_]+$/.test(name)

function* product(domains: readonly (readonly number[])[]): Generator<readonly number[]> {
  const [first, ...others] = domains
  if (!first) yield []
  else for (const value of first) for (const rest of product(others)) yield [value, ...rest]
}

/** Numbers that the text spells, and those beside them. */
const spelledIn = (node: Node, numberOf: NumberOf): number[] =>
  [node, ...node.descendantsOfType(['number_literal', 'identifier'])].flatMap(one => {
    const value =
      one.type === 'number_literal' ? literal(one) : one.type === 'identifier' ? numberOf(one.text) : undefined
    return value === undefined ? [] : [value - 1, value, value + 1].map(Number).filter(number => number >= 0)
  })

const literal = ({ text }: Node): number | undefined => {
  const digits = /^(0x[\da-f]+|\d+)u?l{0,2}$/i.exec(text)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** Names, fields, and calls as they are spelled: each is taken for a number of its own. */
function thingsIn(node: Node): string[] {
  const inner = computedFrom(node)
  return inner === undefined ? (literal(node) === undefined ? [spaceless(node)] : []) : inner.flatMap(thingsIn)
}

/** The parts of which C computes a number; nothing for what is one thing. */
function computedFrom(node: Node): Node[] | undefined {
  if (/^(?:parenthesized|unary|binary|conditional)_expression$/.test(node.type)) return childrenOf(node)
  if (node.type === 'cast_expression') return [childOf(node, 'value')!]
  return /^(?:un)?likely$/.test(calledBy(node) ?? '') ? childrenOf(childOf(node, 'arguments')!) : undefined
}

type Wrap = (value: bigint) => bigint
/** As unsigned and as signed numbers. */
const WIDTHS: readonly Wrap[] = [value => BigInt.asUintN(64, value), value => BigInt.asIntN(64, value)]

interface Reckoning {
  readonly valueAt: NumberOf
  readonly wrap: Wrap
}

function numberIn(node: Node, how: Reckoning): bigint | undefined {
  const inner = computedFrom(node)
  if (inner === undefined) {
    const value = literal(node) ?? how.valueAt(spaceless(node))
    return value === undefined ? undefined : how.wrap(BigInt(value))
  }
  const values = inner.map(one => numberIn(one, how))
  if (values.some(value => value === undefined)) return undefined
  const [a, b, c] = values as bigint[]
  const operator = childOf(node, 'operator')?.text ?? ''
  if (node.type === 'conditional_expression') return c === undefined ? undefined : a !== 0n ? b : c
  const result =
    node.type === 'unary_expression'
      ? unary[operator]?.(a!)
      : node.type === 'binary_expression'
        ? binary[operator]?.(a!, b!)
        : a
  return result === undefined ? undefined : how.wrap(result)
}

const unary: Readonly<Record<string, (a: bigint) => bigint>> = {
  '!': a => (a === 0n ? 1n : 0n),
  '~': a => ~a,
  '-': a => -a,
  '+': a => a,
}

const bit = (is: boolean): bigint => (is ? 1n : 0n)

const binary: Readonly<Record<string, (a: bigint, b: bigint) => bigint | undefined>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => (b === 0n ? undefined : a / b),
  '%': (a, b) => (b === 0n ? undefined : a % b),
  '<<': (a, b) => (b < 0n || b > 63n ? undefined : a << b),
  '>>': (a, b) => (b < 0n || b > 63n ? undefined : a >> b),
  '&': (a, b) => a & b,
  '|': (a, b) => a | b,
  '^': (a, b) => a ^ b,
  '&&': (a, b) => bit(a !== 0n && b !== 0n),
  '||': (a, b) => bit(a !== 0n || b !== 0n),
  '==': (a, b) => bit(a === b),
  '!=': (a, b) => bit(a !== b),
  '<': (a, b) => bit(a < b),
  '<=': (a, b) => bit(a <= b),
  '>': (a, b) => bit(a > b),
  '>=': (a, b) => bit(a >= b),
}
