/**
 * Statements of C as blocks.
 */
import { own } from '../ir/own.ts'
import { childOf, childrenOf, type Node } from '../text/grammar.ts'
import type { Builder } from './builder.ts'
import { declaredBy } from './declared.ts'
import { condition, evaluated } from './expressions.ts'
import type { ProgramValue } from './program.ts'
import { constant } from './term.ts'

type Reads = (at: Builder, node: Node) => void

export const statement: Reads = (at, node) => {
  const read = statements[node.type]
  if (read) read(at, node)
  else at.refuse(node)
}

const all = (at: Builder, nodes: readonly Node[]): void => {
  for (const one of nodes) statement(at, one)
}

const statements: Readonly<Record<string, Reads>> = {
  compound_statement: (at, node) => at.within(() => all(at, childrenOf(node))),
  expression_statement: (at, node) => {
    const inner = childrenOf(node)[0]
    if (inner && !guarding(at, node, inner) && inner.text !== 'fallthrough') evaluated(at, inner)
  },
  declaration,
  if_statement: (at, node) => {
    const [yes, no, after] = [at.block(), at.block(), at.block()]
    condition(at, childOf(node, 'condition')!, yes, no)
    at.enter(yes)
    at.within(() => statement(at, childOf(node, 'consequence')!))
    at.jump(after)
    at.enter(no)
    const alternative = childOf(node, 'alternative')
    if (alternative) at.within(() => all(at, childrenOf(alternative)))
    at.jump(after)
    at.enter(after)
  },
  while_statement: (at, node) => {
    const macro = at.file.loops.get(node.startIndex)
    if (macro === 'scoped_guard') scopedGuard(at, node)
    else
      loop(at, node, (body, after) =>
        macro ? next(at, node, macro, body, after) : condition(at, childOf(node, 'condition')!, body, after),
      )
  },
  for_statement: (at, node) =>
    at.within(() => {
      const [first, test, update] = ['initializer', 'condition', 'update'].map(part => childOf(node, part))
      if (first?.type === 'declaration') declaration(at, first)
      else if (first) evaluated(at, first)
      const asks = (body: number, after: number) => (test ? condition(at, test, body, after) : at.jump(body))
      loop(at, node, asks, () => update && evaluated(at, update))
    }),
  do_statement: (at, node) => {
    const [body, test, after] = [at.block(), at.block(), at.block()]
    at.jump(body)
    at.enter(body)
    at.round()
    repeated(at, node, after, test)
    at.enter(test)
    condition(at, childOf(node, 'condition')!, body, after)
    at.enter(after)
  },
  switch_statement: switchStatement,
  break_statement: (at, node) => leaveLoop(at, node, ({ breaks }) => breaks),
  continue_statement: (at, node) => leaveLoop(at, node, ({ continues }) => continues),
  return_statement: (at, node) => {
    const given = childrenOf(node)[0]
    at.returnValue(given && evaluated(at, given))
  },
  goto_statement: gotoStatement,
  labeled_statement: (at, node) => {
    const target = labelOf(at, childOf(node, 'label')!.text)
    at.jump(target)
    at.enter(target)
    all(at, childrenOf(node).slice(1))
  },
}

function declaration(at: Builder, node: Node): void {
  // What is static keeps its value from call to call, unless it is constant.
  const declared = declaredBy(node, at.plain)
  if (/^\s*static\b/.test(node.text) && !(/\bconst\b/.test(node.text) && declared.every(one => isKept(at, one.name))))
    at.refuse(node)
  const frees = at.file.cleanups.filter(({ offset }) => node.startIndex <= offset && offset < node.endIndex)
  if (declared.length === 0 || (frees.length > 0 && declared.length > 1)) at.refuse(node)
  for (const { name, type, initial } of declared) {
    if (initial?.type === 'initializer_list') {
      const values = fieldsOf(at, initial)
      const { name: object } = at.declare(name, type, undefined)
      at.event(`= {}`, [{ kind: 'term', term: constant(`&${object}`) }, ...values])
    } else at.declare(name, type, initial && evaluated(at, initial))
    for (const { text } of frees) {
      const [, kind] = /^__free\s*\(\s*(\w+)\s*\)$/.exec(text) ?? at.refuse(node)
      const free = at.file.definitions.find(one => one.macro === 'DEFINE_FREE' && one.args[0] === kind)?.args[2]
      later(at, node, free ?? own(at.names.frees, kind!) ?? at.refuse(node), name)
    }
  }
}

/** Nothing sets the variable where it does not stand first. */
const isKept = (at: Builder, name: string): boolean =>
  (at.frame.fn?.node ?? at.refuse(at.file.root))
    .descendantsOfType(['assignment_expression', 'update_expression', 'pointer_expression'])
    .every(one => {
      const target = childOf(one, 'left') ?? childOf(one, 'argument')
      return target?.text !== name
    })

/** Each field and its value; the field is part of what is compared. */
const fieldsOf = (at: Builder, list: Node): ProgramValue[] =>
  childrenOf(list).flatMap((one): ProgramValue[] => {
    if (one.type === 'initializer_list') return fieldsOf(at, one)
    if (one.type !== 'initializer_pair') return [evaluated(at, one)]
    const field = one
      .childrenForFieldName('designator')
      .map(part => part!.text)
      .join('')
    const value = childOf(one, 'value')!
    const name: ProgramValue = { kind: 'term', term: constant(field) }
    return value.type === 'initializer_list' ? [name, ...fieldsOf(at, value)] : [name, evaluated(at, value)]
  })

function loop(
  at: Builder,
  node: Node,
  asks: (body: number, after: number) => void,
  update: () => void = () => {},
): void {
  const [head, body, next, after] = [at.block(), at.block(), at.block(), at.block()]
  at.jump(head)
  at.enter(head)
  at.round()
  asks(body, after)
  at.enter(body)
  repeated(at, node, after, next)
  at.enter(next)
  update()
  at.jump(head)
  at.enter(after)
}

function repeated(at: Builder, node: Node, breaks: number, continues: number): void {
  at.frame.loops.push({ breaks, continues, depth: at.frame.cleanups.length })
  at.within(() => statement(at, childOf(node, 'body')!))
  at.frame.loops.pop()
  at.jump(continues)
}

/** A macro that loops: whether it goes on nobody knows, nor what it leaves in the variables that it is given. */
function next(at: Builder, node: Node, macro: string, body: number, after: number): void {
  const given = listed(childrenOf(childOf(node, 'condition')!)[0]!)
  const args = given.map((one): ProgramValue => {
    if (one.type === 'identifier' && !at.local(one.text)) return { kind: 'term', term: constant(one.text) }
    return evaluated(at, one)
  })
  const goesOn = at.temporary()
  const variables = given.flatMap(one => (one.type === 'identifier' ? (at.local(one.text) ?? []) : []))
  if (variables.some(({ inMemory }) => inMemory)) at.refuse(node)
  at.event(macro, args, [
    { local: goesOn, type: 'bool' },
    ...variables.map(({ name, type }) => ({ local: name, ...(type && { type }) })),
  ])
  at.branch({ kind: 'truth', value: { kind: 'local', local: goesOn } }, body, after)
}

const listed = (node: Node): Node[] =>
  node.type === 'comma_expression' ? [...listed(childOf(node, 'left')!), ...listed(childOf(node, 'right')!)] : [node]

function switchStatement(at: Builder, node: Node): void {
  const after = at.block()
  const on = at.temporary()
  at.set(on, evaluated(at, childOf(node, 'condition')!))
  const cases = childrenOf(childOf(node, 'body')!)
  if (cases.some(({ type }) => type !== 'case_statement')) at.refuse(node)
  const blocks = cases.map(() => at.block())
  cases.forEach((one, index) => {
    const label = childOf(one, 'value')
    if (!label) return
    const other = at.block()
    at.branch(
      { kind: 'apply', op: '==', args: [{ kind: 'local', local: on }, evaluated(at, label)] },
      blocks[index]!,
      other,
    )
    at.enter(other)
  })
  const rest = cases.findIndex(one => childOf(one, 'value') === undefined)
  at.jump(rest < 0 ? after : blocks[rest]!)
  at.frame.loops.push({ breaks: after, depth: at.frame.cleanups.length })
  at.within(() =>
    cases.forEach((one, index) => {
      at.jump(blocks[index]!)
      at.enter(blocks[index]!)
      const label = childOf(one, 'value')
      all(
        at,
        childrenOf(one).filter(({ id }) => id !== label?.id),
      )
    }),
  )
  at.frame.loops.pop()
  at.jump(after)
  at.enter(after)
}

function leaveLoop(
  at: Builder,
  node: Node,
  pick: (loop: Builder['frame']['loops'][number]) => number | undefined,
): void {
  for (const one of at.frame.loops.toReversed()) {
    const to = pick(one)
    if (to === undefined) continue
    const { cleanups } = at.frame
    at.cleanUp(cleanup => cleanups.indexOf(cleanup) >= one.depth)
    at.jump(to)
    return
  }
  at.refuse(node)
}

function gotoStatement(at: Builder, node: Node): void {
  const name = childOf(node, 'label')!.text
  const label =
    at.frame.fn?.node.descendantsOfType('labeled_statement').find(one => childOf(one, 'label')!.text === name) ??
    at.refuse(node)
  const { fn, cleanups } = at.frame
  const covers = (declared: Node) =>
    declared.startIndex < label.startIndex && label.endIndex <= declared.parent!.endIndex
  const active = new Set(cleanups.map(({ declaration: one }) => one.startIndex))
  const isCleaned = (one: Node) =>
    /^(?:guard|CLASS)\s*\(/.test(one.text) ||
    at.file.cleanups.some(({ offset }) => one.startIndex <= offset && offset < one.endIndex)
  const declared = fn!.node.descendantsOfType(['declaration', 'expression_statement']).filter(isCleaned)
  if (declared.some(one => covers(one) && !active.has(one.startIndex))) at.refuse(node)
  at.cleanUp(one => !covers(one.declaration))
  at.jump(labelOf(at, name))
}

function labelOf(at: Builder, name: string): number {
  const { labels } = at.frame
  const known = labels.get(name) ?? at.block()
  labels.set(name, known)
  return known
}

// --- cleanup.h

/** `guard(mutex)(&lock);` or `CLASS(name, variable)(args);` */
function guarding(at: Builder, node: Node, call: Node): boolean {
  const inner = call.type === 'call_expression' ? childOf(call, 'function')! : undefined
  if (inner?.type !== 'call_expression') return false
  const macro = childOf(inner, 'function')!.text
  const names = childrenOf(childOf(inner, 'arguments')!).map(one => one.text)
  const args = childrenOf(childOf(call, 'arguments')!)
  if (macro === 'guard') guard(at, node, names[0]!, args[0])
  else if (macro === 'CLASS') construct(at, node, names[0]!, names[1]!, args)
  else return false
  return true
}

/** DEFINE_GUARD and DEFINE_LOCK_GUARD_1 name the type of the lock first, DEFINE_LOCK_GUARD_0 has none. */
function ownGuard(at: Builder, name: string): readonly string[] | undefined {
  const made = at.file.definitions.find(one => /GUARD/.test(one.macro) && one.args[0] === name)
  return made?.macro.endsWith('_0') ? made.args.slice(1, 3) : made?.args.slice(2, 4)
}

function guard(at: Builder, node: Node, name: string, lock: Node | undefined): void {
  const [take, drop] = ownGuard(at, name) ?? own(at.names.guarding, name) ?? at.refuse(node)
  const held = `_guard${node.startIndex}`
  if (lock) at.declare(held, undefined, evaluated(at, lock))
  run(at, node, take!, held)
  later(at, node, drop!, held)
}

function scopedGuard(at: Builder, node: Node): void {
  const [name, lock] = listed(childrenOf(childOf(node, 'condition')!)[0]!)
  const after = at.block()
  at.within(() => {
    const depth = at.frame.cleanups.length
    guard(at, node, name!.text, lock)
    at.frame.loops.push({ breaks: after, continues: after, depth })
    at.within(() => statement(at, childOf(node, 'body')!))
    at.frame.loops.pop()
  })
  at.jump(after)
  at.enter(after)
}

function construct(at: Builder, node: Node, name: string, variable: string, args: readonly Node[]): void {
  const [, type, exit, init, ...parameters] =
    at.file.definitions.find(one => one.macro === 'DEFINE_CLASS' && one.args[0] === name)?.args ?? at.refuse(node)
  const names = parameters.filter(one => one !== 'void').map(one => /(\w+)$/.exec(one)![1]!)
  const value = at.inlineText(
    node,
    { parameters: names, text: init! },
    args.map(one => evaluated(at, one)),
  )
  at.declare(variable, at.plain(type!), value)
  later(at, node, exit!, variable)
}

function later(at: Builder, declared: Node, text: string, variable: string): void {
  at.frame.cleanups.push({ declaration: declared, run: () => run(at, declared, text, variable) })
}

function run(at: Builder, node: Node, text: string, variable: string): void {
  at.within(() => all(at, at.readText(node, `${text.replace(/\b_T(->lock)?\b/g, variable)};`)))
}
