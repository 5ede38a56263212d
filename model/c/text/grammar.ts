/**
 * The C grammar: tree-sitter's, as WebAssembly from its package.
 */
import { createRequire } from 'node:module'
import { Language, type Node, Parser } from 'web-tree-sitter'

export type { Node }

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
