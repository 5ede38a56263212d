/**
 * How states were reached in a search that takes the steps which cost a preemption apart from those which do not: the
 * parent of every state, and which successor it is. Eight bytes a state.
 */

import type { initialStates } from '../compile/runner.ts'
import type { World } from '../compile/world.ts'
import { InternalError } from '../declare/errors.ts'
import type { Choices, Predecessors } from '../store/choices.ts'
import { GrowingRow } from '../store/row.ts'
import { parsePath } from '../trace/path.ts'
import { Walk } from '../trace/walk.ts'

export class Schedule implements Predecessors {
  private readonly parents = new GrowingRow()
  /** Twice the place among the steps of its kind, plus 1 where the step costs a preemption. */
  private readonly choices = new GrowingRow()
  private readonly world: World
  private readonly roots: ReturnType<typeof initialStates>

  /** @param world and its initial states, as others know them: lines count all steps of a state alike */
  constructor(world: World, roots: ReturnType<typeof initialStates>) {
    this.world = world
    this.roots = roots
    for (let root = 0; root < roots.length; root++) this.add(-1, 0, false)
  }

  get size(): number {
    return this.parents.length
  }

  get bytes(): number {
    return this.parents.bytes + this.choices.bytes
  }

  /** @param ordinal among the steps of `parent` of that kind  @returns the number of the state */
  add(parent: number, ordinal: number, costly: boolean): number {
    this.parents.push(parent)
    this.choices.push(2 * ordinal + (costly ? 1 : 0))
    return this.parents.length - 1
  }

  choicesTo(state: number): Choices {
    const choices: number[] = []
    let root = state
    for (; this.parents.at(root) >= 0; root = this.parents.at(root)) choices.push(this.choices.at(root))
    const walk = new Walk(this.world, [], this.roots[root]!.words)
    let last = -1
    const ordinals = choices.reverse().map(choice => {
      const costly = (choice & 1) === 1
      const goesOn = last >= 0 && parsePath(walk.elements().join('.')).some(({ thread }) => thread === last)
      let left = choice >> 1
      let ordinal = -1
      const taken = walk.take((thread, _event, at) => {
        if ((goesOn && thread !== last) !== costly || left-- > 0) return false
        ordinal = at
        return true
      })
      if (taken === undefined) throw new InternalError('a run with few preemptions cannot be taken again')
      last = taken.step.to === '' ? -1 : taken.step.thread
      return ordinal
    })
    return { root, ordinals }
  }
}
