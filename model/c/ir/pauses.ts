/**
 * Lets others run between a step that gives up a lock or a reference, or finds what it does not hold, and the first question
 * behind it.
 *
 * A question is no control point, since nobody changes what it asks about while its lock or a reference is held. Behind that
 * others may: code that asks there must not have the answer of before.
 * Left out: others between two questions of which none is a control point (may miss bugs that need both).
 */
import { successors } from './flow.ts'
import type { Block, CallSite } from './ir.ts'

export function withPauses<S>(blocks: readonly Block<S>[]): readonly Block<S>[] {
  const made = [...blocks]
  for (const [index, { ops, exit }] of blocks.entries()) {
    if (exit.kind !== 'call' || exit.call.bound.kind !== 'step' || !exit.call.bound.releases) continue
    const question = questionFrom(blocks, exit.to)
    if (question === undefined) continue
    const pause: CallSite<S> = { site: question, args: [], bound: { kind: 'step', type: 'void', args: [], outcomes } }
    made[index] = { ops, exit: { ...exit, to: made.length } }
    made.push({ ops: [], exit: { kind: 'call', call: pause, to: exit.to } })
  }
  return made
}

const outcomes = { step: { does: () => 0 } }

/** The place of a question that code from a block on may ask before it comes to a control point. */
function questionFrom<S>(blocks: readonly Block<S>[], start: number): number | undefined {
  const seen = new Set<number>()
  const pending = [start]
  for (let at = pending.shift(); at !== undefined; at = pending.shift()) {
    if (seen.has(at)) continue
    seen.add(at)
    const { ops, exit } = blocks[at]!
    for (const op of ops)
      if (op.kind === 'do' && op.call.bound.kind === 'value' && op.call.bound.asks) return op.call.site
    if (exit.kind === 'jump' || exit.kind === 'branch') pending.push(...successors(exit))
  }
  return undefined
}
