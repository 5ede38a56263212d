/**
 * Changes of types: integers are narrower in the model than in C, and sizes are none of the kernel's, so that what such a
 * change does is not seen.
 */
import type { ChangedStatement } from '../changes/changes.ts'
import { childOf, childrenOf, type Node } from '../text/grammar.ts'
import { contains, offsetsOf } from './relocated.ts'

/** Why it is not seen, in words; nothing where it is. */
export function unseenOfTypes(changed: ChangedStatement, plain: (type: string) => string): string | undefined {
  const { statement, beside, spans } = changed
  const { kind, node } = statement
  const inSpans = (one: Node) => spans.some(span => contains(span, offsetsOf(one)))
  const sizes =
    childrenOf(node).length > 0 && kind !== 'signature' && statement.end >= node.endIndex
      ? node.descendantsOfType('sizeof_expression')
      : []
  if (sizes.some(one => inSpans(one) && !one.text.includes('*') && !isOfArgument(one)))
    return 'sizes of types are not those of the kernel here'
  if (kind === 'declaration' && declaresOtherwise(changed, plain)) return 'a type changes, and types are narrower here'
  if (kind === 'signature' && beside) {
    const [these, those] = [typesIn(node), typesIn(beside.node)]
    for (const [name, type] of these)
      if (
        those.has(name) &&
        plain(those.get(name)!) !== plain(type) &&
        !(isAddress(type) && isAddress(those.get(name)!))
      )
        return 'a type of the signature changes, and types are narrower here'
  }
  return undefined
}

/** What it declares has another type on the other side, wherever it is declared there. Pointers to structs are as wide as each other. */
function declaresOtherwise(
  { side, statement, beside, other }: ChangedStatement,
  plain: (type: string) => string,
): boolean {
  // A struct is another variable, and its fields have types of their own.
  const isStruct = (type: string) => /^(?:struct|union) /.test(type) && !isPointer(type)
  const isOther = (type: string, there: string) =>
    plain(type) !== plain(there) &&
    !isStruct(type) &&
    !isStruct(there) &&
    !(isAddress(type) && isAddress(there)) &&
    !(side === 'before' ? losesSign(type, there) : losesSign(there, type))
  const own = typesDeclared(statement.node)
  // Where each side declares one variable here, that may have another name there.
  const instead = beside?.kind === 'declaration' ? typesDeclared(beside.node) : []
  if (own.length === 1 && instead.length === 1 && isOther(own[0]!.type, instead[0]!.type)) return true
  const there = other?.node.descendantsOfType('declaration').flatMap(typesDeclared) ?? []
  return own.some(({ name, type }) => {
    const named = there.filter(one => one.name === name)
    return named.length > 0 && named.every(one => isOther(type, one.type))
  })
}

const isPointer = (type: string): boolean => type.endsWith('*')

/** Whether the type is a pointer to something that is no number: a change to another such type changes no width. */
const isAddress = (type: string): boolean => /^(?:const )?(?:struct|union|void)\b.*\*$/.test(type)

interface VariableType {
  readonly name: string
  readonly type: string
}

/** Numbers, enums and pointers; the type of a pointer ends with a star. */
function typesDeclared(declaration: Node): VariableType[] {
  const type = (childOf(declaration, 'type')?.text ?? '').replace(/\s+/g, ' ')
  return declaration.childrenForFieldName('declarator').flatMap((one): VariableType[] => {
    const declarator = one!.type === 'init_declarator' ? childOf(one!, 'declarator')! : one!
    if (declarator.type === 'pointer_declarator')
      return [{ name: /\w+$/.exec(declarator.text)?.[0] ?? '', type: `${type} *` }]
    return declarator.type === 'identifier' ? [{ name: declarator.text, type }] : []
  })
}

/**
 * What is below 0 counts on from the greatest number, here as there; all other numbers fit as before. An int may become a long
 * later on, which keeps the sign that an unsigned int has lost.
 */
const losesSign = (was: string, is: string): boolean => was === 'long' && is === 'unsigned long'

/** The whole of what the same call is given: `f(x, sizeof(x))`. */
function isOfArgument(size: Node): boolean {
  const whole = size.text.replace(/^sizeof\s*\(?\s*|\s*\)$/g, '')
  const { parent } = size
  return parent?.type === 'argument_list' && childrenOf(parent).some(one => one.text.replace(/^&/, '') === whole)
}

/** By parameter its type, and what the function returns by the name of return. */
function typesIn(fn: Node): Map<string, string> {
  const list = fn.descendantsOfType('parameter_list')[0]
  const params = list?.namedChildren.filter(one => one.type === 'parameter_declaration') ?? []
  return new Map([
    ['return', childOf(fn, 'type')?.text ?? ''],
    ...params.map((one): [string, string] => {
      const [, type, name] = /^(.*?)(\w*)$/s.exec(one.text)!
      return [name!, type!.replace(/\s+/g, ' ').trim()]
    }),
  ])
}
