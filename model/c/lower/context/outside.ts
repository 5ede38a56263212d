/**
 * Variables that a file declares outside functions: structs, which are objects, and pointers to what is made once.
 */
import { madeOnce } from '../../ir/made-once.ts'
import type { CFile } from '../../parse/parse.ts'
import { childOf, childrenOf, isNumber, type Node } from '../../text/grammar.ts'
import { integer } from './constants.ts'

interface Outside {
  /** The struct that it is or points at, without the word. */
  readonly struct: string
  /** Of a struct: its number among those of its type, from 1, in the order of the file. */
  readonly object?: number
}

export const outsideVariable = (file: CFile, name: string): Outside | undefined => outsideOf(file).get(name)

/** Whether the file declares no other struct of that type. */
export const isOnlyOne = (file: CFile, struct: string): boolean =>
  [...outsideOf(file).values()].filter(one => one.struct === struct && one.object !== undefined).length === 1

/** Told once for each file. */
const outsideOf = (file: CFile): ReadonlyMap<string, Outside> => madeOnce(known, file, () => variablesOf(file))

const known = new WeakMap<CFile, ReadonlyMap<string, Outside>>()

function variablesOf({ root }: CFile): ReadonlyMap<string, Outside> {
  const found = new Map<string, Outside>()
  const objects = new Map<string, number>()
  for (const declaration of childrenOf(root).filter(({ type }) => type === 'declaration')) {
    const type = childOf(declaration, 'type')
    const struct = type?.type === 'struct_specifier' ? childOf(type, 'name')?.text : undefined
    if (struct === undefined) continue
    for (const one of declaration.childrenForFieldName('declarator')) {
      const declarator = one!.type === 'init_declarator' ? childOf(one!, 'declarator')! : one!
      const [, star, name] = /^(\*?)\s*(\w+)$/.exec(declarator.text) ?? []
      if (name === undefined || found.has(name)) continue
      if (star) found.set(name, { struct })
      else {
        const object = (objects.get(struct) ?? 0) + 1
        objects.set(struct, object)
        found.set(name, { struct, object })
      }
    }
  }
  return found
}

/**
 * The value of a number that the file declares outside functions; `changes` where other files may set it, code of this file
 * may, or whoever loads the module does, and the configuration does not say how.
 */
export function outsideNumber(file: CFile, name: string): number | 'changes' | undefined {
  const said = file.source.configuration?.[name]
  for (const declaration of childrenOf(file.root).filter(({ type }) => type === 'declaration')) {
    const type = childOf(declaration, 'type')
    if (type === undefined || !isNumber(type)) continue
    for (const one of declaration.childrenForFieldName('declarator')) {
      const isSet = one!.type === 'init_declarator'
      if ((isSet ? childOf(one!, 'declarator')! : one!).text !== name) continue
      if (!isOwn(declaration, isSet) || isSetIn(file.root, name) || isInMacro(file, name)) return 'changes'
      if (isParameter(file, name)) return said === undefined ? 'changes' : Number(said)
      return isSet ? numberOf(childOf(one!, 'value')!.text) : 0
    }
  }
  return undefined
}

/** Whether no other file gives the variable its value: it is `static`, or a constant that is set here. */
const isOwn = ({ children }: Node, isSet: boolean): boolean =>
  children.some(({ type, text }) => text === 'static' || (type === 'type_qualifier' && text === 'const' && isSet))

const isParameter = ({ source }: CFile, name: string): boolean =>
  new RegExp(`\\bmodule_param\\w*\\(\\s*${name}\\b`).test(source.text)

/** Whether a macro of the file names it: what becomes of it there is not looked into. */
const isInMacro = ({ source }: CFile, name: string): boolean =>
  new RegExp(`^[ \\t]*#[ \\t]*define\\b(?:.*\\\\\\n)*.*\\b${name}\\b`, 'm').test(source.text)

const numberOf = (text: string): number | undefined =>
  text === 'true' ? 1 : text === 'false' ? 0 : integer(text)?.value

/** Functions of the file that may set the variable. */
export const settersOf = ({ functions }: CFile, name: string): string[] =>
  functions.filter(({ node }) => isSetIn(node, name)).map(fn => fn.name)

/** Whether the code assigns to the variable, counts it up or down, or hands on its address. */
const isSetIn = (node: Node, name: string): boolean =>
  node
    .descendantsOfType(['assignment_expression', 'update_expression', 'pointer_expression', 'call_expression'])
    .some(one => setBy(one!)?.text === name)

function setBy(node: Node): Node | undefined {
  switch (node.type) {
    case 'assignment_expression':
      return childOf(node, 'left')
    case 'update_expression':
      return childOf(node, 'argument')
    case 'pointer_expression':
      return childOf(node, 'operator')?.text === '&' ? childOf(node, 'argument') : undefined
    default:
      return childOf(node, 'function')?.text === 'WRITE_ONCE'
        ? (childOf(node, 'arguments')?.namedChild(0) ?? undefined)
        : undefined
  }
}
