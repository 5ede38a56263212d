/**
 * Variables that run code at the end of their scope, however it is left: __free(), CLASS(), guard(), scoped_guard().
 *
 * Source: include/linux/cleanup.h. The last declared is cleaned up first; what `return` gives is computed before.
 */

import { own } from '../../ir/own.ts'
import { childOf, childrenOf, type Node } from '../../text/grammar.ts'
import type { Cleanup, Lowering } from '../context/lowering.ts'
import { commaList, expanded, inPlaceOf, statementsOf } from '../context/macro.ts'
import { statement, value } from '../context/nested.ts'
import { makePlace } from '../expressions/places/record.ts'
import { cast, kept, store } from '../expressions/places/store.ts'
import { unlessAsked } from '../expressions/values/null.ts'

/** Whether a statement is `guard(…)(…)` or `CLASS(…)(…)`. */
export const isGuarding = (node: Node): boolean => guardingCall(node) !== undefined

const guardingCall = (node: Node): { macro: string; names: Node[]; args: Node[] } | undefined => {
  const call = node.type === 'expression_statement' ? childrenOf(node)[0] : undefined
  const inner = call?.type === 'call_expression' ? childOf(call, 'function')! : undefined
  if (inner?.type !== 'call_expression') return undefined
  const macro = childOf(inner, 'function')!.text
  if (macro !== 'guard' && macro !== 'CLASS') return undefined
  return { macro, names: childrenOf(childOf(inner, 'arguments')!), args: childrenOf(childOf(call!, 'arguments')!) }
}

/** `guard(mutex)(&lock);` or `CLASS(get_file, file)(slot);` */
export function guarding<S>(at: Lowering<S>, node: Node): void {
  const { macro, names, args } = guardingCall(node)!
  if (macro === 'guard') lockUntilLeft(at, node, names[0]!.text, args[0])
  else construct(at, node, names[0]!.text, names[1]!.text, args)
}

/** `scoped_guard(mutex, &lock)`, seen as a loop: `break` and `continue` leave what it guards. */
export function scopedGuard<S>(at: Lowering<S>, node: Node): void {
  const [name, lock] = commaList(childrenOf(childOf(node, 'condition')!)[0]!)
  const after = at.block()
  at.within(() => {
    lockUntilLeft(at, node, name!.text, lock)
    at.ran(node)
    at.frame.loops.push({ breaks: after, continues: after, depth: at.frame.scopes.length })
    at.within(() => statement(at, childOf(node, 'body')!))
    at.frame.loops.pop()
    at.jump(after)
    at.enter(after)
  })
}

function lockUntilLeft<S>(at: Lowering<S>, node: Node, name: string, lock: Node | undefined): void {
  const [take, drop] =
    ownGuard(at, name) ??
    own(at.binding.guarding ?? {}, name) ??
    at.refuse(node, `it is not known what guard(${name}) takes`)
  const held = `_guard${node.startIndex}`
  if (lock) at.declare(held, kept(at, lock, value(at, lock), 'lock'))
  run(at, node, name, take!, held)
  cleanUpLater(at, node, name, drop!, held)
}

/** DEFINE_GUARD and DEFINE_LOCK_GUARD_1 name the type of the lock first, DEFINE_LOCK_GUARD_0 has none. */
function ownGuard<S>(at: Lowering<S>, name: string): readonly string[] | undefined {
  const typed = definition(at, /^DEFINE_GUARD|_1$/, name)
  return typed ? typed.slice(2, 4) : definition(at, /_0$/, name)?.slice(1, 3)
}

function construct<S>(at: Lowering<S>, node: Node, name: string, variable: string, args: readonly Node[]): void {
  const [, type, exit, init, ...parameters] =
    definition(at, /^DEFINE_CLASS/, name) ?? at.refuse(node, `it is not known what CLASS(${name}) makes`)
  const made = at.type(node, type!)
  const names = parameters.filter(one => one !== 'void').map(one => /(\w+)$/.exec(one)![1]!)
  const given = args.map((arg, index) => {
    at.declare(`_argument${index}`, kept(at, arg, unlessAsked(at, arg, value(at, arg)), 'argument'))
    return `_argument${index}`
  })
  const text = expanded(at, node, name, { parameters: names, text: init! }, given)
  const initial = inPlaceOf(at, node, () => {
    const [first] = statementsOf(at, node, name, text)
    return kept(at, node, cast(at, node, value(at, childrenOf(first!)[0]!), made), variable)
  })
  const place = makePlace(at, node, variable, made, `${at.key(node)} ${variable}`)
  at.declare(variable, place)
  store(at, node, place, initial)
  cleanUpLater(at, node, name, exit!, variable)
}

/** `T *variable __free(name)`: what the attribute spells. */
export function freeLater<S>(at: Lowering<S>, node: Node, attribute: string, variable: string): void {
  const [, name] = /^__free\s*\(\s*(\w+)\s*\)$/.exec(attribute) ?? at.refuse(node, `${attribute} is not understood`)
  const free = definition(at, /^DEFINE_FREE/, name!)?.[2] ?? own(at.binding.frees ?? {}, name!)
  cleanUpLater(at, node, name!, free ?? at.refuse(node, `it is not known what __free(${name}) does`), variable)
}

/** The arguments of the file's own definition. */
const definition = <S>(at: Lowering<S>, macro: RegExp, name: string): readonly string[] | undefined =>
  at.file.definitions.find(one => macro.test(one.macro) && one.args[0] === name)?.args

function cleanUpLater<S>(at: Lowering<S>, node: Node, name: string, text: string, variable: string): void {
  const { scopes, cleanups } = at.frame
  cleanups.push({ depth: scopes.length, declaration: node, run: () => run(at, node, name, text, variable) })
}

function run<S>(at: Lowering<S>, node: Node, name: string, text: string, variable: string): void {
  const spelled = text.replace(/\b_T(->lock)?\b/g, variable)
  inPlaceOf(at, node, () => {
    for (const one of statementsOf(at, node, name, spelled)) statement(at, one)
  })
}

/** Leaves the scopes that a label is not in; the label must not stand where a cleanup is skipped. */
export function leaveFor<S>(at: Lowering<S>, node: Node, label: Node): void {
  const { cleanups, fn } = at.frame
  const covers = ({ declaration }: Pick<Cleanup, 'declaration'>) =>
    declaration.startIndex < label.startIndex && label.endIndex <= declaration.parent!.endIndex
  const attributed = (one: Node) =>
    at.file.cleanups.some(({ offset }) => one.startIndex <= offset && offset < one.endIndex)
  const declared = [
    ...fn.node.descendantsOfType('declaration').filter(attributed),
    ...fn.node.descendantsOfType('expression_statement').filter(isGuarding),
  ]
  const active = new Set(cleanups.map(({ declaration }) => declaration.id))
  if (declared.some(one => covers({ declaration: one }) && !active.has(one.id)))
    at.refuse(node, `"${node.text}" jumps past a variable that is cleaned up where its scope ends`)
  at.cleanUp(one => !covers(one))
}
