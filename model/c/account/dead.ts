/**
 * Statements that nothing can come to: a condition above them asks about a result that is 0 whatever happens.
 *
 * A local is known to be 0 where all that is ever assigned to it is: 0, the error of the address of an object, or the result of a
 * function of the file that returns nothing else. Numbers that the model computes are not looked at: they may differ from world to
 * world.
 */
import type { CFile, CFunction } from '../parse/parse.ts'
import { childOf, childrenOf, loopsAround, type Node } from '../text/grammar.ts'
import { calledBy, type Tables } from './told.ts'

/** Why nothing comes to the statement; nothing where something may. @param node in a function of the file */
export function deadBy(node: Node, fn: CFunction, file: CFile, tables: DeadTables): string | undefined {
  const known: Zeroes = { file, tables, asked: new Set() }
  for (let inner = node; inner.parent && inner.id !== fn.node.id; inner = inner.parent) {
    const around = inner.parent
    if (around.type !== 'if_statement') continue
    const asks = childOf(around, 'condition')!
    const outcome = outcomeOf(asks, around, fn, known)
    const isArm = (field: string) => childOf(around, field)?.id === inner.id
    // A jump may lead past the condition.
    if (inner.descendantsOfType(['labeled_statement', 'case_statement']).length > 0) continue
    if ((outcome === false && isArm('consequence')) || (outcome === true && isArm('alternative')))
      return `nothing comes there: ${asks.text} is ${outcome} whatever happens`
  }
  return undefined
}

type DeadTables = Pick<Tables, 'isErrorOf' | 'sets'>

interface Zeroes {
  readonly file: CFile
  readonly tables: DeadTables
  /** Functions that are being asked about: one that calls itself returns what is not known. */
  readonly asked: Set<string>
}

/** How a condition about what is known to be 0 comes out. */
function outcomeOf(condition: Node, at: Node, fn: CFunction, known: Zeroes): boolean | undefined {
  const asks = bare(condition)
  if (asks.type === 'unary_expression' && childOf(asks, 'operator')!.text === '!') {
    const outcome = outcomeOf(childOf(asks, 'argument')!, at, fn, known)
    return outcome === undefined ? undefined : !outcome
  }
  if (asks.type === 'identifier') return isZeroAt(asks.text, at, fn, known) ? false : undefined
  if (asks.type !== 'binary_expression' || childOf(asks, 'right')!.text !== '0') return undefined
  const left = bare(childOf(asks, 'left')!)
  if (left.type !== 'identifier' || !isZeroAt(left.text, at, fn, known)) return undefined
  return { '<': false, '>': false, '!=': false, '==': true, '<=': true, '>=': true }[childOf(asks, 'operator')!.text]
}

function bare(node: Node): Node {
  const [inner] = childrenOf(node)
  if (node.type === 'parenthesized_expression' && inner) return bare(inner)
  if (!isLikely(calledBy(node) ?? '')) return node
  const [given] = childrenOf(childOf(node, 'arguments')!)
  return given ? bare(given) : node
}

/** Whether a local is 0 where a statement begins: always, or since the last assignment, which comes just before it. */
function isZeroAt(name: string, at: Node, fn: CFunction, known: Zeroes): boolean {
  const local = localIn(fn, name, known, name => isLikely(name) || known.file.functions.some(one => one.name === name))
  if (!local) return false
  if (local.values.length > 0 && local.values.every(value => isZero(value, fn, known))) return true
  const last = lastBefore(local, at)
  return last !== undefined && isZero(last, fn, known)
}

/** A local variable that is only ever set by plain assignments. */
interface Local {
  /** All of them, and that of its declaration. */
  readonly values: readonly Node[]
  readonly assignments: readonly Node[]
}

/**
 * @param keeps whether a call leaves what it is given by name as it was
 * @returns nothing for what is no local, for two of the name, and where something else may set it
 */
function localIn(
  { node }: CFunction,
  name: string,
  known: Zeroes,
  keeps: (called: string) => boolean,
): Local | undefined {
  const uses = node.descendantsOfType('identifier').filter(one => one.text === name)
  const [declarator, another] = uses.flatMap(use => declaratorOf(use) ?? [])
  const scope = declarator && enclosing(declarator, 'declaration')?.parent
  if (!scope || another || !uses.every(use => isWithin(use, scope))) return undefined
  const assignments: Node[] = []
  for (const use of uses) {
    const around = outermost(use).parent!
    if (around.type === 'assignment_expression' && childOf(around, 'left')!.id === outermost(use).id) {
      if (childOf(around, 'operator')!.text !== '=') return undefined
      assignments.push(around)
    } else if (maySet(use, around, known, keeps)) return undefined
  }
  const initial = declarator.type === 'init_declarator' ? [childOf(declarator, 'value')!] : []
  return { values: [...initial, ...assignments.map(one => childOf(one, 'right')!)], assignments }
}

/** Whether the code around a use may set the variable: it takes its address, counts, or is a macro. */
function maySet(use: Node, around: Node, { file, tables }: Zeroes, keeps: (called: string) => boolean): boolean {
  if (around.type === 'update_expression' || around.type.startsWith('gnu_asm')) return true
  if (around.type === 'pointer_expression') return around.text.startsWith('&')
  // What a loop macro is given becomes the head of a loop.
  if (around.type !== 'argument_list')
    return around.type !== 'binary_expression' && loopsAround(use).some(loop => isInHead(use, loop))
  const called = calledBy(around.parent!)
  if (called === undefined || tables.sets(called) || /[A-Z]/.test(called)) return true
  return !keeps(called) || new RegExp(`^\\s*#\\s*define\\s+${called}\\b`, 'm').test(file.source.text)
}

/** The declarator that declares the name where it is used, if it does. */
function declaratorOf(use: Node): Node | undefined {
  let around = use.parent
  while (around?.type === 'pointer_declarator') around = around.parent
  if (around?.type === 'init_declarator')
    return (childOf(around, 'declarator')!.endIndex >= use.endIndex && around) || undefined
  return around?.type === 'declaration' ? use : undefined
}

function enclosing(node: Node, type: string): Node | undefined {
  let around: Node | null = node
  while (around && around.type !== type) around = around.parent
  return around ?? undefined
}

const isWithin = (node: Node, scope: Node): boolean =>
  scope.startIndex <= node.startIndex && node.endIndex <= scope.endIndex

/** With the parentheses around it. */
function outermost(node: Node): Node {
  const around = node.parent
  return around?.type === 'parenthesized_expression' ? outermost(around) : node
}

const isInHead = (node: Node, loop: Node): boolean =>
  loop.type === 'while_statement' && node.endIndex <= childOf(loop, 'body')!.startIndex

const isLikely = (name: string): boolean => name === 'likely' || name === 'unlikely'

/** What is assigned to it in a list of statements before one of them, with nothing between that sets it or jumps there. */
function lastBefore({ assignments }: Local, at: Node): Node | undefined {
  const list = at.parent?.type === 'compound_statement' ? childrenOf(at.parent) : []
  const place = list.findIndex(({ id }) => id === at.id)
  for (const statement of list.slice(0, place).reverse()) {
    const inside = assignments.filter(one => isWithin(one, statement))
    const [only] = inside
    if (only && only.parent?.id === statement.id && inside.length === 1) return childOf(only, 'right')
    if (only || statement.type !== 'expression_statement') return undefined
  }
  return undefined
}

function isZero(value: Node, fn: CFunction, known: Zeroes): boolean {
  const is = bare(value)
  if (is.type === 'number_literal') return is.text === '0'
  const called = calledBy(is)
  if (called === undefined) return false
  const given = childrenOf(childOf(is, 'arguments')!)
  if (known.tables.isErrorOf(called)) return given.length === 1 && isAddress(given[0]!, fn, known)
  return returnsZero(called, known)
}

/** The address of an object, or a local that is never anything else. */
function isAddress(value: Node, fn: CFunction, known: Zeroes): boolean {
  const is = bare(value)
  if (isAddressOf(is)) return true
  const local = is.type === 'identifier' ? localIn(fn, is.text, known, () => true) : undefined
  return local !== undefined && local.values.length > 0 && local.values.every(one => isAddressOf(bare(one)))
}

const isAddressOf = ({ type, text }: Node): boolean => type === 'pointer_expression' && text.startsWith('&')

/** Whether a function of the file returns 0 whatever happens. */
function returnsZero(name: string, known: Zeroes): boolean {
  const fns = known.file.functions.filter(one => one.name === name)
  const [fn] = fns
  if (!fn || fns.length > 1 || known.asked.has(name)) return false
  known.asked.add(name)
  const returns = fn.node.descendantsOfType('return_statement').map(one => childrenOf(one)[0])
  const isAlways = returns.every(value => {
    if (value === undefined) return false
    const is = bare(value)
    return is.type === 'identifier' ? isZeroAt(is.text, value, fn, known) : isZero(is, fn, known)
  })
  known.asked.delete(name)
  return isAlways && returns.length > 0
}
