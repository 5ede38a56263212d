/**
 * Lowers switch: a chain of comparisons, then the cases in order, each falling into the next.
 */

import { binary } from '../../ir/operators.ts'
import { promoted } from '../../ir/types.ts'
import { childOf, childrenOf, type Node } from '../../text/grammar.ts'
import type { Lowering } from '../context/lowering.ts'
import { statement, value } from '../context/nested.ts'
import { cast, kept } from '../expressions/places/store.ts'

export function switchStatement<S>(at: Lowering<S>, node: Node): void {
  const tested = value(at, childOf(node, 'condition')!)
  const type = promoted(at.model, at.scalar(node, tested.type))
  const on = kept(at, node, cast(at, node, tested, type), 'case')
  at.ran(childOf(node, 'condition')!)
  const body = childOf(node, 'body')!
  const after = at.block()
  const cases = childrenOf(body)
  const blocks = new Map(cases.map(one => [one.id, at.block()]))
  if (cases.some(one => one.type !== 'case_statement')) at.refuse(body, 'a statement stands before the first case')

  for (const one of cases) {
    const label = childOf(one, 'value')
    if (!label) continue
    const constant = cast(at, label, value(at, label), type)
    if (constant.expr.kind !== 'constant') at.refuse(label, `the case "${label.text}" is no constant that is known`)
    const next = at.block()
    at.branch(binary('==', on.expr, constant.expr, type), blocks.get(one.id)!, next)
    at.enter(next)
  }
  const other = cases.find(one => !childOf(one, 'value'))
  at.jump(other ? blocks.get(other.id)! : after)

  const { loops, scopes, cleanups } = at.frame
  loops.push({ breaks: after, depth: scopes.length })
  at.within(() => {
    for (const one of cases) {
      const block = blocks.get(one.id)!
      at.jump(block)
      at.enter(block)
      at.ran(one)
      const label = childOf(one, 'value')
      for (const inner of childrenOf(one)) if (inner.id !== label?.id) statement(at, inner)
      if (one.id !== cases.at(-1)!.id && cleanups.some(({ depth }) => depth >= scopes.length))
        at.refuse(one, 'the next case jumps past a variable that is cleaned up where the switch ends')
    }
  })
  loops.pop()
  at.jump(after)
  at.enter(after)
}
