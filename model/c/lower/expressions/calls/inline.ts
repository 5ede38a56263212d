/**
 * Calls a function of the same file by lowering its body in place.
 *
 * A function runs at most once at a time, since recursion is refused: one local for each of its variables is enough,
 * however often it is inlined.
 */

import { constantOf } from '../../../ir/operators.ts'
import { own } from '../../../ir/own.ts'
import { VOID } from '../../../ir/types.ts'
import type { CFunction } from '../../../parse/parse.ts'
import { childOf, lineOf, type Node } from '../../../text/grammar.ts'
import { type Declared, signatureOf } from '../../context/declarator.ts'
import { DEEPEST_CALLS } from '../../context/largest.ts'
import type { Frame, Lowering } from '../../context/lowering.ts'
import { statement, value } from '../../context/nested.ts'
import type { Value } from '../../context/value.ts'
import { load } from '../places/place.ts'
import { makePlace } from '../places/record.ts'
import { fitting, store } from '../places/store.ts'
import { unlessAsked } from '../values/null.ts'
import { held, keep } from '../values/pointers.ts'

export function inlined<S>(at: Lowering<S>, node: Node, fn: CFunction, args: readonly Node[]): Value {
  let depth = 0
  for (let frame: Frame | undefined = at.frame; frame; frame = frame.caller, depth++)
    if (frame.fn.name === fn.name) at.refuse(node, `${fn.name}() calls itself, which has no bound`)
  if (depth > DEEPEST_CALLS) at.refuse(node, `more than ${DEEPEST_CALLS} functions of the file call each other here`)
  if (fn.problem) at.refuse(node, `${fn.name}() cannot be read: line ${fn.problem.line}, ${fn.problem.construct}`)
  at.assumeConfiguration(fn)
  const { params, returns } = signatureOf(at, fn.node)
  if (params.length !== args.length)
    at.refuse(node, `${fn.name}() takes ${params.length} arguments and is given ${args.length}`)
  const values = args.map((arg, index) => {
    const { type } = params[index]!
    if (type.kind === 'struct') return value(at, arg)
    return unlessAsked(at, arg, fitting(at, arg, value(at, arg), type))
  })
  const struct =
    returns.kind === 'struct' ? makePlace(at, node, fn.name, returns, `${at.key(node)} ${fn.name}`) : undefined
  const result = struct || returns.kind === 'void' ? undefined : at.temporary(node, at.scalar(node, returns), fn.name)
  const after = at.block()
  const caller = at.frame
  const { snippet } = at
  at.snippet = undefined
  at.frame = {
    fn,
    prefix: own(at.prefixes, fn.name) ?? fn.name,
    scopes: [new Map()],
    labels: new Map(),
    returns: { type: returns, to: after, ...(result && { result }), ...(struct && { struct }) },
    from: [...caller.from, snippet?.line ?? lineOf(node)],
    loops: [],
    cleanups: [],
    caller,
  }
  const aliased = values.some(passed => passed.points)
  for (const [index, param] of params.entries()) bindParameter(at, fn, param, values[index]!, aliased)
  statement(at, childOf(fn.node, 'body')!)
  at.jump(after)
  at.enter(after)
  at.frame = caller
  at.snippet = snippet
  if (struct) return load(at, node, struct)
  return result ? held(at, result, returns) : { expr: constantOf(0), type: VOID }
}

/** An argument that neither side changes is used as it is; any other is copied, as C does. */
function bindParameter<S>(at: Lowering<S>, fn: CFunction, param: Declared, passed: Value, aliased: boolean): void {
  const body = childOf(fn.node, 'body')!
  const { type } = param
  if (type.kind === 'struct') {
    const copy = makePlace(at, fn.node, param.name, type, `parameter ${param.name}`)
    store(at, fn.node, copy, passed)
    at.declare(param.name, copy)
    return
  }
  const changed = isChanged(body, param.name)
  if (passed.points || (!changed && (!aliased || passed.expr.kind === 'constant'))) {
    at.declare(param.name, passed)
    return
  }
  const target = {
    kind: 'local',
    local: at.local(param.name, at.scalar(fn.node, param.type), `parameter ${param.name}`),
  } as const
  keep(at, target, passed)
  at.declare(param.name, { kind: 'scalar', target, type: param.type })
}

/** Whether a name is assigned to, stepped, or has its address taken anywhere in some text. */
export function isChanged(body: Node, name: string): boolean {
  const isName = (node: Node | undefined) => node?.type === 'identifier' && node.text === name
  return (
    body.descendantsOfType('assignment_expression').some(node => isName(childOf(node, 'left'))) ||
    body.descendantsOfType('update_expression').some(node => isName(childOf(node, 'argument'))) ||
    body
      .descendantsOfType('pointer_expression')
      .some(node => node.text.startsWith('&') && isName(childOf(node, 'argument'))) ||
    // Loop macros and out-parameters assign through their arguments.
    body
      .descendantsOfType('while_statement')
      .some(node => new RegExp(`\\b${name}\\b`).test(childOf(node, 'condition')!.text))
  )
}
