/**
 * Arithmetic that wraps, until somebody is told: to compute and to compare such a number is well defined, to use it is not.
 */
import type { Comparison, Expr, Target } from './ir.ts'

export interface Wrapped {
  /** Arithmetic has wrapped, and what came of it is in no local yet. */
  happened: boolean
  /** Locals that hold what came of it. */
  readonly into: Set<number>
}

export const nothingWrapped = (): Wrapped => ({ happened: false, into: new Set() })

/**
 * The locals whose numbers an expression hands on, changed or not: a comparison hands on none. What wraps once more is a
 * number that never wrapped.
 */
export function handedOnBy(expr: Expr): readonly number[] {
  switch (expr.kind) {
    case 'constant':
      return []
    case 'read':
      return localsOf(expr.from)
    case 'convert':
      return handedOnBy(expr.a)
    case 'unary':
      return expr.operator === '!' ? [] : handedOnBy(expr.a)
    case 'binary':
      return isComparison(expr.operator) ? [] : [...handedOnBy(expr.a), ...handedOnBy(expr.b)]
  }
}

/** The local, or all entries of the row: which one it is only a run can tell. */
export const localsOf = (target: Target): readonly number[] =>
  target.kind === 'local' ? [target.local] : Array.from({ length: target.length }, (_, at) => target.first + at)

const COMPARISONS: ReadonlySet<string> = new Set<Comparison>(['==', '!=', '<', '<=', '>', '>='])

export const isComparison = (operator: string): boolean => COMPARISONS.has(operator)
