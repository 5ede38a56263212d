/**
 * Values as terms over what calls return and memory holds: two expressions with the same term have the same value.
 *
 * Comparisons are brought into one form, and operands that change places into one order. Nothing is said of what cannot be
 * seen without headers: a conversion between two types is kept, unless the value is one that every type holds.
 */
export type Term =
  /** A value that nobody knows: a parameter, what a call returned, memory at some moment. */
  | { readonly kind: 'symbol'; readonly id: number; readonly type?: string; readonly key: string }
  | {
      readonly kind: 'constant'
      readonly name: string
      readonly value?: number
      readonly type?: string
      readonly key: string
    }
  | {
      readonly kind: 'apply'
      readonly op: string
      readonly args: readonly Term[]
      readonly type?: string
      readonly key: string
    }

const typed = (type: string | undefined) => (type === undefined ? {} : { type })

export const symbol = (id: number, type?: string): Term => ({ kind: 'symbol', id, ...typed(type), key: `$${id}` })

/** @param value the number, where it is known */
export const constant = (name: string, value?: number, type?: string): Term => ({
  kind: 'constant',
  name,
  ...(value !== undefined && { value }),
  ...typed(type),
  key: value === undefined ? name : `${value}`,
})

export const number = (value: number, type = 'int'): Term => constant(`${value}`, value, type)

/** Of a number that each signed type holds, such as what is told of an error. */
export const SMALL = 'small'

/** Types of numbers, the narrower first; others of a machine of 64 bits are one of these. */
const SIGNED = [SMALL, 'int', 'long']
const UNSIGNED = ['unsigned int', 'unsigned long']
const ALIASES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    int: 'signed int',
    long: 'long long,long int',
    'unsigned int': 'unsigned',
    'unsigned long': 'unsigned long long,unsigned long int',
    bool: '_Bool',
  }).flatMap(([type, names]) => names.split(',').map(name => [name, type])),
)

/** A type as C spells it, with its blanks in one way; of numbers the width and the sign. @param others further names of types */
export function plainType(text: string, others: Readonly<Record<string, string>>): string {
  const plain = text
    .replace(/\b(?:const|volatile|register|static)\b/g, '')
    .replace(/\s*\*\s*/g, '*')
    .replace(/(\*+)/g, ' $1')
    .replace(/\s+/g, ' ')
    .trim()
  if (Object.hasOwn(others, plain)) return plainType(others[plain]!, others)
  return Object.hasOwn(ALIASES, plain) ? ALIASES[plain]! : plain
}

export const isSigned = (type: string | undefined): boolean => type !== undefined && SIGNED.includes(type)
const isUnsigned = (type: string | undefined): boolean => type !== undefined && UNSIGNED.includes(type)

/** Operators whose result depends on the types of their operands, also of constants. */
const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '<<', '>>', '&', '|', '^', '~'])
const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>='])
const COMMUTATIVE = new Set(['+', '*', '&', '|', '^', '=='])

export function apply(op: string, given: readonly Term[], type?: string): Term {
  switch (op) {
    case '!=':
      return not(apply('==', given))
    case '>':
      return apply('<', [given[1]!, given[0]!])
    case '>=':
      return not(apply('<', given))
    case '<=':
      return not(apply('<', [given[1]!, given[0]!]))
  }
  const [a, b] = given
  if (op === '==' || op === '<') {
    if (a!.key === b!.key) return number(op === '==' ? 1 : 0)
    const [left, right] = [numberIn(a!), numberIn(b!)]
    const mixed = Math.min(left ?? 0, right ?? 0) < 0 && [a!, b!].some(one => isUnsigned(one.type))
    if (left !== undefined && right !== undefined && !mixed)
      return number(Number(op === '==' ? left === right : left < right))
    const error = op === '==' ? errorAskedFor(a!, b!) : undefined
    if (error) return error
    // A comparison that is compared with 0 is itself, or its opposite.
    if (op === '==' && isBoolean(a!) && right === 0) return not(a!)
    if (op === '==' && isBoolean(b!) && left === 0) return not(b!)
  }
  const other = op === '|' ? [b, a][[a, b].findIndex(one => one!.key === '0' && one!.type === 'int')] : undefined
  if (other) return other
  const bits = op === '|' || op === '&' ? bitsOf(op, a!, b!) : undefined
  if (bits) return bits
  if (op === '+' && numberIn(b!) === 0) return a!
  if (op === '-' && given.length === 1 && a!.kind === 'constant' && a!.value !== undefined && isSigned(a!.type))
    return constant(`-${a!.name}`, -a!.value, a!.type)
  const kind = type ?? (ARITHMETIC.has(op) ? commonType(op, given) : undefined)
  if ((op === '+' || op === '-') && given.length === 2 && kind === 'unsigned long') return sumOf(op, a!, b!)
  const args = COMMUTATIVE.has(op) ? [...given].sort((x, y) => (x.key < y.key ? -1 : 1)) : given
  const isTyped = ARITHMETIC.has(op) || (COMPARISONS.has(op) && typesTell(op, given))
  const keyOf = (one: Term) => (isTyped ? `${one.key}:${typeOf(one) ?? ''}` : one.key)
  return { kind: 'apply', op, args, ...typed(kind), key: `${op}(${args.map(keyOf).join(',')})` }
}

/**
 * Whether a comparison depends on the types of its operands: where one becomes unsigned that may be below 0. Of equality only
 * numbers tell that some types do not hold.
 */
function typesTell(op: string, operands: readonly Term[]): boolean {
  const types = operands.map(typeOf)
  if (types.every(isSigned)) return false
  if (op === '==') return operands.some(one => numberIn(one) !== undefined && !isPlain(numberIn(one)!))
  if (!types.some(isUnsigned)) return false
  return operands.some((one, at) => !isUnsigned(types[at]) && !isPlain(numberIn(one) ?? -1))
}

/** Each type from int on holds it. */
const isPlain = (value: number): boolean => value >= 0 && value < 2 ** 31

/** A pointer is an error pointer of a number just where its own number is that. */
function errorAskedFor(a: Term, b: Term): Term | undefined {
  const at = [a, b].findIndex(one => one.kind === 'apply' && one.op === 'ERR_PTR')
  const made = [a, b][at]
  if (made?.kind !== 'apply' || made.args[0]!.kind !== 'constant') return undefined
  return apply('==', [apply('PTR_ERR', [[a, b][1 - at]!], SMALL), made.args[0]!])
}

/** Unsigned longs are added in any order: they wrap. A sum keeps what is taken away behind what is added. */
function sumOf(op: '+' | '-', a: Term, b: Term): Term {
  const parts = [a, b].map(one => (one.kind === 'apply' && one.op.startsWith('sum') ? one : undefined))
  const added = (which: 0 | 1) => parts[which]?.args.slice(0, plusIn(parts[which]!)) ?? [[a, b][which]!]
  const taken = (which: 0 | 1) => parts[which]?.args.slice(plusIn(parts[which]!)) ?? []
  const plus = [...added(0), ...(op === '+' ? added(1) : taken(1))]
  const minus = [...taken(0), ...(op === '+' ? taken(1) : added(1))]
  const left = minus.filter(one => {
    const at = plus.findIndex(({ key }) => key === one.key)
    if (at >= 0) plus.splice(at, 1)
    return at < 0
  })
  const inOrder = (those: readonly Term[]) => [...those].sort((x, y) => (x.key < y.key ? -1 : 1))
  const args = [...inOrder(plus), ...inOrder(left)]
  const type = 'unsigned long'
  if (left.length === 0 && plus.length === 1 && typeOf(plus[0]!) === type) return plus[0]!
  const op1 = `sum ${plus.length}`
  return { kind: 'apply', op: op1, args, type, key: `${op1}(${args.map(({ key }) => key).join(',')})` }
}

const zero = number(0)

const plusIn = (sum: Extract<Term, { kind: 'apply' }>): number => Number(sum.op.slice('sum '.length))

/** The type of what an operator makes of values of these types, where they tell it. */
export function typeOfResult(op: string, types: readonly (string | undefined)[]): string | undefined {
  if (COMPARISONS.has(op)) return 'int'
  const [type] = types
  const isKnown = ARITHMETIC.has(op) && (isSigned(type) || isUnsigned(type))
  return isKnown && types.every(one => one === type) ? type : undefined
}

/** The type of the result, where the operands tell it; numbers as wide as an int or wider. */
function commonType(op: string, [a, b]: readonly Term[]): string | undefined {
  const [left, right] = [typeOf(a!), b && typeOf(b)]
  if (left === undefined || ![...SIGNED, ...UNSIGNED].includes(left)) return undefined
  if (op === '<<' || op === '>>' || b === undefined || left === right) return left
  const isPlainInt = (one: Term) => one.type === 'int' && isPlain(numberIn(one) ?? -1)
  return isPlainInt(b) ? left : isPlainInt(a!) ? right : undefined
}

/** Of two known numbers of one type. */
function bitsOf(op: '|' | '&', a: Term, b: Term): Term | undefined {
  const [left, right] = [numberIn(a), numberIn(b)]
  if (left === undefined || right === undefined || left < 0 || right < 0 || typeOf(a) !== typeOf(b)) return undefined
  const value = op === '|' ? left | right : left & right
  return constant(`${value}`, value, typeOf(a))
}

const numberIn = (term: Term): number | undefined => (term.kind === 'constant' ? term.value : undefined)

const isBoolean = (term: Term): boolean => term.kind === 'apply' && ['==', '<', '!'].includes(term.op)

function not(term: Term): Term {
  if (term.kind === 'constant' && term.value !== undefined) return number(term.value === 0 ? 1 : 0)
  if (term.kind === 'apply' && term.op === '!') return term.args[0]!
  return isBoolean(term) ? apply('!', [term]) : apply('==', [term, number(0)])
}

/** The term as a condition. */
export const truth = (term: Term): Term => (isBoolean(term) ? term : not(apply('==', [term, number(0)])))

/** The value after a conversion. */
export function converted(term: Term, type: string): Term {
  const known = typeOf(term)
  if (known === type) return term
  if (type === 'bool') {
    const condition = truth(term)
    return condition.kind === 'apply' ? { ...condition, type } : condition
  }
  if (term.kind === 'constant' && term.value !== undefined) {
    const fits =
      isSigned(type) || (isUnsigned(type) && term.value >= 0) || type.endsWith('*') || type.startsWith('enum ')
    if (fits && Math.abs(term.value) < 2 ** 31) return constant(term.name, term.value, type)
  }
  // 0 and 1 fit everywhere.
  if (isBoolean(term) && (isSigned(type) || isUnsigned(type))) return { ...term, type }
  // Some bits of a number fit where those that are asked for do.
  if (term.kind === 'apply' && term.op === '&' && (isSigned(type) || isUnsigned(type))) {
    const mask = term.args.map(numberIn).find(value => value !== undefined && value >= 0 && value < 2 ** 31)
    if (mask !== undefined) return { ...term, type }
  }
  // A wider type of the same sign holds the same number.
  for (const types of [SIGNED, UNSIGNED])
    if (types.includes(known ?? '') && types.indexOf(known!) < types.indexOf(type))
      return known === SMALL ? term : { ...term, type }
  // A pointer to an object of another type, such as void, is the same address.
  if (type.endsWith('*') && !isSigned(known) && !isUnsigned(known)) return { ...term, type }
  return apply(`(${type})`, [term], type)
}

export const typeOf = (term: Term): string | undefined => term.type

/** The term with others in the place of those that stand in it. */
export function replaced(term: Term, by: (term: Term) => Term | undefined): Term {
  const other = by(term)
  if (other) return other
  if (term.kind !== 'apply') return term
  const args = term.args.map(one => replaced(one, by))
  if (args.every((one, index) => one === term.args[index])) return term
  if (term.op.startsWith('(') && term.type) return converted(args[0]!, term.type)
  if (!term.op.startsWith('sum ')) return apply(term.op, args, term.type)
  const nothing = sumOf('-', zero, zero)
  return args.reduce((sum, one, index) => sumOf(index < plusIn(term) ? '+' : '-', sum, one), nothing)
}

/** Whether the term is an instance of the pattern: its symbols stand for anything, each for one thing. */
export function matches(pattern: Term, term: Term, bound: Map<number, Term>): boolean {
  if (pattern.kind === 'symbol') {
    const known = bound.get(pattern.id)
    if (known) return known.key === term.key
    if (pattern.type !== undefined && pattern.type !== typeOf(term)) return false
    bound.set(pattern.id, term)
    return true
  }
  if (pattern.kind === 'constant') return pattern.key === term.key && pattern.type === typeOf(term)
  return (
    term.kind === 'apply' &&
    term.op === pattern.op &&
    term.args.length === pattern.args.length &&
    pattern.args.every((one, index) => matches(one, term.args[index]!, bound))
  )
}
