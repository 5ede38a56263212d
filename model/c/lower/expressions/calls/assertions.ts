/**
 * Macros that check something: WARN() and BUG() where it is wrong, lockdep's where this thread does not hold what it must.
 *
 * Source: include/asm-generic/bug.h, include/linux/lockdep.h.
 */
import type { BoundValue, HeldLock } from '../../../ir/binding.ts'
import type { Expr } from '../../../ir/ir.ts'
import { constantOf, read } from '../../../ir/operators.ts'
import { own } from '../../../ir/own.ts'
import { intOf, VOID } from '../../../ir/types.ts'
import { childOf, childrenOf, type Node } from '../../../text/grammar.ts'
import type { Lowering } from '../../context/lowering.ts'
import { value } from '../../context/nested.ts'
import { isPlace, type Value } from '../../context/value.ts'
import { condition, decided } from '../values/condition.ts'

/** Lowers a call of a macro that every kernel file uses. */
export type Builtin = <S>(at: Lowering<S>, node: Node, args: readonly Node[]) => Value

const NOTHING: Value = { expr: constantOf(0), type: VOID }

/**
 * A WARN: its condition is evaluated whatever becomes of it, and is its value.
 *
 * @param fatal nothing runs behind it
 */
export const warn =
  (fatal = false): Builtin =>
  (at, node, args) => {
    const tested = args[0]!
    const called = tested.type === 'call_expression' ? childOf(tested, 'function')!.text.replace(/.*->/s, '') : ''
    const passed = variablesAmong(at, called === '' ? args.slice(1) : childrenOf(childOf(tested, 'arguments')!))
    const type = intOf(at.model)
    const decideThenWarn = (yes: number, no: number) => {
      const fires = at.block()
      condition(at, tested, fires, no)
      at.enter(fires)
      at.cameOut(node, 'yes')
      at.add({ kind: 'warn', ...firing(at, node, tested), tested: called, args: passed })
      if (fatal) at.leave({ kind: 'stop' })
      else at.jump(yes)
    }
    return decided(at, node, decideThenWarn, type)
  }

export const bug: Builtin = (at, node) => {
  at.add({ kind: 'warn', ...firing(at, node, undefined), tested: '', args: [] })
  at.leave({ kind: 'stop' })
  return { expr: constantOf(0), type: VOID }
}

/** lockdep_assert_held(lock), lockdep_assert_held_write(lock) */
export const lockdepAssertHeld =
  (mode: keyof HeldLock<unknown> = 'isHeld'): Builtin =>
  (at, node, [lock]) =>
    asserted(at, node, lock!, [lock!], (holds, fires) => {
      const { expr } = isHeld(at, node, lock!, mode)!
      at.branch(expr, holds, fires)
    })

/** lockdep_assert(condition) */
export const lockdepAssert: Builtin = (at, node, [tested]) => {
  const calls = tested!.descendantsOfType('call_expression').map(one => one!)
  const locks = calls
    .filter(one => nameOf(one) === 'lockdep_is_held')
    .flatMap(one => childOf(one, 'arguments')!.namedChildren)
  const unknown = calls.some(
    one => nameOf(one) !== 'lockdep_is_held' && own(at.binding.functions, nameOf(one)) === undefined,
  )
  if (unknown) return notKnown(at, node, tested!)
  return asserted(
    at,
    node,
    tested!,
    locks.map(one => one!),
    (holds, fires) => condition(at, tested!, holds, fires),
  )
}

/** lockdep_is_held(lock) */
export const lockdepIsHeld: Builtin = (at, node, [lock]) =>
  isHeld(at, node, lock!) ?? at.refuse(node, `whether ${lock!.text} is held is not known here`)

const nameOf = (call: Node): string => childOf(call, 'function')!.text

/** The last field that the lock is named by. */
const fieldOf = (lock: Node): string => /(?:->|\.)(\w+)\s*\)*$/.exec(lock.text)?.[1] ?? ''

/** Whether this thread holds the lock; nothing for a lock that the binding does not know. */
function isHeld<S>(at: Lowering<S>, node: Node, lock: Node, mode: keyof HeldLock<S> = 'isHeld'): Value | undefined {
  const held = own(at.binding.held ?? {}, fieldOf(lock))
  if (!held) return undefined
  const type = intOf(at.model)
  const result = at.temporary(node, type)
  const bound: BoundValue<S> = {
    kind: 'value',
    type: 'int',
    args: ['used'],
    value: (scope, [object]) => Number(held[mode](scope, object!)),
  }
  const args = [{ kind: 'value', value: value(at, lock).expr }] as const
  at.add({ kind: 'do', call: { site: at.site(node, fieldOf(lock)), bound, args, result, resultType: type } })
  return { expr: read(result), type }
}

/** A check about locks that are known. @param ask goes to one of two blocks */
function asserted<S>(
  at: Lowering<S>,
  node: Node,
  tested: Node,
  locks: readonly Node[],
  ask: (holds: number, fires: number) => void,
): Value {
  if (locks.some(lock => own(at.binding.held ?? {}, fieldOf(lock)) === undefined)) return notKnown(at, node, tested)
  const [fires, holds] = [at.block(), at.block()]
  ask(holds, fires)
  at.enter(fires)
  at.cameOut(node, 'yes')
  at.add({ kind: 'warn', ...firing(at, node, tested), tested: '', args: [] })
  at.jump(holds)
  at.enter(holds)
  at.cameOut(node, 'no')
  return NOTHING
}

function notKnown<S>(at: Lowering<S>, node: Node, tested: Node): Value {
  at.unseen(node, `${nameOf(node)}(): whether ${tested.text} is held is not known here`)
  return NOTHING
}

/** Where it stands, and its condition in one line. */
const firing = <S>(at: Lowering<S>, node: Node, tested: Node | undefined) => ({
  site: at.site(node, childOf(node, 'function')!.text),
  condition: tested?.text.replace(/\s+/g, ' ').trim() ?? '',
})

/** The values of plain variables, so that a warning can say what it is about. */
function variablesAmong<S>(at: Lowering<S>, nodes: readonly Node[]): Expr[] {
  return nodes.flatMap(node => {
    const meaning = node.type === 'identifier' ? at.lookup(node.text) : undefined
    if (!meaning) return []
    if (!isPlace(meaning)) return meaning.points ? [] : [meaning.expr]
    return meaning.kind === 'scalar' ? [read(meaning.target)] : []
  })
}
