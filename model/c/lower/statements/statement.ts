/**
 * Lowers statements.
 */
import { childOf, childrenOf, type Node } from '../../text/grammar.ts'
import type { Frame, Lowering } from '../context/lowering.ts'
import { statementList, value } from '../context/nested.ts'
import { fitting, store } from '../expressions/places/store.ts'
import { condition } from '../expressions/values/condition.ts'
import { keep } from '../expressions/values/pointers.ts'
import { guarding, isGuarding, leaveFor, scopedGuard } from './cleanup.ts'
import { declaration } from './declaration.ts'
import { loopMacro } from './loop-macro.ts'
import { doStatement, forStatement, whileStatement } from './loops.ts'
import { switchStatement } from './switch.ts'

/** Lowers one statement of any kind. */
export function anyStatement<S>(at: Lowering<S>, node: Node): void {
  const lower: LowersStatement | undefined = statements[node.type]
  if (!lower) at.refuse(node, `the statement "${node.text.split('\n')[0]}" (${node.type}) is not understood`)
  if (at.isLeftOut(node)) return
  at.reading(node, () => lower(at, node))
}

type LowersStatement = <S>(at: Lowering<S>, node: Node) => void

const statements: Readonly<Record<string, LowersStatement>> = {
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

function returnStatement<S>(at: Lowering<S>, node: Node): void {
  const { returns } = at.frame
  const given = childrenOf(node)[0]
  if (given) {
    const result = value(at, given)
    if (returns.struct) store(at, node, returns.struct, result)
    else if (result.points) at.refuse(node, 'the address of a local is returned')
    else if (returns.result) keep(at, returns.result, fitting(at, node, result, returns.type))
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
