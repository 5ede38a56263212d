/**
 * Names and types that declarations spell: `struct list_head *l`, `int a[4]`.
 */

import type { CType } from '../../ir/types.ts'
import { childOf, childrenOf, type Node } from '../../text/grammar.ts'
import type { Lowering } from './lowering.ts'

export interface Declared {
  readonly name: string
  readonly type: CType
  /** Of an array: the expression for its length. */
  readonly length?: Node
}

/** The type that the specifiers of a declaration, parameter or cast name. */
export function specifiedType<S>(at: Lowering<S>, holder: Node): CType {
  const type = childOf(holder, 'type')!
  switch (type.type) {
    case 'struct_specifier':
    case 'union_specifier': {
      const name = childOf(type, 'name')?.text ?? at.refuse(type, 'a struct without a name is declared here')
      return at.typeNamed(type, `struct ${name}`)
    }
    case 'enum_specifier':
      return at.typeNamed(type, `enum ${childOf(type, 'name')?.text ?? ''}`)
    case 'macro_type_specifier':
      return at.refuse(type, `the type "${type.text}" is not understood`)
    default:
      return at.typeNamed(type, type.text.replace(/\s+/g, ' '))
  }
}

/** The part of a type that a declarator adds. Nothing for the prototype of a function. */
export function declared<S>(at: Lowering<S>, declarator: Node, base: CType): Declared | undefined {
  switch (declarator.type) {
    case 'identifier':
    case 'field_identifier':
      return { name: declarator.text, type: base }
    case 'pointer_declarator':
      return declared(at, childOf(declarator, 'declarator')!, { kind: 'pointer', to: base })
    case 'array_declarator': {
      const length = childOf(declarator, 'size')
      const inner = declared(at, childOf(declarator, 'declarator')!, base)
      if (!inner || inner.length || !length)
        return at.refuse(declarator, `the array "${declarator.text}" is not understood`)
      return { ...inner, length }
    }
    case 'function_declarator':
      return undefined
  }
  return at.refuse(declarator, `the declaration of "${declarator.text}" is not understood`)
}

/** The type a cast names. */
export function typeOfDescriptor<S>(at: Lowering<S>, node: Node): CType {
  let type = specifiedType(at, node)
  const declarator = childOf(node, 'declarator')
  if (declarator) {
    if (!/^[*\s]*(const)?[*\s]*$/.test(declarator.text)) at.refuse(node, `the type "${node.text}" is not understood`)
    for (const _ of declarator.text.match(/\*/g) ?? []) type = { kind: 'pointer', to: type }
  }
  return type
}

/** A parameter, and its type as the C spells it, qualifiers left out: `struct list_head **`. */
interface DeclaredParameter extends Declared {
  readonly spelled: string
}

/** Parameters of a function definition, and the type it returns. */
export function signatureOf<S>(at: Lowering<S>, definition: Node): { params: DeclaredParameter[]; returns: CType } {
  let returns = specifiedType(at, definition)
  let declarator = childOf(definition, 'declarator')!
  while (declarator.type !== 'function_declarator') {
    if (declarator.type === 'pointer_declarator') returns = { kind: 'pointer', to: returns }
    declarator = childOf(declarator, 'declarator')!
  }
  const list = childrenOf(childOf(declarator, 'parameters')!).filter(child => child.text !== 'void')
  const params = list.map(node => {
    const inner = node.type === 'parameter_declaration' ? childOf(node, 'declarator') : undefined
    const made = inner && declared(at, inner, specifiedType(at, node))
    return { ...(made ?? at.refuse(node, `the parameter "${node.text}" is not understood`)), spelled: spelling(node) }
  })
  return { params, returns }
}

function spelling(parameter: Node): string {
  const stars = childOf(parameter, 'declarator')!.text.match(/\*/g) ?? []
  return `${childOf(parameter, 'type')!.text.replace(/\s+/g, ' ')} ${stars.join('')}`.trim()
}
