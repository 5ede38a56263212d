/**
 * One function: what in it is not of the subset, and what it calls.
 */
import { bare, type Declared, FUNCTIONS, type Module, type Modules, type Node, nameOf, nodesIn } from './modules.ts'

/** A construct that is not of the subset, in words; or a function that is called. */
type Found = { readonly at: Node; readonly what: string } | { readonly calls: Declared }

interface Place {
  readonly module: Module
  readonly modules: Modules
  /** Parameters and variables of the function. */
  readonly locals: Set<string>
}

const OPERATORS = new Set('+ - * / % ** & | ^ << >> >>> === !== < > <= >= && || ! ~'.split(' '))
const ASSIGNMENTS = new Set('= += -= *= %= &= |= ^= <<= >>='.split(' '))
const MATH = new Set(['floor', 'ceil', 'min', 'max', 'abs'])

/** @param node an arrow function, a function expression or a function declaration */
export function foundIn({ module, node }: Declared, modules: Modules): Found[] {
  const place = { module, modules, locals: new Set<string>() }
  const { params, body } = node as unknown as { params: Node[]; body: Node }
  return [
    ...(node.async || node.generator ? [refused(node, 'an async function or a generator')] : []),
    ...params.flatMap(param => declare(param, place)),
    ...(body.type === 'BlockStatement' ? statement(body, place) : expression(body, place)),
  ]
}

const refused = (at: Node, what: string): Found => ({ at, what })

/** A name, or names taken out of a scope: `kernel`, `{ kernel, call }`. */
function declare(pattern: Node, { locals }: Place): Found[] {
  const names = pattern.type === 'ObjectPattern' ? (pattern.properties as Node[]).map(({ value }) => value) : [pattern]
  for (const name of names) if (isIdentifier(name)) locals.add(nameOf(name))
  return names.every(isIdentifier) ? [] : [refused(pattern, `the pattern ${pattern.type}`)]
}

const isIdentifier = (node: unknown): boolean => (node as Node | undefined)?.type === 'Identifier'

function statement(node: Node, place: Place): Found[] {
  const { body, test, consequent, alternate, argument } = node as unknown as Record<string, Node | null>
  switch (node.type) {
    case 'BlockStatement':
      return (node.body as Node[]).flatMap(each => statement(each, place))
    case 'ExpressionStatement':
      return expression(node.expression as Node, place)
    case 'ReturnStatement':
      return argument ? expression(argument, place) : []
    case 'IfStatement':
      return [
        ...expression(test!, place),
        ...statement(consequent!, place),
        ...(alternate ? statement(alternate, place) : []),
      ]
    case 'VariableDeclaration':
      return (node.declarations as { id: Node; init: Node | null }[]).flatMap(({ id, init }) => [
        ...declare(id, place),
        ...(init ? expression(init, place) : [refused(id, 'a variable without a value')]),
      ])
    case 'ForStatement':
      return forLoop(node, place)
    case 'WhileStatement': {
      const bounded = body!.type === 'ExpressionStatement' && ends(body!.expression as Node, test!)
      return [...unless(bounded, node), ...expression(test!, place), ...statement(body!, place)]
    }
    case 'ContinueStatement':
    case 'BreakStatement':
      return node.label ? [refused(node, 'a label')] : []
    default:
      return [refused(node, `the statement ${node.type}`)]
  }
}

/**
 * Bounded is `for (let i = from; i < to && …; i += by)` whose body leaves `i` alone, and `while (i < to && …) i += by`;
 * the same downwards.
 */
function forLoop(node: Node, place: Place): Found[] {
  const { init, test, update, body } = node as unknown as Record<'init' | 'test' | 'update' | 'body', Node | null>
  const bounded =
    test && update && ends(update, test) && ![...nodesIn(body!)].some(each => changed(each) === changed(update))
  return [
    ...unless(bounded === true, node),
    ...(init ? statement(init, place) : []),
    ...(test ? expression(test, place) : []),
    ...(update ? expression(update, place) : []),
    ...statement(body!, place),
  ]
}

const unless = (bounded: boolean, loop: Node) => (bounded ? [] : [refused(loop, 'a loop without a plain bound')])

/** Whether the expression moves a variable towards something that the condition, or one of those it joins, keeps it from. */
const ends = (update: Node, condition: Node): boolean => {
  const { type, operator, left, right } = bare(condition) as unknown as Record<'left' | 'right', Node> & Node
  if (type === 'LogicalExpression' && operator === '&&') return ends(update, left) || ends(update, right)
  const bounds = BOUNDS[update.operator as string] ?? []
  return changed(update) !== undefined && bounds.includes(operator as string) && nameOf(left) === changed(update)
}

const BOUNDS: Readonly<Record<string, readonly string[]>> = {
  '++': ['<', '<='],
  '+=': ['<', '<='],
  '--': ['>', '>='],
  '-=': ['>', '>='],
}

/** The variable that an expression changes, if any. */
const changed = ({ type, left, argument }: Node): string | undefined =>
  type === 'AssignmentExpression' ? nameOf(left) : type === 'UpdateExpression' ? nameOf(argument) : undefined

function expression(wrapped: Node, place: Place): Found[] {
  const node = bare(wrapped)
  const { left, right, argument, test, consequent, alternate } = node as unknown as Record<string, Node>
  const all = (...nodes: Node[]) => nodes.flatMap(each => expression(each, place))
  switch (node.type) {
    case 'Literal':
      return ['number', 'boolean'].includes(typeof node.value) ? [] : [refused(node, `the value ${node.raw}`)]
    case 'Identifier':
      return isNumber(node, place) ? [] : [refused(node, `the captured "${nameOf(node)}"`)]
    case 'MemberExpression':
      return member(node, place)
    case 'UnaryExpression':
      return [...operator(node, OPERATORS), ...all(argument!)]
    case 'BinaryExpression':
    case 'LogicalExpression':
      return [...operator(node, OPERATORS), ...all(left!, right!)]
    case 'ConditionalExpression':
      return all(test!, consequent!, alternate!)
    case 'UpdateExpression':
      return target(argument!, place)
    case 'AssignmentExpression':
      return [...operator(node, ASSIGNMENTS), ...target(left!, place), ...all(right!)]
    case 'CallExpression':
      return isQuestion(node, place)
        ? all(...(node.arguments as Node[]).filter((_, index) => index !== 1))
        : [...all(...(node.arguments as Node[])), ...call(node, place)]
    default:
      return [refused(node, `the expression ${node.type}`)]
  }
}

const operator = (node: Node, known: ReadonlySet<string>): Found[] =>
  known.has(node.operator as string) ? [] : [refused(node, `the operator ${node.operator}`)]

/** A local, or a number that some module names. */
function isNumber(wrapped: Node, { module, modules, locals }: Place): boolean {
  const node = bare(wrapped)
  if (node.type === 'Literal') return typeof node.value === 'number'
  if (node.type === 'BinaryExpression')
    return [node.left, node.right].every(side => isNumber(side as Node, { module, modules, locals }))
  if (node.type !== 'Identifier') return false
  const found = modules.find(module, nameOf(node))
  return (
    locals.has(nameOf(node)) || (found !== undefined && isNumber(found.node, { ...found, modules, locals: NO_LOCALS }))
  )
}

const NO_LOCALS = new Set<string>()

function member(node: Node, place: Place): Found[] {
  const property = bare(node.property as Node)
  const isName = !node.computed || (property.type === 'Literal' && typeof property.value === 'string')
  return [...expression(node.object as Node, place), ...(isName ? [] : expression(property, place))]
}

function target(wrapped: Node, place: Place): Found[] {
  const node = bare(wrapped)
  if (node.type === 'MemberExpression') return member(node, place)
  const isLocal = node.type === 'Identifier' && place.locals.has(nameOf(node))
  return isLocal ? [] : [refused(node, 'an assignment to something captured')]
}

/** Asks the engine whether the field of that name names a thread: `isHolder(kernel, 'folioLock', self, folio)`. */
function isQuestion(node: Node, { module, modules, locals }: Place): boolean {
  const callee = bare(node.callee as Node)
  const [shared, field] = node.arguments as Node[]
  if (!isIdentifier(callee) || locals.has(nameOf(callee)) || !isIdentifier(shared)) return false
  return (
    modules.find(module, nameOf(callee))?.module.path === 'checker/declare/holding.ts' &&
    field !== undefined &&
    isText(field)
  )
}

const isText = (node: Node): boolean => node.type === 'Literal' && typeof node.value === 'string'

function call(node: Node, { module, modules, locals }: Place): Found[] {
  const callee = bare(node.callee as Node)
  if (callee.type === 'MemberExpression') {
    const { object, property } = callee as unknown as Record<'object' | 'property', Node>
    const isMath = nameOf(object) === 'Math' && MATH.has(nameOf(property))
    return isMath ? [] : [refused(node, 'the call of a method')]
  }
  const found = isIdentifier(callee) && !locals.has(nameOf(callee)) ? modules.find(module, nameOf(callee)) : undefined
  if (found && FUNCTIONS.has(found.node.type)) return [{ calls: found }]
  return [refused(node, 'the call of something that is no function of a module')]
}
