/**
 * Lowers a call that nothing names. It is taken to do nothing and to return what its type and its caller's tests allow;
 * that is said, and a step that rests on it is known by its site.
 */
import type { BoundStep, UnknownCalls } from '../../../ir/binding.ts'
import { constantOf, read } from '../../../ir/operators.ts'
import { own } from '../../../ir/own.ts'
import { type CType, intOf, VOID } from '../../../ir/types.ts'
import { childOf, childrenOf, type Node } from '../../../text/grammar.ts'
import { integer } from '../../context/constants.ts'
import { declared, specifiedType } from '../../context/declarator.ts'
import type { Lowering } from '../../context/lowering.ts'
import { value } from '../../context/nested.ts'
import { isPlace, type Value } from '../../context/value.ts'
import { hasEffects } from '../values/effects.ts'
import { stepTo } from './access.ts'

const NOTHING: Value = { expr: constantOf(0), type: VOID }

/** What becomes of the result. */
interface Use {
  readonly type: CType
  /** The variable that keeps it. */
  readonly variable?: string
  /** It is a condition: nothing but whether it is 0 is asked. */
  readonly isTested?: boolean
}

export function unknownCall<S>(at: Lowering<S>, node: Node, name: string, args: readonly Node[]): Value {
  const { unknown } = at.binding
  if (!unknown) return at.refuse(node, `nothing binds ${shown(name)}`)
  const use = useOf(at, node)
  refuseObject(at, node, name, use.type)
  const reaches = args.map(arg => isShared(at, arg)).includes(true)
  const results = resultsOf(at, name, use, unknown)
  const { startIndex: start, endIndex: end } = at.snippet?.node ?? node
  const { variable } = use
  at.unknown.push({ start, end, callee: name, reaches, ...(variable !== undefined && { variable }) })
  const words = [...results].map(([event, result]) =>
    event === unknown.failure.event ? unknown.failure.says : `${result}`,
  )
  const returned = use.type.kind === 'void' ? '' : `, and to return ${orWords(words)}`
  at.assume(node, `nothing binds ${shown(name)}: it is taken to do nothing${returned}`)
  const site = at.site(node, name.replace('->', ''), { assumed: reaches ? 'shared' : 'alone' })
  const scalar = use.type.kind === 'void' ? undefined : at.scalar(node, use.type)
  const outcomes = Object.fromEntries(
    [...results].map(([event, result]): [string, BoundStep<S>['outcomes'][string]] => [
      event,
      outcomeOf(event, result, unknown),
    ]),
  )
  const bound: BoundStep<S> = { kind: 'step', type: 'int', args: [], outcomes }
  const result = scalar && at.temporary(node, scalar, name.replace(/\W/g, '_'))
  stepTo(at, { site, bound, args: [], ...(scalar && { result: result!, resultType: scalar }) })
  return result ? { expr: read(result), type: use.type } : NOTHING
}

const shown = (name: string): string => `${name.includes('->') ? 'the callback ' : ''}${name.replace(/^->/, '')}()`

const orWords = (words: readonly string[]): string =>
  words.length === 1 ? words[0]! : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`

function outcomeOf<S>(
  event: string,
  result: number,
  { mayFail, fail }: UnknownCalls<S>,
): BoundStep<S>['outcomes'][string] {
  if (event === 'step' || event.startsWith('returns ')) return { does: () => result }
  return {
    when: mayFail,
    does: scope => {
      fail(scope)
      return result
    },
  }
}

/** By event, what may come back; `step` is what the code does of itself. */
function resultsOf<S>(
  at: Lowering<S>,
  name: string,
  { type, variable, isTested }: Use,
  { failure, said }: UnknownCalls<S>,
): ReadonlyMap<string, number> {
  const asSaid = said && own(said, name)
  if (asSaid) {
    const [first, ...others] = Object.entries(asSaid)
    return new Map([['step', first?.[1] ?? 0], ...others])
  }
  if (type.kind === 'void') return new Map([['step', 0]])
  const tested = (pattern: string) =>
    variable !== undefined && new RegExp(pattern.replace('@', `\\b${variable}\\b`)).test(at.frame.fn.node.text)
  if (type.kind === 'pointer')
    return new Map([
      ['step', 1],
      ...(tested('!@|\\(@\\)\\s') ? [['returns NULL', 0] as const] : []),
      ...(tested('IS_ERR(_OR_NULL)?\\(@\\)') ? [[failure.event, failure.value] as const] : []),
    ])
  const isSigned = type.kind === 'arithmetic' && type.signed
  const compared = [...new Set(variable === undefined ? [] : comparedWith(at, variable))]
  return new Map([
    ['step', 0],
    ...(isTested || !isSigned || tested('@ >=? [01]\\b') ? [['returns 1', 1] as const] : []),
    ...(!isTested && isSigned ? [[failure.event, failure.value] as const] : []),
    ...compared.filter(one => one !== 0 && one !== failure.value).map(one => [`returns ${one}`, one] as const),
  ])
}

/** Numbers that the function compares the variable with. */
export function comparedWith<S>(at: Lowering<S>, variable: string): number[] {
  const numberIn = (node: Node | undefined): number | undefined => {
    const [, minus, text] = /^(-?)\s*(\w+)$/.exec(node?.text ?? '') ?? []
    if (text === undefined) return undefined
    const found = integer(text)?.value ?? at.constants.get(text)?.value
    return found === undefined ? undefined : minus === '-' ? -found : found
  }
  return at.frame.fn.node.descendantsOfType('binary_expression').flatMap(one => {
    const [left, right] = [childOf(one!, 'left'), childOf(one!, 'right')]
    if (!/[=!]=/.test(one!.text)) return []
    return (left?.text === variable ? numberIn(right) : right?.text === variable ? numberIn(left) : undefined) ?? []
  })
}

/** The expression around it says what type the result has. */
export function useOf<S>(at: Lowering<S>, node: Node): Use {
  let inner = node
  let above = node.parent
  while (above?.type === 'parenthesized_expression') [inner, above] = [above, above.parent]
  switch (above?.type) {
    case 'expression_statement':
    case 'comma_expression':
      return { type: VOID }
    case 'cast_expression':
      return childOf(above, 'type')?.text === 'void' ? { type: VOID } : { type: intOf(at.model) }
    case 'return_statement':
      return { type: at.frame.returns.type }
    case 'init_declarator': {
      const made = declared(at, childOf(above, 'declarator')!, specifiedType(at, above.parent!))!
      return { type: made.type, variable: made.name }
    }
    case 'assignment_expression': {
      const left = childOf(above, 'left')!
      const meaning = at.lookup(left.text)
      if (!meaning || (isPlace(meaning) && meaning.kind !== 'scalar'))
        return at.refuse(node, `nothing binds ${inner.text.slice(0, 40)}, and "${left.text}" is no variable`)
      return { type: (meaning as { type: CType }).type, variable: left.text }
    }
    case 'if_statement':
    case 'while_statement':
    case 'do_statement':
    case 'for_statement':
    case 'unary_expression':
    case 'argument_list':
    case 'conditional_expression':
      return { type: intOf(at.model), isTested: true }
    case 'binary_expression':
      return { type: intOf(at.model), isTested: /^(?:&&|\|\|)$/.test(childOf(above, 'operator')?.text ?? '') }
  }
  return { type: intOf(at.model) }
}

/** One object of many cannot be made up. */
export function refuseObject<S>(at: Lowering<S>, node: Node, name: string, type: CType): void {
  if (type.kind !== 'pointer') return
  const { structs, followed = [], rows = [] } = at.binding
  const to = type.to.kind === 'struct' ? type.to.name : undefined
  if (to !== undefined && !own(structs, to) && ![...followed, ...rows].includes(to)) return
  at.refuse(node, `nothing binds ${shown(name)}, and it is not known what it returns a pointer to`)
}

/** Evaluates an argument, and tells whether what it names is shared. One that is not understood may be. */
function isShared<S>(at: Lowering<S>, arg: Node): boolean {
  if (hasEffects(arg)) value(at, arg)
  const names = [arg, ...childrenOf(arg)].some(one => ['field_expression', 'pointer_expression'].includes(one.type))
  const meaning = at.lookup(arg.text)
  if (!meaning) return names || !/^[\w"]/.test(arg.text)
  return isPlace(meaning)
    ? meaning.kind !== 'scalar' || meaning.type.kind === 'pointer'
    : meaning.type.kind === 'pointer'
}
