/**
 * Where guards, effects and checks stand in a module.
 */
import { bare, type Declared, type Module, type Node, nameOf, nodesIn } from './modules.ts'

interface Part extends Declared {
  readonly name: string
}

/** What stands in objects of one of the names, as in `guards: { isFree: … }`. */
export const partsIn = (module: Module, ...objects: readonly string[]): Part[] =>
  named(module, objects)
    .filter(({ node }) => node.type === 'ObjectExpression')
    .flatMap(({ node }) => entriesOf(module, node))

/** Properties of one of the names, as in `broken: seen => …`. */
export const functionsNamed = (module: Module, ...names: readonly string[]): Part[] =>
  named(module, names).filter(({ node }) => node.type !== 'ObjectExpression')

const named = (module: Module, names: readonly string[]): Part[] =>
  module.body
    .flatMap(statement => [...nodesIn(statement)])
    .flatMap(node => {
      if (node.type === 'ObjectExpression') return entriesOf(module, node)
      const { id, init } = node as unknown as Record<'id' | 'init', Node | null>
      return node.type === 'VariableDeclarator' && init ? [{ name: nameOf(id), module, node: bare(init) }] : []
    })
    .filter(({ name }) => names.includes(name))

const entriesOf = (module: Module, { properties }: Node): Part[] =>
  (properties as Node[])
    .filter(({ type }) => type === 'Property')
    .map(({ key, value }) => ({ name: keyOf(key as Node), module, node: bare(value as Node) }))

const keyOf = (key: Node): string => (key.type === 'Literal' ? String(key.value) : nameOf(key))
