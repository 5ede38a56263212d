/**
 * The number that a field has once its struct is made: what the code that makes it sets, if that is always the same.
 */
import { callsIn } from '../../parse/calls.ts'
import type { CFile, CFunction } from '../../parse/parse.ts'
import { childOf, type Node } from '../../text/grammar.ts'
import { integer } from './constants.ts'

/** @param makes names of functions that make such structs, with all that they call  @returns nothing where it is not known */
export function initialIn(file: CFile, field: string, makes: RegExp): number | undefined {
  const set = makersOf(file, makes).flatMap(({ node }) =>
    node.descendantsOfType(SETTING).flatMap(one => settingOf(one!, field)),
  )
  const numbers = new Set(set)
  if (numbers.size > 1) return undefined
  return numbers.size === 0 ? 0 : [...numbers][0]
}

/** The field is set elsewhere too: by code that runs once its struct is made. */
export function isSetLater(file: CFile, field: string, makes: RegExp): boolean {
  const makers = new Set(makersOf(file, makes))
  return file.functions.some(
    fn => !makers.has(fn) && fn.node.descendantsOfType(SETTING).some(one => settingOf(one!, field).length > 0),
  )
}

/** Told once for each file. */
const known = new WeakMap<CFile, readonly CFunction[]>()

function makersOf(file: CFile, makes: RegExp): readonly CFunction[] {
  const makers = known.get(file) ?? reachedFrom(file, makes)
  known.set(file, makers)
  return makers
}

function reachedFrom(file: CFile, makes: RegExp): readonly CFunction[] {
  const calls = callsIn(file)
  const found = new Set(file.functions.map(({ name }) => name).filter(name => makes.test(name)))
  // A set that grows is walked to its end.
  for (const name of found) for (const called of calls.get(name) ?? []) found.add(called)
  return file.functions.filter(({ name }) => found.has(name))
}

const SETTING = ['assignment_expression', 'update_expression', 'initializer_pair']

/** What the expression sets the field to; `undefined` within where that is no number, or where it may not come to it. */
function settingOf(node: Node, field: string): (number | undefined)[] {
  if (node.type === 'initializer_pair') return node.text.startsWith(`.${field}`) ? [undefined] : []
  const place = childOf(node, node.type === 'update_expression' ? 'argument' : 'left')
  if (place?.type !== 'field_expression' || childOf(place, 'field')?.text !== field) return []
  const isSet = childOf(node, 'operator')?.text === '='
  return [isSet && !isConditional(node) ? numberOf(childOf(node, 'right')?.text ?? '') : undefined]
}

const numberOf = (text: string): number | undefined =>
  text === 'true' ? 1 : text === 'false' ? 0 : integer(text)?.value

const CONDITIONAL = /^(?:if|while|do|for|switch|case|conditional|binary)_/

function isConditional({ parent }: Node): boolean {
  if (parent === null || parent.type === 'function_definition') return false
  return CONDITIONAL.test(parent.type) || isConditional(parent)
}
