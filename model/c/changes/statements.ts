/**
 * A function cut into statements: what a patch changes is told statement by statement, each operand of && and || for
 * itself.
 *
 * A statement knows where it stands by its context, a path of the constructs around it: the same text in another loop, or
 * behind another condition, is another statement. Nothing of a function is in no statement but brackets and the words
 * that the context stands for.
 */

import type { CFile, CFunction } from '../parse/parse.ts'
import { childOf, childrenOf, type Node } from '../text/grammar.ts'
import { type Token, tokensOf } from './tokens.ts'

export type StatementKind =
  | 'signature'
  | 'declaration'
  | 'assignment'
  | 'call'
  | 'condition'
  | 'return'
  | 'jump'
  | 'label'
  | 'other'

/** Expressions that make a statement more than a question. */
export const DOING = ['call_expression', 'assignment_expression', 'update_expression']

export interface Statement {
  readonly kind: StatementKind
  readonly node: Node
  /** Offsets of its text in the file. */
  readonly start: number
  readonly end: number
  /** First line, from 1. */
  readonly line: number
  /** Without those of conditions that are statements of their own. */
  readonly tokens: readonly Token[]
  readonly context: string
  /** What the lowering marks when it runs: of a condition what decides, below brackets and negations. */
  readonly marked: Node
  /** Conditions that it stands under, the nearest last. */
  readonly under: readonly Node[]
}

export function statementsOf(file: CFile, { node }: Pick<CFunction, 'node'>): Statement[] {
  const body = childOf(node, 'body')
  const cutter = new Cutter(file)
  cutter.add('signature', node, node.startIndex, body?.startIndex ?? node.endIndex, '')
  if (body) cutter.statement(body, '')
  return cutter.found.sort((a, b) => a.start - b.start || a.end - b.end)
}

class Cutter {
  readonly found: Statement[] = []
  private readonly file: CFile
  private under: readonly Node[] = []

  constructor(file: CFile) {
    this.file = file
  }

  /** @param inner spans that are statements of their own */
  add(
    kind: StatementKind,
    node: Node,
    start: number,
    end: number,
    context: string,
    { marked = node, inner = [] }: { marked?: Node; inner?: readonly Node[] } = {},
  ): void {
    const isInner = ({ at }: Token) => inner.some(one => one.startIndex <= at && at < one.endIndex)
    const tokens = tokensOf(this.file, start, end).filter(one => !isInner(one))
    if (tokens.length === 0) return
    const line = this.file.source.text.slice(0, tokens[0]!.at).split('\n').length
    this.found.push({ kind, node, start, end, line, tokens, context, marked, under: this.under })
  }

  statement(node: Node, context: string): void {
    switch (node.type) {
      case 'comment':
      case ';':
        return
      case 'compound_statement':
        for (const one of childrenOf(node))
          this.statement(one, node.parent?.type === 'compound_statement' ? `${context}{` : context)
        return
      case 'if_statement': {
        const asked = childOf(node, 'condition')!
        this.condition(asked, context)
        this.within(asked, () => {
          this.statement(childOf(node, 'consequence')!, `${context}/if`)
          const alternative = childOf(node, 'alternative')
          for (const one of alternative ? childrenOf(alternative) : []) this.statement(one, `${context}/else`)
        })
        return
      }
      case 'while_statement':
        this.whileStatement(node, context)
        return
      case 'do_statement': {
        const asked = childOf(node, 'condition')!
        this.statement(childOf(node, 'body')!, `${context}/do`)
        this.condition(asked, context, 'do-while ')
        return
      }
      case 'for_statement': {
        const parts = {
          first: childOf(node, 'initializer'),
          test: childOf(node, 'condition'),
          next: childOf(node, 'update'),
        }
        if (parts.first?.type === 'declaration') this.simple('declaration', parts.first, `${context}/for`)
        else if (parts.first) this.simple('assignment', parts.first, `${context}/for first`)
        if (parts.test) this.condition(parts.test, context, 'for ')
        if (parts.next) this.simple('assignment', parts.next, `${context}/for next`)
        this.within(node, () => this.statement(childOf(node, 'body')!, `${context}/for`))
        return
      }
      case 'switch_statement': {
        const asked = childOf(node, 'condition')!
        this.simple('other', asked, `${context}/switch on`)
        this.within(asked, () => this.statement(childOf(node, 'body')!, `${context}/switch`))
        return
      }
      case 'case_statement': {
        const label = childOf(node, 'value')
        const colon = node.children.find(one => one.type === ':')
        this.add('label', node, node.startIndex, colon?.endIndex ?? node.endIndex, context)
        const within = `${context}/case ${label?.text ?? 'default'}`
        for (const one of childrenOf(node)) if (one.id !== label?.id) this.statement(one, within)
        return
      }
      case 'labeled_statement': {
        const label = childOf(node, 'label')!
        this.add('label', node, label.startIndex, label.endIndex, context)
        for (const one of childrenOf(node).slice(1)) this.statement(one, context)
        return
      }
      case 'expression_statement': {
        const inner = childrenOf(node)[0]
        const kind =
          inner?.type === 'call_expression' ? 'call' : inner?.type.match(/assignment|update/) ? 'assignment' : 'other'
        if (inner) this.simple(kind, node, context)
        return
      }
      case 'declaration':
        this.simple('declaration', node, context)
        return
      case 'return_statement':
        this.simple('return', node, context)
        return
      case 'break_statement':
      case 'continue_statement':
      case 'goto_statement':
        this.simple('jump', node, context)
        return
    }
    this.simple('other', node, context)
  }

  private within(condition: Node, body: () => void): void {
    const around = this.under
    this.under = [...around, condition]
    body()
    this.under = around
  }

  private whileStatement(node: Node, context: string): void {
    const asked = childOf(node, 'condition')!
    const body = childOf(node, 'body')!
    const macro = this.file.loops.get(node.startIndex)
    if (macro) {
      const kind = macro === 'scoped_guard' ? 'call' : 'condition'
      this.add(kind, node, node.startIndex, asked.endIndex, context)
      this.within(node, () => this.statement(body, `${context}/${macro}`))
      return
    }
    this.condition(asked, context, 'while ')
    this.within(asked, () => this.statement(body, `${context}/while`))
  }

  /** One statement, and the conditions within it that decide what else of it is evaluated. */
  private simple(kind: StatementKind, node: Node, context: string): void {
    const inner = deciding(node)
    for (const one of inner) this.condition(one, context, `${node.type} `)
    this.add(kind, node, node.startIndex, node.endIndex, context, { inner })
  }

  /** The operands of a condition. @param path how operators of other kinds group them */
  private condition(node: Node, context: string, path = '', from?: number): void {
    const bare = unbracketed(node)
    const operator = operatorOf(bare)
    if (operator === undefined) {
      const leaf = leafOf(bare)
      const below = operatorOf(leaf)
      // What is negated as a whole keeps each negation in its path.
      if (below !== undefined) {
        this.condition(leaf, context, `${path}${'!'.repeat(negationsOf(bare))}(`, from)
        return
      }
      const inner = deciding(leaf)
      for (const one of inner) this.condition(one, context, `${path}in `)
      this.add('condition', bare, from ?? bare.startIndex, bare.endIndex, `${context}?${path}`, { marked: leaf, inner })
      return
    }
    const [left, right] = [childOf(bare, 'left')!, childOf(bare, 'right')!]
    const pathOf = (side: Node) =>
      operatorOf(unbracketed(side)) === undefined || operatorOf(unbracketed(side)) === operator ? path : `${path}(`
    this.condition(left, context, pathOf(left), from)
    // The operator belongs to what stands behind it.
    this.condition(right, context, pathOf(right), bare.children.find(one => one.type === operator)!.startIndex)
  }
}

/** Conditions inside an expression: operands of && and ||, and what stands before a question mark. */
function deciding(node: Node): Node[] {
  return childrenOf(node).flatMap(one => {
    if (operatorOf(one) !== undefined) return [one]
    if (one.type !== 'conditional_expression') return deciding(one)
    const asked = childOf(one, 'condition')!
    return [
      asked,
      ...childrenOf(one)
        .filter(({ id }) => id !== asked.id)
        .flatMap(arm => (operatorOf(arm) ? [arm] : deciding(arm))),
    ]
  })
}

const operatorOf = (node: Node): '&&' | '||' | undefined => {
  const operator = node.type === 'binary_expression' ? childOf(node, 'operator')!.type : ''
  return operator === '&&' || operator === '||' ? operator : undefined
}

/** The lowering goes through brackets, and so does the cut. */
const unbracketed = (node: Node): Node =>
  node.type === 'parenthesized_expression' && node.namedChild(0)?.type !== 'compound_statement'
    ? unbracketed(childrenOf(node)[0]!)
    : node

/** What a condition asks, operand by operand. */
export function leavesOf(node: Node): Node[] {
  const bare = unbracketed(node)
  if (operatorOf(bare) === undefined) {
    const leaf = leafOf(bare)
    return operatorOf(leaf) === undefined ? [leaf] : leavesOf(leaf)
  }
  return [childOf(bare, 'left')!, childOf(bare, 'right')!].flatMap(leavesOf)
}

const negationsOf = (node: Node): number => {
  const bare = unbracketed(node)
  return isNegation(bare) ? 1 + negationsOf(childOf(bare, 'argument')!) : 0
}

const isNegation = (node: Node): boolean => node.type === 'unary_expression' && node.text.startsWith('!')

/** What a condition asks, below brackets and negations. */
function leafOf(node: Node): Node {
  const bare = unbracketed(node)
  return isNegation(bare) ? leafOf(childOf(bare, 'argument')!) : bare
}
