/**
 * What a declaration declares.
 */
import { childOf, type Node } from '../text/grammar.ts'

interface DeclaredName {
  readonly name: string
  readonly type: string
  readonly initial?: Node
}

/** The names of a declaration or a parameter, each with its type; a row ends in ]. Nothing for what is not understood. @param plain names a type in one way */
export function declaredBy(node: Node, plain: (type: string) => string): DeclaredName[] {
  const base = childOf(node, 'type')?.text ?? ''
  return node.childrenForFieldName('declarator').flatMap(each => {
    let declarator = each!
    const initial = declarator.type === 'init_declarator' ? childOf(declarator, 'value') : undefined
    if (declarator.type === 'init_declarator') declarator = childOf(declarator, 'declarator')!
    let type = base
    while (declarator.type !== 'identifier') {
      const inner = childOf(declarator, 'declarator')
      if (!inner || declarator.type === 'function_declarator') return []
      type += declarator.type === 'pointer_declarator' ? '*' : declarator.type === 'array_declarator' ? '[]' : ''
      declarator = inner
    }
    return [{ name: declarator.text, type: plain(type), ...(initial && { initial }) }]
  })
}
