/**
 * Macros that every kernel file uses, as expressions: their arguments are evaluated once.
 */

import type { Binding } from '../../../ir/binding.ts'
import type { Binary, Expr } from '../../../ir/ir.ts'
import { binary, constantOf, convert, read, truth, unary } from '../../../ir/operators.ts'
import { own } from '../../../ir/own.ts'
import { type Arithmetic, boolOf, common, intOf, longOf, VOID } from '../../../ir/types.ts'
import { isSet } from '../../../text/configuration.ts'
import { childOf, type Node } from '../../../text/grammar.ts'
import type { Lowering } from '../../context/lowering.ts'
import { value } from '../../context/nested.ts'
import { declaredType } from '../../context/type-name.ts'
import type { Value } from '../../context/value.ts'
import { load, place, targetsOf } from '../places/place.ts'
import { cast, kept, store } from '../places/store.ts'
import { hasEffects } from '../values/effects.ts'
import { operate } from '../values/operate.ts'
import { type Builtin, bug, lockdepAssert, lockdepAssertHeld, lockdepIsHeld, warn } from './assertions.ts'

const POINTER = { kind: 'pointer', to: VOID } as const
/** Errno live in the last values a pointer can have; the model gives them half. */
const MAX_ERRNO = 4095

const first: Builtin = (at, _, [arg]) => value(at, arg!)

const nothing: Builtin = () => ({ expr: constantOf(0), type: VOID })

const isErr: Builtin = (at, node, [arg]) => {
  const pointer = value(at, arg!)
  return { expr: errorTest(at, node, pointer), type: boolOf(at.model) }
}

function errorTest<S>(at: Lowering<S>, node: Node, pointer: Value): Expr {
  const type = at.scalar(node, pointer.type)
  const bound = Math.min(MAX_ERRNO, type.modulus / 2)
  const low = binary('>=', pointer.expr, constantOf(-bound), type)
  const negative = binary('<', pointer.expr, constantOf(0), type)
  return binary('&', low, negative, intOf(at.model))
}

const isErrOrNull: Builtin = (at, node, [arg]) => {
  const pointer = kept(at, node, value(at, arg!))
  const zero = unary('!', pointer.expr, at.scalar(node, pointer.type))
  return { expr: binary('|', zero, errorTest(at, node, pointer), intOf(at.model)), type: boolOf(at.model) }
}

/** Of a pointer that is no error it is a negative number, too: addresses of the kernel are. Here pointers count from 1. */
const ptrErr: Builtin = (at, node, [arg]) => {
  const long = longOf(at.model)
  const { expr } = cast(at, node, value(at, arg!), long)
  const isPointer = convert(binary('>', expr, constantOf(0), long), undefined, long)
  return { expr: binary('-', expr, binary('*', isPointer, constantOf(long.modulus / 2), long), long), type: long }
}

const toPointer: Builtin = (at, node, [arg]) => {
  const given = value(at, arg!)
  return { expr: convert(given.expr, at.scalar(node, given.type), at.scalar(node, POINTER)), type: POINTER }
}

const ptrErrOrZero: Builtin = (at, node, [arg]) => {
  const pointer = kept(at, node, value(at, arg!))
  const type = intOf(at.model)
  const error = convert(pointer.expr, at.scalar(node, pointer.type), type)
  return { expr: binary('*', convert(errorTest(at, node, pointer), undefined, type), error, type), type }
}

/** min() and max(): the branches of a conditional over operands of one type. */
const extreme =
  (operator: Binary, typed = false): Builtin =>
  (at, node, args) => {
    const { type, operands } = ofOneType(at, node, args, typed)
    const [x, y] = operands
    return pick(at, node, type, operator, [x!, y!], x!, y!)
  }

/** clamp(x, low, high) is x >= high ? high : x <= low ? low : x */
const clamp =
  (typed = false): Builtin =>
  (at, node, args) => {
    const { type, operands } = ofOneType(at, node, args, typed)
    const [x, low, high] = operands
    const raised = pick(at, node, type, '<=', [x!, low!], low!, x!, 'raised')
    return pick(at, node, type, '>=', [x!, high!], high!, raised)
  }

/** @param typed the first argument names the type; otherwise it is the one that all have in common */
function ofOneType<S>(at: Lowering<S>, node: Node, args: readonly Node[], typed: boolean) {
  const nodes = typed ? args.slice(1) : args
  const values = nodes.map(one => value(at, one))
  const given = typed
    ? declaredType(at, args[0]!)
    : values.map((one, index) => at.scalar(nodes[index]!, one.type)).reduce((a, b) => common(at.model, a, b))
  const type = at.scalar(node, given)
  const operands = values.map((one, index) => kept(at, nodes[index]!, cast(at, nodes[index]!, one, type)))
  return { type, operands }
}

/** One of two values of a type, by a comparison. */
function pick<S>(
  at: Lowering<S>,
  node: Node,
  type: Arithmetic,
  operator: Binary,
  [a, b]: readonly [Value, Value],
  yes: Value,
  no: Value,
  what?: string,
): Value {
  const test = binary(operator, a.expr, b.expr, type)
  if (test.kind === 'constant') return test.value !== 0 ? yes : no
  const result = at.temporary(node, type, what)
  const arms = [
    { block: at.block(), one: yes, outcome: 'yes' },
    { block: at.block(), one: no, outcome: 'no' },
  ] as const
  const after = at.block()
  at.branch(test, arms[0].block, arms[1].block)
  for (const { block, one, outcome } of arms) {
    at.enter(block)
    at.cameOut(node, outcome)
    at.set(result, one.expr)
    at.jump(after)
  }
  at.enter(after)
  return { expr: read(result), type }
}

/** round_down(x, y) is x & ~(y - 1), in the type of x: right for powers of two, as in C. */
const roundDown: Builtin = (at, node, [x, y]) => {
  const [of, to] = [value(at, x!), value(at, y!)]
  const mask = maskOf(at, node, of, to)
  return operate(at, node, '&', of, { expr: unary('~', mask.expr, at.scalar(node, mask.type)), type: mask.type })
}

/** round_up(x, y) is ((x - 1) | (y - 1)) + 1. */
const roundUp: Builtin = (at, node, [x, y]) => {
  const [of, to] = [value(at, x!), value(at, y!)]
  const one: Value = { expr: constantOf(1), type: intOf(at.model) }
  const filled = operate(at, node, '|', operate(at, node, '-', of, one), maskOf(at, node, of, to))
  return operate(at, node, '+', filled, one)
}

/** (typeof(x))(y - 1) */
function maskOf<S>(at: Lowering<S>, node: Node, x: Value, y: Value): Value {
  const one: Value = { expr: constantOf(1), type: intOf(at.model) }
  return cast(at, node, operate(at, node, '-', y, one), x.type)
}

const isAligned: Builtin = (at, node, [x, y]) => {
  const [of, to] = [value(at, x!), value(at, y!)]
  const rest = operate(at, node, '&', of, maskOf(at, node, of, to))
  return { expr: unary('!', rest.expr, at.scalar(node, rest.type)), type: boolOf(at.model) }
}

/** It may sleep: no more happens where that is allowed. */
const sleep: Builtin = (at, node) => {
  at.add({ kind: 'sleep', site: at.site(node, childOf(node, 'function')!.text) })
  return nothing(at, node, [])
}

const WEAK = 'weak memory is left out'

/** An access by a macro is judged as any other; what the macro makes of it is not seen. */
function accessed<S>(at: Lowering<S>, node: Node): void {
  at.unseen(childOf(node, 'function')!, WEAK, { ofStrength: true })
  at.assume(node, 'every CPU sees it in the order in which it is done')
}

const readOnce: Builtin = (at, node, [arg]) => {
  accessed(at, node)
  return load(at, arg!, place(at, arg!))
}

const writeOnce: Builtin = (at, node, [to, from]) => {
  accessed(at, node)
  return store(at, node, place(at, to!), value(at, from!))
}

const dereferenced: Builtin = (at, node, args) => {
  accessed(at, node)
  return first(at, node, args)
}

const barrier: Builtin = (at, node, args) => {
  at.unseen(node, WEAK)
  return nothing(at, node, args)
}

/** What is only printed: arguments are evaluated for what else they do. */
const printed: Builtin = (at, node, args) => {
  for (const arg of args) if (hasEffects(arg)) value(at, arg)
  return nothing(at, node, args)
}

/** As #ifdef has it. */
const isEnabled: Builtin = (at, node, [symbol]) => {
  const { configuration = {} } = at.file.source
  if (configuration[symbol!.text] === undefined) {
    at.assume(node, 'it holds')
    at.unseen(node, 'the configuration is assumed')
  }
  return { expr: constantOf(Number(isSet(symbol!.text, configuration))), type: intOf(at.model) }
}

const arraySize: Builtin = (at, node, [arg]) => {
  const row = place(at, arg!)
  if (row.kind !== 'row') return at.refuse(node, `"${arg!.text}" is no local array`)
  return { expr: constantOf(row.length), type: at.typeNamed(node, 'unsigned long') }
}

/** memchr_inv() of a whole array, and of 0: a pointer to the first entry that is set, or NULL. */
const memchrInv: Builtin = (at, node, [start, byte, size]) => {
  const row = place(at, start!)
  const whole = size!.text.replace(/^sizeof\s*\(?\s*|\s*\)$/g, '')
  if (row.kind !== 'row' || byte!.text !== '0' || whole !== start!.text)
    return at.refuse(node, 'memchr_inv() is known of a whole local array, and of 0')
  const type = at.scalar(node, POINTER)
  const isSet = targetsOf(row).map(one => truth(read(one), at.scalar(node, row.of)))
  const expr = isSet.reduce((all, one) => binary('|', all, one, intOf(at.model)), constantOf(0))
  return { expr: convert(expr, intOf(at.model), type), type: POINTER }
}

/** no_free_ptr(), retain_and_null_ptr(): the pointer, which is NULL from here on and so is not freed. */
const noFreePtr: Builtin = (at, node, [arg]) => {
  const to = place(at, arg!)
  const taken = kept(at, node, load(at, arg!, to))
  store(at, node, to, { expr: constantOf(0), type: POINTER })
  return taken
}

const boolean: Builtin = (at, node, [arg]) => {
  const given = value(at, arg!)
  return { expr: truth(given.expr, at.scalar(node, given.type)), type: boolOf(at.model) }
}

/** The struct around a field is numbered as the field is: see `shifted`. */
const containerOf: Builtin = (at, node, [pointer, type, member]) => {
  // The word was blanked: no expression begins with it.
  const around = at.type(type!, `struct ${type!.text.replace(/^struct\s+/, '')}`)
  const name = around.kind === 'struct' ? around.name : at.refuse(node, `"${type!.text}" is no struct`)
  const field = own(own(at.binding.structs, name) ?? {}, member!.text)
  if (!field) return at.refuse(node, `nothing binds ${name}->${member!.text}`)
  if (field.offset) at.refuse(node, `${name}->${member!.text} has a number of its own`)
  return { expr: value(at, pointer!).expr, type: { kind: 'pointer', to: around } }
}

const builtins: Readonly<Record<string, Builtin>> = {
  likely: boolean,
  unlikely: boolean,
  READ_ONCE: readOnce,
  WRITE_ONCE: writeOnce,
  rcu_assign_pointer: writeOnce,
  rcu_dereference: dereferenced,
  IS_ERR: isErr,
  IS_ERR_VALUE: isErr,
  IS_ERR_OR_NULL: isErrOrNull,
  PTR_ERR: ptrErr,
  PTR_ERR_OR_ZERO: ptrErrOrZero,
  ERR_PTR: toPointer,
  ERR_CAST: toPointer,
  min: extreme('<'),
  max: extreme('>'),
  min_t: extreme('<', true),
  max_t: extreme('>', true),
  clamp: clamp(),
  clamp_t: clamp(true),
  round_down: roundDown,
  round_up: roundUp,
  ALIGN_DOWN: roundDown,
  ALIGN: roundUp,
  IS_ALIGNED: isAligned,
  ARRAY_SIZE: arraySize,
  memchr_inv: memchrInv,
  IS_ENABLED: isEnabled,
  IS_BUILTIN: isEnabled,
  IS_REACHABLE: isEnabled,
  no_free_ptr: noFreePtr,
  retain_and_null_ptr: noFreePtr,
  container_of: containerOf,
  WARN_ON: warn(),
  WARN_ON_ONCE: warn(),
  WARN: warn(),
  WARN_ONCE: warn(),
  VM_WARN_ON: warn(),
  VM_WARN_ON_ONCE: warn(),
  BUG_ON: warn(true),
  VM_BUG_ON: warn(true),
  BUG: bug,
  smp_mb: barrier,
  smp_rmb: barrier,
  smp_wmb: barrier,
  barrier: barrier,
  might_sleep: sleep,
  cond_resched: sleep,
  lockdep_assert: lockdepAssert,
  lockdep_assert_held: lockdepAssertHeld(),
  lockdep_assert_held_write: lockdepAssertHeld('isHeldForWrite'),
  lockdep_is_held: lockdepIsHeld,
  BUILD_BUG_ON: nothing,
}

/** The macro of that name: one that every file has, or one that the binding knows to warn or to print. */
export function builtinOf<S>({ warns, prints }: Binding<S>, name: string): Builtin | undefined {
  const everywhere = own(builtins, name)
  if (everywhere) return everywhere
  if (warns?.includes(name)) return warn()
  return prints?.(name) ? printed : undefined
}

const NONE = ['BUG', 'smp_mb', 'smp_rmb', 'smp_wmb', 'barrier', 'might_sleep', 'cond_resched']
const TWO = /^(WRITE_ONCE|rcu_assign_pointer|min|max|round_down|round_up|ALIGN|ALIGN_DOWN|IS_ALIGNED)$/
const THREE = /^(min_t|max_t|clamp|container_of|memchr_inv)$/

/** How many arguments a builtin takes at least: a call with fewer is no C. */
export function leastArguments(name: string): number {
  if (NONE.includes(name)) return 0
  if (name === 'clamp_t') return 4
  return THREE.test(name) ? 3 : TWO.test(name) ? 2 : 1
}
