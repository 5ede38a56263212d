/**
 * Statements that nothing can come to: a condition above them asks about a result that is 0 whatever happens.
 *
 * A result is known to be 0 where all that is ever assigned to it is: 0, the error of an address, or the result of a function of the file
 * that returns nothing else. Numbers that the model computes are not looked at: they may differ from world to world.
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
  if (!/^(?:un)?likely$/.test(calledBy(node) ?? '')) return node
  const [given] = childrenOf(childOf(node, 'arguments')!)
  return given ? bare(given) : node
}

/** Whether a local is 0 where a statement begins: always, or since the last assignment, which comes just before it. */
function isZeroAt(local: string, at: Node, fn: CFunction, known: Zeroes): boolean {
  const values = valuesOf(local, fn, known)
  if (values === undefined) return false
  if (values.every(value => isZero(value, fn, known))) return true
  const last = lastBefore(local, at, known)
  return last !== undefined && isZero(last, fn, known)
}

/** What is assigned to it in a list of statements before one of them, with nothing between that sets it or jumps there. */
function lastBefore(local: string, at: Node, known: Zeroes): Node | undefined {
  const list = at.parent?.type === 'compound_statement' ? childrenOf(at.parent) : []
  const before = list.slice(
    0,
    list.findIndex(({ id }) => id === at.id),
  )
  for (const statement of before.reverse()) {
    const [inner] = childrenOf(statement)
    if (statement.type === 'expression_statement' && inner && isSet(inner, local)) return childOf(inner, 'right')
    if (statement.type !== 'expression_statement' || settingsOf(local, statement, known).length > 0) return undefined
  }
  return undefined
}

const isSet = (node: Node, local: string): boolean =>
  node.type === 'assignment_expression' &&
  childOf(node, 'operator')!.text === '=' &&
  childOf(node, 'left')!.text === local

/** All that is ever assigned to a local variable; nothing where that cannot be told. */
function valuesOf(local: string, { node }: CFunction, known: Zeroes): readonly Node[] | undefined {
  const declared = node.descendantsOfType('init_declarator').filter(one => nameOf(one) === local)
  const bareOnes = node
    .descendantsOfType('declaration')
    .filter(one => childrenOf(one).some(part => part.text === local))
  const settings = settingsOf(local, node, known)
  if (declared.length + bareOnes.length !== 1 || !settings.every(one => isSet(one, local))) return undefined
  return [...declared.map(one => childOf(one, 'value')!), ...settings.map(one => childOf(one, 'right')!)]
}

/** Assignments and updates of a local, where its address is taken, and macros that may set it: loops are such. */
function settingsOf(local: string, node: Node, { file, tables }: Zeroes): Node[] {
  const isMacro = (name: string) =>
    tables.sets(name) || new RegExp(`^#\\s*define\\s+${name}\\b`, 'm').test(file.source.text)
  return node.descendantsOfType('identifier').flatMap(one => {
    if (one.text !== local) return []
    const around = one.parent!
    if (around.type === 'assignment_expression' && childOf(around, 'left')!.id === one.id) return [around]
    if (around.type === 'update_expression' || /^&/.test(around.text)) return [around]
    if (around.type !== 'argument_list') return loopsAround(one).some(loop => isInHead(one, loop)) ? [around] : []
    const called = calledBy(around.parent!) ?? ''
    return /[A-Z]/.test(called) || isMacro(called) ? [around] : []
  })
}

/** What a loop macro is given becomes the head of a loop. */
const isInHead = (node: Node, loop: Node): boolean =>
  loop.type === 'while_statement' &&
  node.endIndex <= childOf(loop, 'body')!.startIndex &&
  node.parent!.type !== 'binary_expression'

/** The variable that a declarator declares, with or without stars. */
const nameOf = (declarator: Node): string => childOf(declarator, 'declarator')!.text.replace(/^[*\s]+/, '')

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
  if (is.type === 'pointer_expression') return is.text.startsWith('&')
  if (is.type !== 'identifier') return false
  const values = valuesOf(is.text, fn, known)
  return values !== undefined && values.length > 0 && values.every(one => bare(one).text.startsWith('&'))
}

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
    if (is.type !== 'identifier') return isZero(is, fn, known)
    const values = valuesOf(is.text, fn, known)
    return values !== undefined && values.length > 0 && values.every(one => isZero(one, fn, known))
  })
  known.asked.delete(name)
  return isAlways && returns.length > 0
}
