/**
 * Calls that are no control points where a function stands, though they are elsewhere.
 */
import type { Bound } from '../ir/binding.ts'
import type { Block, Lowered } from '../ir/ir.ts'

/** The function with its calls of these callees made in the step before them. Of their outcomes there is the first alone. */
export function withJoined<S>(lowered: Lowered<S>, callees: readonly string[] = []): Lowered<S> {
  if (callees.length === 0) return lowered
  const joined = (block: Block<S>): Block<S> => {
    const { exit } = block
    if (exit.kind !== 'call' || !callees.includes(lowered.sites[exit.call.site]!.callee)) return block
    const bound = asValue(exit.call.bound)
    if (bound === undefined) return block
    return {
      ...block,
      ops: [...block.ops, { kind: 'do', call: { ...exit.call, bound } }],
      exit: { kind: 'jump', to: exit.to },
    }
  }
  return { ...lowered, blocks: lowered.blocks.map(joined) }
}

/** Nothing for what has to wait. */
function asValue<S>(bound: Bound<S>): Bound<S> | undefined {
  const outcome = bound.kind === 'step' && bound.ready === undefined ? bound.outcomes.step : undefined
  if (bound.kind !== 'step' || outcome === undefined || outcome.when !== undefined) return undefined
  return { kind: 'value', type: bound.type, args: bound.args, value: outcome.does }
}
