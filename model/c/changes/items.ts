/**
 * Items outside functions in a C file.
 */

import type { CFile } from '../parse/parse.ts'
import { childOf, lineOf, type Node } from '../text/grammar.ts'
import { oneLine } from '../text/one-line.ts'
import { type Token, tokensOf, wordsOf } from './tokens.ts'

/** Includes and prototypes change nothing by themselves. */
export type ItemKind =
  | 'include'
  | 'prototype'
  | 'export'
  /** By a macro of cleanup.h. */
  | 'definition'
  | 'macro'
  | 'type'
  | 'table'
  | 'directive'
  | 'other'

export interface Item {
  /** First line, from 1. */
  readonly line: number
  readonly kind: ItemKind
  /** How a reader would name it: `macro list_is_first`. */
  readonly name: string
  /** Its tokens. */
  readonly text: string
  /** It is one of an `#if`, or tells of one. */
  readonly isConditional?: true
}

/** A line of an `#if`: the word behind the mark, and the rest. */
export const CONDITIONAL = /^\s*#\s*(if|ifdef|ifndef|elif|else|endif)\b(.*)$/

export function itemsOf(file: CFile): Item[] {
  const nodes = outermost(file.root)
  const items = nodes.flatMap((node): Item[] => {
    if (node.type === 'comment' || node.type === ';' || file.functions.some(fn => fn.node.id === node.id)) return []
    const tokens = tokensOf(file, node.startIndex, node.endIndex)
    const kind = kindOf(node)
    return tokens.every(({ text }) => text === ';')
      ? []
      : [{ line: lineOf(node), kind, name: nameOf(node, kind), text: wordsOf(tokens) }]
  })
  return [...items, ...hidden(file, nodes)]
}

/** Whatever the grammar made of them, functions are told elsewhere. */
function outermost(node: Node): Node[] {
  return node.children.flatMap(one =>
    one.type.startsWith('preproc_if') || one.type === 'ERROR' || one.type === 'linkage_specification'
      ? outermost(one)
      : [one],
  )
}

/** Text that the grammar is not shown: directives, branches that are not compiled, definitions of cleanup.h. */
function hidden(file: CFile, nodes: readonly Node[]): Item[] {
  const lines = new Map<number, Token[]>()
  const { text } = file.source
  const ends = [
    ...nodes.map(({ startIndex, endIndex }) => [startIndex, endIndex] as const),
    [text.length, text.length] as const,
  ]
  let from = 0
  for (const [start, end] of ends) {
    for (const token of start > from ? tokensOf(file, from, start) : []) {
      const line = text.slice(0, token.at).split('\n').length
      lines.set(line, [...(lines.get(line) ?? []), token])
    }
    from = Math.max(from, end)
  }
  return [...lines].map(([line, tokens]) => {
    const words = wordsOf(tokens)
    const made = file.definitions.find(({ start, end }) => start <= tokens[0]!.at && tokens[0]!.at < end)
    const name = made ? `${made.macro} ${made.args[0]}` : `"${oneLine(words, 40)}"`
    const kind = made ? 'definition' : 'directive'
    return { line, kind, name, text: words, ...(CONDITIONAL.test(words) && { isConditional: true }) }
  })
}

function kindOf(node: Node): ItemKind {
  switch (node.type) {
    case 'preproc_include':
      return 'include'
    case 'preproc_def':
    case 'preproc_function_def':
      return 'macro'
    case 'struct_specifier':
    case 'union_specifier':
    case 'enum_specifier':
    case 'type_definition':
      return 'type'
    case 'declaration':
      return isPrototype(node)
        ? 'prototype'
        : childOf(node, 'declarator')?.type === 'init_declarator'
          ? 'table'
          : 'other'
    case 'expression_statement':
      return /^EXPORT_SYMBOL\w*\s*\(/.test(node.text) ? 'export' : 'other'
  }
  return 'other'
}

function isPrototype(node: Node): boolean {
  const declarator = childOf(node, 'declarator')
  return (
    declarator !== undefined &&
    declarator.type !== 'init_declarator' &&
    declarator.descendantsOfType('function_declarator').length > 0
  )
}

function nameOf(node: Node, kind: ItemKind): string {
  const named =
    kind === 'type' ? childOf(node, 'name')?.text : node.descendantsOfType(['identifier', 'type_identifier'])[0]?.text
  if (kind === 'include') return node.text.trim().replace(/\s+/g, ' ')
  if (kind === 'type') return `${node.type.replace(/_.*/, '')} ${named ?? 'without a name'}`
  if (kind === 'table') {
    const declarator = node.descendantsOfType('init_declarator')[0]!.descendantsOfType('identifier')[0]
    return `the data ${declarator?.text ?? ''}`
  }
  return kind === 'other' ? `"${oneLine(node.text, 40)}"` : `${kind} ${named ?? ''}`
}
