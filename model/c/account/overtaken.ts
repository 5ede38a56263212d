/**
 * Statements that change places with calls which do nothing here: what comes first is not seen.
 */
import type { ChangedStatement } from '../changes/changes.ts'
import { childOf, type Node } from '../parse/grammar.ts'
import { spaceless } from './moved.ts'
import type { SpotsOfFile } from './narrowed.ts'

/** Such a call that stands behind the statement on one side only, if the statement stands on both. */
export function overtakenUnseen(
  { side, statement, fn }: ChangedStatement,
  all: readonly ChangedStatement[],
  here: SpotsOfFile,
  there: SpotsOfFile,
): string | undefined {
  const text = spaceless(statement.node)
  const elsewhere = all.filter(
    one => one.side !== side && one.fn.name === fn.name && spaceless(one.statement.node) === text,
  )
  if (elsewhere.length === 0) return undefined
  const behind = unseenBehind(here, statement.node.endIndex, fn.node.endIndex)
  for (const one of elsewhere) {
    const others = unseenBehind(there, one.statement.node.endIndex, one.fn.node.endIndex)
    const other = [...behind, ...others].find(call => behind.includes(call) !== others.includes(call))
    if (other !== undefined) return other
  }
  return undefined
}

const unseenBehind = ({ file, spots }: SpotsOfFile, start: number, end: number): string[] =>
  spots
    .filter(spot => spot.ofCall && start <= spot.start && spot.end <= end)
    .map(spot => file.source.text.slice(spot.start, spot.end))

/** Where the text ends by which a jump passes: a loop or a switch, a label further down, or the function. */
export function endOfPassed(jump: Node, fn: Node): number {
  if (jump.type === 'goto_statement') {
    const name = childOf(jump, 'label')?.text
    const labels = fn.descendantsOfType('labeled_statement').filter(one => childOf(one!, 'label')?.text === name)
    return labels.find(one => one!.startIndex > jump.endIndex)?.startIndex ?? fn.endIndex
  }
  if (jump.type === 'return_statement') return fn.endIndex
  const left = jump.type === 'break_statement' ? [...LOOPS, 'switch_statement'] : LOOPS
  for (let around = jump.parent; around; around = around.parent) if (left.includes(around.type)) return around.endIndex
  return fn.endIndex
}

const LOOPS = ['for_statement', 'while_statement', 'do_statement']
