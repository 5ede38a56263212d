/**
 * Lowers loops.
 */
import { childOf, type Node } from '../../text/grammar.ts'
import type { Lowering } from '../context/lowering.ts'
import { statement, value } from '../context/nested.ts'
import { condition } from '../expressions/values/condition.ts'
import { declaration } from './declaration.ts'

export function whileStatement<S>(at: Lowering<S>, node: Node): void {
  const [head, body, after] = [at.block(), at.block(), at.block()]
  at.jump(head)
  at.enter(head)
  condition(at, childOf(node, 'condition')!, body, after)
  at.enter(body)
  loop(at, after, head, childOf(node, 'body')!)
  at.jump(head)
  at.enter(after)
}

export function doStatement<S>(at: Lowering<S>, node: Node): void {
  const [body, test, after] = [at.block(), at.block(), at.block()]
  at.jump(body)
  at.enter(body)
  loop(at, after, test, childOf(node, 'body')!)
  at.jump(test)
  at.enter(test)
  condition(at, childOf(node, 'condition')!, body, after)
  at.enter(after)
}

/** @param body what the loop repeats; a macro's stands apart from its head */
export function forStatement<S>(at: Lowering<S>, node: Node, body: Node): void {
  const [head, start, next, after] = [at.block(), at.block(), at.block(), at.block()]
  const { snippet } = at
  const first = childOf(node, 'initializer')
  if (first)
    at.reading(first, () => {
      if (first.type === 'declaration') declaration(at, first)
      else value(at, first)
      at.ran(first)
    })
  at.jump(head)
  at.enter(head)
  const test = childOf(node, 'condition')
  if (test) condition(at, test, start, after)
  else at.jump(start)
  at.enter(start)
  if (body.tree.rootNode.id !== node.tree.rootNode.id) at.snippet = undefined
  loop(at, after, next, body)
  at.snippet = snippet
  at.jump(next)
  at.enter(next)
  const update = childOf(node, 'update')
  if (update)
    at.reading(update, () => {
      value(at, update)
      at.ran(update)
    })
  at.jump(head)
  at.enter(after)
}

function loop<S>(at: Lowering<S>, breaks: number, continues: number, body: Node): void {
  at.frame.loops.push({ breaks, continues, depth: at.frame.scopes.length })
  at.within(() => statement(at, body))
  at.frame.loops.pop()
}
