/**
 * Statements that change places with calls which do nothing here: what comes first is not seen.
 */
import type { ChangedStatement } from '../changes/changes.ts'
import { childOf, LOOPS, type Node } from '../text/grammar.ts'
import { oneLine } from '../text/one-line.ts'
import { spaceless } from './moved.ts'
import type { SpotsOfFile } from './narrowed.ts'
import { contains, type Offsets, offsetsOf } from './relocated.ts'
import { calledBy } from './told.ts'

/** Why the place of a statement that stands on both sides is not judged: such a call is part of it, or stands behind it on one side. */
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
  const [own] = unseenIn(here, statement.start, statement.end)
  if (own !== undefined) return `it now runs ${own}, which the model does not see, in another place`
  const behind = unseenIn(here, statement.node.endIndex, fn.node.endIndex)
  for (const one of elsewhere) {
    const others = unseenIn(there, one.statement.node.endIndex, one.fn.node.endIndex)
    const other = [...behind, ...others].find(call => behind.includes(call) !== others.includes(call))
    if (other === undefined) continue
    const isBefore = behind.includes(other) === (side === 'after')
    return `it now runs ${isBefore ? 'before' : 'after'} ${other}, which the model does not see`
  }
  return undefined
}

/**
 * Where a pointer is followed that was not so before: it may be NULL, and nobody asks about it first any more. The code there need
 * not have changed: a statement that runs before it has moved, or is gone.
 */
export function newlyFollowed(before: SpotsOfFile, after: SpotsOfFile): string | undefined {
  const places = ({ file, spots }: SpotsOfFile) =>
    spots
      .filter(({ ofNull }) => ofNull)
      .map(({ start, why }) => `${why}, where "${oneLine(lineAt(file.source.text, start), 80)}" follows it`)
  const known = places(before)
  return places(after).find(place => {
    const at = known.indexOf(place)
    if (at >= 0) known.splice(at, 1)
    return at < 0
  })
}

const lineAt = (text: string, at: number): string =>
  text.slice(text.lastIndexOf('\n', at) + 1, text.indexOf('\n', at)).trim()

/** Such calls in a part of the text, and in functions of the file that are called there. */
export function unseenIn({ file, spots }: SpotsOfFile, start: number, end: number): string[] {
  const calls = spots.filter(({ ofCall }) => ofCall)
  if (calls.length === 0) return []
  const looked = new Set<string>()
  const within = (part: Offsets): string[] => {
    const own = calls.filter(spot => contains(part, spot)).map(spot => file.source.text.slice(spot.start, spot.end))
    const called = file.root
      .descendantsOfType('call_expression')
      .filter(one => contains(part, offsetsOf(one!)))
      .flatMap(one => file.functions.filter(({ name }) => name === calledBy(one!) && !looked.has(name)))
    return [
      ...own,
      ...called.flatMap(({ name, node }) => {
        looked.add(name)
        return within(offsetsOf(node))
      }),
    ]
  }
  return within({ start, end })
}

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
