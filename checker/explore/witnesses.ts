/**
 * The run that leads to each witness, as choices among successors.
 *
 * What several workers found has no number, and which of them came first is chance; what never ends is found by a pass of
 * its own. So one thread searches again, as far as the last of those witnesses: it numbers states as it always does, and
 * its witnesses are those of any search.
 */

import type { initialStates } from '../compile/runner.ts'
import type { World } from '../compile/world.ts'
import { InternalError } from '../declare/errors.ts'
import type { Property } from '../declare/property.ts'
import { Judge } from '../expand/judge.ts'
import type { Choices } from '../store/choices.ts'
import { type Exploration, type ExplorationBounds, explore } from './breadth-first.ts'

/** By name of the property. */
export function choicesOf(
  world: World,
  initial: ReturnType<typeof initialStates>,
  properties: readonly Property[],
  judge: Judge,
  found: Exploration,
  bounds: Pick<ExplorationBounds, 'bytes' | 'spill'>,
): ReadonlyMap<string, Choices> {
  const choices = new Map<string, Choices>()
  const add = (from: Judge, { predecessors, preemptions }: Exploration) => {
    for (const { property, witness } of from.all) {
      if (witness === undefined || witness.state < 0 || witness.state >= predecessors.size) continue
      if (choices.has(property.name)) continue
      // States are numbered otherwise in a search by preemptions than in the pass that finds what never ends.
      if (property.kind === 'progress' && preemptions !== undefined) continue
      const { root, ordinals } = predecessors.choicesTo(witness.state)
      choices.set(property.name, {
        root,
        ordinals: witness.ordinal === undefined ? ordinals : [...ordinals, witness.ordinal],
      })
    }
  }
  add(judge, found)
  const missing = judge.all.filter(({ property, witness }) => witness !== undefined && !choices.has(property.name))
  if (missing.length === 0) return choices

  const again = new Judge(world, properties)
  const farthest = Math.max(...missing.map(({ witness }) => witness!.state))
  for (const { property, witness } of missing) {
    if (property.kind === 'progress') again.all.find(judged => judged.property === property)!.witness = witness
  }
  const enough = (states: number) =>
    states > farthest &&
    missing.every(({ property }) => again.all.some(judged => judged.property === property && judged.witness))
  add(again, explore(world, initial, again, { ...bounds, enough }))
  const lost = missing.find(({ property }) => !choices.has(property.name))
  if (lost)
    throw new InternalError(
      `"${lost.property.name}" is broken, but one thread has not the memory to find it again: give the search more`,
    )
  return choices
}
