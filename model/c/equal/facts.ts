/**
 * Conditions that are known to hold on a way through code, and what follows from them.
 */
import { apply, isSigned, type Term, truth, typeOf } from './term.ts'

/** How code tells pointers that are errors from others. */
export interface ErrorPointers {
  readonly is: string
  readonly number: string
}

export class Facts {
  private readonly known: ReadonlyMap<string, { readonly term: Term; readonly holds: boolean }>
  private readonly errors: ErrorPointers

  constructor(errors: ErrorPointers, known: Facts['known'] = new Map()) {
    this.errors = errors
    this.known = known
  }

  all(): readonly { readonly term: Term; readonly holds: boolean }[] {
    return [...this.known.values()]
  }

  /** Nothing is known. */
  none(): Facts {
    return new Facts(this.errors)
  }

  with(condition: Term, holds: boolean): Facts {
    const [term, is] = bare(truth(condition), holds)
    return term.kind === 'constant'
      ? this
      : new Facts(this.errors, new Map([...this.known, [term.key, { term, holds: is }]]))
  }

  /** Whether the condition holds; nothing where it may or may not. */
  decides(condition: Term): boolean | undefined {
    const [term, positive] = bare(truth(condition), true)
    const found = this.found(term)
    return found === undefined ? undefined : found === positive
  }

  private found(term: Term): boolean | undefined {
    if (term.kind === 'constant') return term.value === undefined ? undefined : term.value !== 0
    const known = this.known.get(term.key)
    if (known) return known.holds
    if (term.kind !== 'apply' || (term.op !== '==' && term.op !== '<')) return undefined
    const [a, b] = term.args as [Term, Term]
    const at = [a, b].findIndex(one => one.kind === 'constant' && one.value !== undefined)
    if (at < 0) return undefined
    const [constant, other] = at === 0 ? [a, b] : [b, a]
    const value = (constant as Extract<Term, { kind: 'constant' }>).value!
    const { low, high } = this.between(other)
    if (term.op === '==') {
      const isError = value === 0 ? this.errorOf(other) : undefined
      if (isError !== undefined) return !isError
      if (value === 0 && this.holds(apply(this.errors.is, [other]))) return false
      if (isErrno(value) && this.isNoError(other)) return false
      return value < low || value > high ? false : low === high ? true : undefined
    }
    // What is compared with an unsigned number becomes one.
    if (!isSigned(typeOf(constant)) || (value < 0 && !isSigned(typeOf(other)))) return undefined
    const isLeft = at === 0
    if (isLeft ? value < low : high < value) return true
    return (isLeft ? value >= high : low >= value) ? false : undefined
  }

  /** NULL is no error. */
  private errorOf(term: Term): boolean | undefined {
    if (term.kind !== 'apply' || term.op !== this.errors.is) return undefined
    if (this.holds(apply('==', [term.args[0]!, zero]))) return false
    const number = this.constantFor(apply(this.errors.number, term.args))
    return number?.kind === 'constant' && number.value !== undefined && isErrno(number.value) ? true : undefined
  }

  /** It is the number of a pointer that is known to be no error. */
  private isNoError(term: Term): boolean {
    const number = withoutConversion(term)
    if (number.kind !== 'apply' || number.op !== this.errors.number) return false
    return this.isKnown(apply(this.errors.is, number.args)) === false
  }

  private holds(condition: Term): boolean {
    return this.isKnown(condition) === true
  }

  /** As it was told, and nothing that follows. */
  private isKnown(condition: Term): boolean | undefined {
    const [term, positive] = bare(truth(condition), true)
    const known = this.known.get(term.key)
    return known && known.holds === positive
  }

  /** The least and the greatest value that a number may have; of unsigned ones only equality is told. */
  private between(term: Term): { readonly low: number; readonly high: number } {
    let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
    const orders = isSigned(typeOf(term))
    const errors = withoutConversion(term)
    if (
      orders &&
      errors.kind === 'apply' &&
      errors.op === this.errors.number &&
      this.holds(apply(this.errors.is, errors.args))
    )
      high = -1
    const unlike = new Set<number>()
    for (const { term: fact, holds } of this.known.values()) {
      if (fact.kind !== 'apply' || (fact.op !== '==' && fact.op !== '<')) continue
      const at = fact.args.findIndex(one => one.key === term.key)
      const other = fact.args[1 - at]
      if (at < 0 || other?.kind !== 'constant' || other.value === undefined) continue
      const { value } = other
      if (fact.op === '==') {
        if (!orders && value < 0) continue
        if (holds) return { low: value, high: value }
        unlike.add(value)
      } else if (orders && isSigned(other.type)) {
        // term < value, or value < term
        if (at === 0 && holds) high = Math.min(high, value - 1)
        if (at === 0 && !holds) low = Math.max(low, value)
        if (at === 1 && holds) low = Math.max(low, value + 1)
        if (at === 1 && !holds) high = Math.min(high, value)
      }
    }
    while (unlike.has(low)) low += 1
    while (unlike.has(high)) high -= 1
    return { low, high }
  }

  /** The constant that a term is known to be. */
  constantFor(term: Term): Term | undefined {
    if (term.kind === 'constant') return undefined
    for (const { term: fact, holds } of this.known.values()) {
      if (!holds || fact.kind !== 'apply' || fact.op !== '==') continue
      const at = fact.args.findIndex(one => one.key === term.key)
      const other = fact.args[1 - at]
      if (at >= 0 && other?.kind === 'constant') return other
    }
    return undefined
  }
}

const isErrno = (value: number): boolean => value < 0 && value >= -MAX_ERRNO

/** include/linux/err.h */
const MAX_ERRNO = 4095

const zero: Term = { kind: 'constant', name: '0', value: 0, type: 'int', key: '0' }

const withoutConversion = (term: Term): Term =>
  term.kind === 'apply' && term.op.startsWith('(') ? withoutConversion(term.args[0]!) : term

function bare(term: Term, holds: boolean): [Term, boolean] {
  return term.kind === 'apply' && term.op === '!' ? bare(term.args[0]!, !holds) : [term, holds]
}
