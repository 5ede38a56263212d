/**
 * Lowers statements.
 */
import { childOf, childrenOf, type Node } from '../grammar.ts'
import { guarding, isGuarding, leaveFor, scopedGuard } from './cleanup.ts'
import { condition } from './condition.ts'
import { declaration } from './declaration.ts'
import { fitting, value } from './expression.ts'
import { loopMacro } from './loop-macro.ts'
import type { Frame, Lowering } from './lowering.ts'
import { switchStatement } from './switch.ts'

export function statementList<S>(at: Lowering<S>, nodes: readonly Node[]): void {
  for (const node of nodes) statement(at, node)
}

export function statement<S>(at: Lowering<S>, node: Node): void {
  const lower: Statement | undefined = statements[node.type]
  if (!lower) at.refuse(node, `the statement "${node.text.split('\n')[0]}" (${node.type}) is not understood`)
  if (at.isLeftOut(node)) return
  at.reading(node, () => lower(at, node))
}

type Statement = <S>(at: Lowering<S>, node: Node) => void

const statements: Readonly<Record<string, Statement>> = {
  compound_statement: (at, node) => at.within(() => statementList(at, childrenOf(node))),
  expression_statement: (at, node) => {
    const inner = childrenOf(node)[0]
    if (isGuarding(node)) guarding(at, node)
    else if (inner && inner.text !== 'fallthrough') value(at, inner)
    at.ran(node)
  },
  declaration: (at, node) => {
    declaration(at, node)
    at.ran(node)
  },
  if_statement: ifStatement,
  while_statement: (at, node) => {
    const macro = at.snippet ? undefined : at.file.loops.get(node.startIndex)
    if (macro === 'scoped_guard') scopedGuard(at, node)
    else if (macro) loopMacro(at, node, macro)
    else whileStatement(at, node)
  },
  do_statement: doStatement,
  for_statement: (at, node) => at.within(() => forStatement(at, node, childOf(node, 'body')!)),
  switch_statement: switchStatement,
  break_statement: (at, node) => leaveLoop(at, node, loop => loop.breaks),
  continue_statement: (at, node) => leaveLoop(at, node, loop => loop.continues),
  goto_statement: gotoStatement,
  labeled_statement: (at, node) => {
    const target = label(at, childOf(node, 'label')!.text)
    at.jump(target)
    at.enter(target)
    at.ran(node)
    statementList(at, childrenOf(node).slice(1))
  },
  return_statement: returnStatement,
}

function ifStatement<S>(at: Lowering<S>, node: Node): void {
  const [yes, no, after] = [at.block(), at.block(), at.block()]
  condition(at, childOf(node, 'condition')!, yes, no)
  arm(at, yes, [childOf(node, 'consequence')!], after)
  const alternative = childOf(node, 'alternative')
  arm(at, no, alternative ? childrenOf(alternative) : [], after)
  at.enter(after)
}

/** What a constant condition leaves out, as of a pointer that is NULL, need not be understood. */
function arm<S>(at: Lowering<S>, block: number, nodes: readonly Node[], after: number): void {
  at.enter(block)
  const isDead = !at.isReached(block) && nodes.every(one => one.descendantsOfType(ENTERED).length === 0)
  if (!isDead) at.within(() => statementList(at, nodes))
  at.jump(after)
}

/** Statements that are reached from elsewhere. */
const ENTERED = ['labeled_statement', 'case_statement']

function whileStatement<S>(at: Lowering<S>, node: Node): void {
  const [head, body, after] = [at.block(), at.block(), at.block()]
  at.jump(head)
  at.enter(head)
  condition(at, childOf(node, 'condition')!, body, after)
  at.enter(body)
  loop(at, after, head, childOf(node, 'body')!)
  at.jump(head)
  at.enter(after)
}

function doStatement<S>(at: Lowering<S>, node: Node): void {
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

function returnStatement<S>(at: Lowering<S>, node: Node): void {
  const { returns } = at.frame
  const given = childrenOf(node)[0]
  if (given) {
    const result = value(at, given)
    if (result.points) at.refuse(node, 'the address of a local is returned')
    if (returns.result) at.set(returns.result, fitting(at, node, result, returns.type).expr)
  }
  at.ran(node)
  at.cleanUp(() => true)
  at.jump(returns.to)
}

function gotoStatement<S>(at: Lowering<S>, node: Node): void {
  const name = childOf(node, 'label')!.text
  const target = at.frame.fn.node
    .descendantsOfType('labeled_statement')
    .find(one => childOf(one, 'label')!.text === name)
  at.ran(node)
  leaveFor(at, node, target ?? at.refuse(node, `there is no label "${name}"`))
  at.jump(label(at, name))
}

function label<S>(at: Lowering<S>, name: string): number {
  const { labels } = at.frame
  if (!labels.has(name)) labels.set(name, at.block())
  return labels.get(name)!
}

/** Jumps out of the nearest loop that has such a block, through the ends of all scopes in between. */
function leaveLoop<S>(at: Lowering<S>, node: Node, pick: (loop: Frame['loops'][number]) => number | undefined): void {
  for (const enclosing of at.frame.loops.toReversed()) {
    const block = pick(enclosing)
    if (block === undefined) continue
    at.ran(node)
    at.cleanUp(({ depth }) => depth > enclosing.depth)
    at.jump(block)
    return
  }
  at.refuse(node, `"${node.text}" is outside any loop`)
}
