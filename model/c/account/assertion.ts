/**
 * Checks that a patch adds, changes or takes away.
 */
import type { ChangedStatement } from '../changes/changes.ts'
import { DOING } from '../changes/statements.ts'
import { childOf, childrenOf, type Node } from '../text/grammar.ts'
import { spaceless } from './moved.ts'
import { contains, type Offsets, offsetsOf } from './relocated.ts'
import { calledBy, type Evidence, NEVER, notJudged, type Tables, type ToldClass } from './told.ts'

/** The condition of a check. What stands behind one that never fires never runs, and is not judged. */
export function assertionOf(changed: ChangedStatement, evidence: Evidence, tables: Tables): ToldClass | undefined {
  const { statement, file } = changed
  const { kind, node, marked } = statement
  const path = file.source.file
  const checkIn = (one: Node | undefined) => {
    const name = calledBy(one)
    return name !== undefined && tables.isAssertion(name) ? { name, node: one!, at: offsetsOf(one!) } : undefined
  }
  const whole = kind === 'condition' ? checkIn(callAround(marked)) : undefined
  const own = whole ?? checkIn(kind === 'call' ? childrenOf(node)[0] : kind === 'condition' ? marked : undefined)
  if (!own || (kind === 'condition' && !whole && asksAnew(changed, own.node))) return undefined
  const unclear = unclearOf(changed, own, evidence, tables)
  if (unclear !== undefined) return unclear === DOES ? undefined : notJudged(unclear)
  const statementAt = offsetsOf(whole ? whole.node.parent! : node)
  const ran = kind === 'call' || whole ? evidence.came(path, statementAt, 'ran') : evidence.came(path, own.at, 'no')
  return ran ? { class: 'assertion' } : notJudged(NEVER)
}

interface Check {
  readonly name: string
  readonly node: Node
  readonly at: Offsets
}

const DOES = 'it does more than ask'

/** Why it is not known that the check never fires; nothing where it is. */
function unclearOf(
  { side, file }: Pick<ChangedStatement, 'side' | 'file'>,
  { name, node, at }: Check,
  evidence: Evidence,
  tables: Tables,
): string | undefined {
  const path = file.source.file
  if (!tables.isEvaluated(name)) return `${name}() is not evaluated`
  const asks = childrenOf(childOf(node, 'arguments') ?? node).flatMap(one => one.descendantsOfType(DOING))
  if (asks.some(one => !tables.isQuestion(calledBy(one) ?? '')))
    return tables.isDebugging(name) ? `${name}() is compiled for debugging only, and does something` : DOES
  if (evidence.came(path, at, 'yes')) return `${name}() fires`
  const hidden = evidence.blind(path).find(spot => !spot.ofName && !spot.ofStrength && contains(at, spot))
  if (hidden && side === 'after') return hidden.why
  if (/[=!]=\s*(?:ERR_PTR\s*\(\s*)?-E[A-Z\d]+\b/.test(node.text)) return 'which errors there are is not known here'
  return comparesQuantity(node) ? 'how large numbers get is not known here' : undefined
}

const operatorOf = (binary: Node): string => childOf(binary, 'operator')?.text ?? ''

/** A literal whose bits, or whose value, no number here may have. */
const isSized = ({ type, text }: Node, operator: string): boolean =>
  type === 'number_literal' && !(/^(?:[=!]=|<<)$/.test(operator) ? /^[01][uUlL]*$/ : /^0[uUlL]*$/).test(text)

/** It asks for numbers beyond the few that the model knows: 1 that is shifted is a power. */
const comparesQuantity = (check: Node): boolean =>
  check
    .descendantsOfType('binary_expression')
    .some(one =>
      [childOf(one, 'left'), childOf(one, 'right')].some(
        side => side && (/^[<>]=?$/.test(operatorOf(one)) ? isLarge(side) : isSized(side, operatorOf(one))),
      ),
    )

/** A literal but 0 and 1, or the name of a constant, within what is compared. */
const isLarge = (side: Node): boolean =>
  [side, ...side.descendantsOfType(['number_literal', 'identifier'])].some(({ type, text }) =>
    type === 'number_literal' ? !/^[01][uUlL]*$/.test(text) : type === 'identifier' && /^[A-Z][A-Z\d_]*$/.test(text),
  )

/** The call that is a statement of its own, and of whose arguments this is an operand. */
function callAround(operand: Node): Node | undefined {
  for (let one = operand.parent; one; one = one.parent)
    if (one.type === 'call_expression' && one.parent?.type === 'expression_statement') return one
    else if (!OPERATORS.includes(one.type)) return undefined
  return undefined
}

const OPERATORS = ['parenthesized_expression', 'binary_expression', 'unary_expression', 'argument_list']

/** A branch that is taken for another reason than before does more than assert, even if the reason never holds here. */
function asksAnew({ statement, beside, spans }: ChangedStatement, check: Node): boolean {
  if (!beside) return false
  const question = firstArgument(check)
  const isOther = spans.some(span => contains(span, offsetsOf(question)) || contains(offsetsOf(question), span))
  const was = beside.marked
  const asked = was.type === 'call_expression' ? [was, firstArgument(was)] : [was]
  return isOther && !asked.some(one => spaceless(one) === spaceless(question)) && statement.marked === check
}

const firstArgument = (call: Node): Node => childrenOf(childOf(call, 'arguments') ?? call)[0] ?? call
