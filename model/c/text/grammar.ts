/**
 * The C grammar: tree-sitter's, as WebAssembly from its package.
 */
import { createRequire } from 'node:module'
import { Language, Parser } from 'web-tree-sitter'

/** The members of a syntax node that are read. Declared here, so that users of gmemcheck need no types of tree-sitter. */
export interface Node {
  readonly id: number
  readonly type: string
  readonly text: string
  readonly isNamed: boolean
  readonly isMissing: boolean
  readonly hasError: boolean
  readonly startIndex: number
  readonly endIndex: number
  readonly startPosition: TextPoint
  readonly endPosition: TextPoint
  readonly tree: { readonly rootNode: Node }
  readonly parent: Node | null
  readonly children: Node[]
  readonly childCount: number
  readonly namedChildren: Node[]
  readonly nextNamedSibling: Node | null
  child(index: number): Node | null
  namedChild(index: number): Node | null
  childForFieldName(field: string): Node | null
  childrenForFieldName(field: string): Node[]
  descendantForIndex(start: number, end?: number): Node | null
  descendantsOfType(types: string | string[]): Node[]
  walk(): TreeWalk
}

/** Both from 0. */
interface TextPoint {
  readonly row: number
  readonly column: number
}

/** Walks a tree of any depth; it is freed by hand. */
interface TreeWalk {
  readonly currentNode: Node
  gotoFirstChild(): boolean
  gotoNextSibling(): boolean
  gotoParent(): boolean
  delete(): void
}

/** Reads C text whose kernel macros have been rewritten. The tree stays valid as long as any of its nodes is used. */
export type ReadC = (text: string) => Node

let reader: Promise<ReadC> | undefined

/** Loads the grammar once; takes some tens of milliseconds. */
export function loadGrammar(): Promise<ReadC> {
  reader ??= load()
  return reader
}

async function load(): Promise<ReadC> {
  await Parser.init()
  const language = await Language.load(createRequire(import.meta.url).resolve('tree-sitter-c/tree-sitter-c.wasm'))
  const parser = new Parser()
  parser.setLanguage(language)
  return text => parser.parse(text)!.rootNode
}

/** Line of a node, from 1. */
export const lineOf = (node: Node): number => node.startPosition.row + 1

/** Children with a name in the grammar, comments left out. */
export const childrenOf = (node: Node): Node[] => node.namedChildren.filter(child => child.type !== 'comment')

/** The child a rule calls by this name. */
export const childOf = (node: Node, field: string): Node | undefined => node.childForFieldName(field) ?? undefined

/** Whether a type is a number, or has a name: neither a struct nor an enum. */
export const isNumber = ({ type }: Node): boolean =>
  ['primitive_type', 'sized_type_specifier', 'type_identifier'].includes(type)

/** Loops; those of macros are read as such, too. */
export const LOOPS = ['for_statement', 'while_statement', 'do_statement']

/** The loops of its function in which a node stands, the nearest first. */
export function loopsAround(node: Node): Node[] {
  const found: Node[] = []
  for (let around = node.parent; around && around.type !== 'function_definition'; around = around.parent)
    if (LOOPS.includes(around.type)) found.push(around)
  return found
}
