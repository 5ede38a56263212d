/**
 * Pointers that may be NULL in the kernel and are so in no world: who follows one has to know that it is none.
 */
import { childOf, childrenOf, loopsAround, type Node } from '../../../text/grammar.ts'
import type { Lowering } from '../../context/lowering.ts'
import type { Value } from '../../context/value.ts'

/** What is made of the pointer in a place is not seen. */
export const noteNull = <S>(at: Lowering<S>, node: Node, pointer: Node): void =>
  at.unseen(node, `"${pointer.text}" may be NULL, and is so in no world`, { ofNull: true })

/**
 * Whether every way to a place asks about the variable that stands there, and goes on only where it is not NULL. A way on which
 * the variable is assigned anew after that does not count.
 */
export const isAskedBefore = (variable: Node, questions: NullQuestions): boolean =>
  variable.type === 'identifier' && new NullAsked(variable.text, questions).isKnownAt(variable)

/** What is handed over: where it was asked about before, whoever takes it need not ask. */
export function unlessAsked<S>(at: Lowering<S>, arg: Node, { mayBeNull, ...passed }: Value): Value {
  return mayBeNull && !isAskedBefore(arg, at.binding.asksForNull ?? []) ? { ...passed, mayBeNull } : passed
}

/** Functions that answer yes only about what is not NULL, by whether an argument is asked about. */
type NullQuestions = readonly string[]

/**
 * Places where a loop follows a variable that is assigned further down in the loop: the next round follows what it was given.
 *
 * @param assigned an assignment to it
 */
export function followedNextRound(assigned: Node, variable: string, questions: NullQuestions): Node[] {
  const loop = loopsAround(assigned).at(-1)
  if (!loop) return []
  return loop
    .descendantsOfType(['field_expression', 'pointer_expression', 'subscript_expression'])
    .flatMap(one => childOf(one!, 'argument') ?? [])
    .filter(one => one.text === variable && one.endIndex <= assigned.startIndex && !isAskedBefore(one, questions))
}

/** Ways to places where a variable stands. */
class NullAsked {
  /** Jumps that were looked at. */
  private readonly jumps = new Set<number>()
  private readonly name: string
  private readonly questions: NullQuestions

  constructor(name: string, questions: NullQuestions) {
    this.name = name
    this.questions = questions
  }

  isKnownAt(place: Node): boolean {
    const holds = (asked: Node | undefined, outcome: boolean) =>
      asked !== undefined && this.tells(asked, outcome) && !isAssignedSince(asked, place, this.name)
    for (let [inner, around] = [place, place.parent]; around; [inner, around] = [around, around.parent]) {
      const is = (field: string) => childOf(around!, field)?.id === inner.id
      const condition = childOf(around, 'condition')
      if (around.type === 'binary_expression' && is('right')) {
        const operator = childOf(around, 'operator')?.text
        const left = childOf(around, 'left')
        if ((operator === '&&' && holds(left, true)) || (operator === '||' && holds(left, false))) return true
      }
      if (condition && !is('condition') && !is('initializer') && around.type !== 'do_statement') {
        if (holds(condition, !is('alternative'))) return true
      }
      if (isBlock(around))
        for (const one of childrenOf(around)
          .filter(({ endIndex }) => endIndex <= inner.startIndex)
          .toReversed()) {
          if (one.type === 'labeled_statement' && !this.comesKnownTo(one, place)) return false
          if (goesOnlyWhere(one).some(([asked, outcome]) => holds(asked, outcome))) return true
        }
      if (around.type === 'labeled_statement' && !this.comesKnownTo(around, place)) return false
      if (around.type === 'function_definition') return false
    }
    return false
  }

  /** Whether each jump to a label knows it. */
  private comesKnownTo(labelled: Node, place: Node): boolean {
    const label = childOf(labelled, 'label')!.text
    const all = functionOf(place)?.descendantsOfType('goto_statement') ?? []
    return all
      .filter(one => childOf(one!, 'label')?.text === label)
      .every(one => {
        if (this.jumps.has(one!.id)) return true
        this.jumps.add(one!.id)
        return this.isKnownAt(one!)
      })
  }

  /** Whether the outcome of a condition tells that a variable is not NULL. */
  private tells(asked: Node, outcome: boolean): boolean {
    switch (asked.type) {
      case 'identifier':
        return outcome && asked.text === this.name
      case 'parenthesized_expression':
        return childrenOf(asked).some(one => this.tells(one, outcome))
      case 'unary_expression':
        return childOf(asked, 'operator')?.text === '!' && this.tells(childOf(asked, 'argument')!, !outcome)
      case 'assignment_expression':
        return outcome && childOf(asked, 'left')?.text === this.name && childOf(asked, 'operator')?.text === '='
      case 'binary_expression': {
        const [operator, left, right] = ['operator', 'left', 'right'].map(field => childOf(asked, field)!)
        const sides = [left!, right!]
        if (/^(?:&&|\|\|)$/.test(operator!.text)) {
          const known = sides.map(side => this.tells(side, outcome))
          return outcome === (operator!.text === '&&') ? known.some(one => one) : known.every(one => one)
        }
        if (!/^[!=]=$/.test(operator!.text) || !sides.some(({ text }) => text === 'NULL')) return false
        return sides.some(side => this.tells(side, outcome === (operator!.text === '!=')))
      }
      case 'call_expression': {
        const called = childOf(asked, 'function')!.text
        const [first] = childrenOf(childOf(asked, 'arguments')!)
        if (!first) return false
        if (called === 'IS_ERR_OR_NULL') return !outcome && first.text === this.name
        if (this.questions.includes(called)) return outcome && first.text === this.name
        return /^(?:un)?likely$|^(?:VM_)?WARN_ON(?:_ONCE)?$/.test(called) && this.tells(first, outcome)
      }
    }
    return false
  }
}

const isBlock = ({ type }: Node): boolean => type === 'compound_statement' || type === 'case_statement'

/** The conditions, and their outcomes, without which nothing behind a statement runs. */
function goesOnlyWhere(statement: Node): [Node, boolean][] {
  if (statement.type === 'labeled_statement') return childrenOf(statement).slice(1).flatMap(goesOnlyWhere)
  const call = statement.type === 'expression_statement' ? childrenOf(statement)[0] : undefined
  if (call?.type === 'call_expression' && /^(?:VM_)?BUG_ON/.test(childOf(call, 'function')!.text)) {
    const [asked] = childrenOf(childOf(call, 'arguments')!)
    return asked ? [[asked, false]] : []
  }
  if (statement.type !== 'if_statement') return []
  const asked = childOf(statement, 'condition')!
  const [yes, no] = [childOf(statement, 'consequence'), childOf(statement, 'alternative')]
  return [
    ...(leaves(yes) ? [[asked, false] as [Node, boolean]] : []),
    ...(leaves(no) ? [[asked, true] as [Node, boolean]] : []),
  ]
}

/** Whether a variable gets another value on some way from a condition to a place. */
function isAssignedSince(asked: Node, place: Node, name: string): boolean {
  const assigned = functionOf(place)
    ?.descendantsOfType(['assignment_expression', 'init_declarator', 'update_expression', 'pointer_expression'])
    .filter(one => (childOf(one!, 'left') ?? childOf(one!, 'declarator') ?? childOf(one!, 'argument'))?.text === name)
    .filter(one => one!.type !== 'pointer_expression' || one!.text.startsWith('&'))
  const loops = loopsAround(place).filter(({ startIndex }) => asked.startIndex < startIndex)
  return (assigned ?? []).some(
    one =>
      (asked.endIndex <= one!.startIndex && one!.endIndex <= place.startIndex && !endsRoundOf(place, one!)) ||
      loops.some(loop => loop.startIndex <= one!.startIndex && one!.endIndex <= loop.endIndex),
  )
}

/** It stands in the head of a loop around a place, and runs behind the body. */
const endsRoundOf = (place: Node, assigned: Node): boolean =>
  loopsAround(place).some(loop => {
    const update = childOf(loop, 'update')
    return update && update.startIndex <= assigned.startIndex && assigned.endIndex <= update.endIndex
  })

function functionOf(node: Node): Node | undefined {
  for (let around: Node | null = node; around; around = around.parent)
    if (around.type === 'function_definition') return around
  return undefined
}

const LEAVING = ['return_statement', 'goto_statement', 'break_statement', 'continue_statement']

function leaves(branch: Node | undefined): boolean {
  const body = branch?.type === 'else_clause' ? childrenOf(branch)[0] : branch
  const last = body?.type === 'compound_statement' ? childrenOf(body).at(-1) : body
  return last !== undefined && LEAVING.includes(last.type)
}
