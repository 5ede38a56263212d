/**
 * Builds expressions, folding what is constant on the way, with C's conversions spelled out.
 */
import type { Binary, Expr, Target, Unary } from './ir.ts'
import { type Arithmetic, converted, wrapped } from './types.ts'

export const constantOf = (value: number, isBelow = false): Expr =>
  isBelow ? { kind: 'constant', value, below: true } : { kind: 'constant', value }
export const read = (from: Target): Expr => ({ kind: 'read', from })
export const readLocal = (local: number): Expr => read({ kind: 'local', local })

export function convert(a: Expr, from: Arithmetic | undefined, to: Arithmetic): Expr {
  if (a.kind === 'constant') return constantOf(converted(to, a.value), isBelow(a) && !to.signed && to.rank > 0)
  if (from && from.modulus === to.modulus && from.signed === to.signed && (from.rank === 0) === (to.rank === 0))
    return a
  return { kind: 'convert', a, type: to }
}

export function unary(operator: Unary, a: Expr, type: Arithmetic): Expr {
  const made: Expr = { kind: 'unary', operator, a, type }
  if (a.kind !== 'constant') return made
  const value = unaryValue(operator, a.value, type)
  return constantOf(value, operator !== '!' && isInUpperHalf(value, type))
}

const isBelow = (one: Extract<Expr, { kind: 'constant' }>): boolean => one.value < 0 || one.below === true

const isInUpperHalf = (value: number, { signed, modulus }: Arithmetic): boolean => !signed && value >= modulus / 2

/** @param type of both operands, already converted; of the result too, unless it is a comparison */
export function binary(operator: Binary, a: Expr, b: Expr, type: Arithmetic, watched = false): Expr {
  const made: Expr = { kind: 'binary', operator, a, b, type, ...(watched && { watched }) }
  if (a.kind !== 'constant' || b.kind !== 'constant') return made
  const value = binaryValue(operator, a.value, b.value, type)
  return constantOf(value, (isBelow(a) || isBelow(b)) && !isComparison(operator) && isInUpperHalf(value, type))
}

/** Whether a value is not 0. */
export const truth = (a: Expr, type: Arithmetic): Expr =>
  a.kind === 'binary' && isComparison(a.operator) ? a : binary('!=', a, constantOf(0), type)

export const isComparison = (operator: string): boolean => /^([<>]=?|[=!]=)$/.test(operator)

export function unaryValue(operator: Unary, a: number, type: Arithmetic): number {
  if (operator === '!') return Number(a === 0)
  return wrapped(type, operator === '-' ? -a : -a - 1)
}

/** Division by 0 and shifts by more than the width, which C leaves open, give 0. */
export function binaryValue(operator: Binary, a: number, b: number, type: Arithmetic): number {
  switch (operator) {
    case '+':
      return wrapped(type, a + b)
    case '-':
      return wrapped(type, a - b)
    case '*':
      return wrapped(type, type.modulus > 2 ** 26 ? Number((BigInt(a) * BigInt(b)) % BigInt(type.modulus)) : a * b)
    case '/':
      return b === 0 ? 0 : wrapped(type, Math.trunc(a / b))
    case '%':
      return b === 0 ? 0 : wrapped(type, a % b)
    case '<<':
      return outsideWidth(b, type) ? 0 : wrapped(type, Number((BigInt(a) << BigInt(b)) % BigInt(type.modulus)))
    case '>>':
      return outsideWidth(b, type) ? 0 : wrapped(type, Math.floor(a / 2 ** b))
    case '&':
      return wrapped(type, (a & b) >>> 0)
    case '|':
      return wrapped(type, (a | b) >>> 0)
    case '^':
      return wrapped(type, (a ^ b) >>> 0)
    case '==':
      return Number(a === b)
    case '!=':
      return Number(a !== b)
    case '<':
      return Number(a < b)
    case '<=':
      return Number(a <= b)
    case '>':
      return Number(a > b)
    case '>=':
      return Number(a >= b)
  }
}

/** Whether a sum, difference or product does not fit its type. */
export function wraps(operator: Binary, a: number, b: number, type: Arithmetic): boolean {
  const exact = operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : 0
  return exact < 0 || exact >= type.modulus
}

const outsideWidth = (shift: number, type: Arithmetic): boolean => shift < 0 || 2 ** shift >= type.modulus
