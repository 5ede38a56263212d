/**
 * Runs as the reduced search knows them, and the run to the first witness of each property.
 */

import type { initialStates } from '../compile/runner.ts'
import type { World } from '../compile/world.ts'
import type { Property } from '../declare/property.ts'
import { Judge, type Witness } from '../expand/judge.ts'
import type { Choices } from '../store/choices.ts'
import { type Element, elementOf } from '../trace/path.ts'
import { Walk } from '../trace/walk.ts'
import { type Attempt, BROKEN, JUDGED } from './attempts.ts'

export interface Path {
  /** Index into the initial states. */
  readonly root: number
  readonly elements: readonly Element[]
}

/** A judge that keeps the run to what it finds. */
export class Finder extends Judge {
  readonly selected: readonly Property[]
  readonly paths = new Map<string, Path>()
  /** The run to the state that is being judged. */
  here: () => Path = () => ({ root: 0, elements: [] })
  private readonly inOrder = this.all

  constructor(world: World, properties: readonly Property[]) {
    super(world, properties)
    this.selected = properties
  }

  override found(judged: Parameters<Judge['found']>[0], witness: Witness): void {
    super.found(judged, witness)
    this.paths.set((judged.property as Property).name, this.here())
  }

  /** The verdict of a state property, or a goal, on the state that is being judged. @param index among those, goals last */
  heard(index: number, verdict: number): void {
    const judged = this.states[index]
    if (judged === undefined) {
      if (verdict === BROKEN) this.goals[index - this.states.length]!.reached = true
      return
    }
    if (verdict >= JUDGED) judged.judged += 1
    if (verdict === BROKEN && judged.witness === undefined) this.found(judged, { state: 0 })
  }

  /** The outcomes of the steps of a thread from that state. */
  saw({ breaches, judged }: Attempt, thread: number): void {
    judged.forEach((times, index) => {
      this.inOrder[index]!.judged += times
    })
    for (const { event, property } of breaches) {
      const broken = this.inOrder[property]!
      if (broken.witness !== undefined) continue
      this.found(broken, { state: 0, ordinal: 0 })
      const { root, elements } = this.here()
      this.paths.set(broken.property.name, { root, elements: [...elements, { thread, event }] })
    }
  }

  /** @param index among state properties, then goals */
  nameOf(index: number): string {
    return this.states[index]?.property.name ?? this.goals[index - this.states.length]!.goal.name
  }
}

/**
 * The same runs as choices among all successors, in original names.
 *
 * @param original the thread that stands in a place, once the threads of a state have gone to where the search has them
 */
export function choicesFrom(
  world: World,
  initial: ReturnType<typeof initialStates>,
  paths: ReadonlyMap<string, Path>,
  original: (words: Int32Array, place: number) => number,
): ReadonlyMap<string, Choices> {
  const asChoices = ({ root, elements }: Path): Choices => {
    const walk = new Walk(world, [], initial[root]!.words)
    const ordinals = elements.map(({ thread, event }) => {
      const ordinal = walk.elements().indexOf(elementOf(original(walk.words, thread), event))
      walk.take((_thread, _event, nth) => nth === ordinal)
      return ordinal
    })
    return { root, ordinals }
  }
  return new Map([...paths].map(([name, path]) => [name, asChoices(path)]))
}
