/**
 * Which locals, parameters and labels of a function only changed their name.
 */

import type { CFile, CFunction } from '../parse/parse.ts'
import { childOf, childrenOf, type Node } from '../text/grammar.ts'
import { isName, tokensOf } from './tokens.ts'

/** Name before to name after; names that stay are not in it. */
export type Renames = ReadonlyMap<string, string>

interface DeclaredLocal {
  readonly name: string
  /** The rest of its declaration, in one line. */
  readonly type: string
}

/**
 * Names of one side only, paired in the order of their declarations where types agree. A pair counts only if neither name
 * means anything else on the other side: nothing is captured.
 */
export function renamesBetween(before: FunctionSide, after: FunctionSide): Renames {
  const found = new Map<string, string>()
  for (const part of [parametersOf, localsOf, labelsOf]) {
    const [old, fresh] = [part(before.fn.node), part(after.fn.node)]
    const gone = old.filter(({ name }) => fresh.every(one => one.name !== name) && !isNamed(after, name))
    const come = fresh.filter(({ name }) => old.every(one => one.name !== name) && !isNamed(before, name))
    if (part === parametersOf && old.length === fresh.length) {
      for (const [index, { name, type }] of old.entries()) {
        const other = fresh[index]!
        if (gone.some(one => one.name === name) && come.includes(other) && type === other.type)
          found.set(name, other.name)
      }
      continue
    }
    const left = [...come]
    for (const { name, type } of gone) {
      const at = left.findIndex(one => one.type === type)
      if (at >= 0 && !found.has(name)) found.set(name, left.splice(at, 1)[0]!.name)
    }
  }
  return found
}

/** Parameters, then locals, then labels, each once. */
export const localNamesOf = (fn: Node): string[] => [
  ...new Set([...parametersOf(fn), ...localsOf(fn), ...labelsOf(fn)].map(({ name }) => name)),
]

interface FunctionSide {
  readonly file: CFile
  readonly fn: CFunction
}

const isNamed = ({ file, fn }: FunctionSide, name: string): boolean =>
  tokensOf(file, fn.node.startIndex, fn.node.endIndex).some(
    one => isName(one.text) && one.text === name && !one.isMember,
  )

function parametersOf(fn: Node): DeclaredLocal[] {
  const list = fn.descendantsOfType('parameter_list')[0]
  return list
    ? list.namedChildren.filter(one => one.type === 'parameter_declaration').flatMap(one => declaredBy(one))
    : []
}

function localsOf(fn: Node): DeclaredLocal[] {
  const body = childOf(fn, 'body')
  if (!body) return []
  return [
    ...body.descendantsOfType('declaration').flatMap(one => declaredBy(one)),
    ...body.descendantsOfType('call_expression').flatMap(classOf),
  ]
}

/** `CLASS(type, name)(…)` of cleanup.h declares a local too. */
function classOf(call: Node): DeclaredLocal[] {
  if (childOf(call, 'function')?.text !== 'CLASS') return []
  const [type, name] = childrenOf(childOf(call, 'arguments')!)
  return type && name ? [{ name: name.text, type: `CLASS ${type.text}` }] : []
}

const labelsOf = (fn: Node): DeclaredLocal[] =>
  fn.descendantsOfType('labeled_statement').map(one => ({ name: childOf(one, 'label')!.text, type: '' }))

function declaredBy(node: Node): DeclaredLocal[] {
  const type = childOf(node, 'type')?.text.replace(/\s+/g, ' ') ?? ''
  return node.childrenForFieldName('declarator').flatMap(each => {
    let [declarator, stars] = [each!, '']
    if (declarator.type === 'init_declarator') declarator = childOf(declarator, 'declarator')!
    while (declarator.type !== 'identifier') {
      const inner = childOf(declarator, 'declarator')
      if (!inner) return []
      stars += declarator.type
      declarator = inner
    }
    return [{ name: declarator.text, type: `${type} ${stars}` }]
  })
}
