/**
 * Runs as the reduced search knows them, and the run to the first witness of each property.
 */
import type { World } from '../compile.ts'
import { Judge, type Witness } from '../judge.ts'
import type { Line } from '../line.ts'
import { type Element, elementOf } from '../path.ts'
import type { Property } from '../property.ts'
import type { initialStates } from '../runner.ts'
import { Walk } from '../walk.ts'

export interface Path {
  /** Index into the initial states. */
  readonly root: number
  readonly elements: readonly Element[]
}

/** A judge that keeps the run to what it finds. */
export class Finder extends Judge {
  readonly paths = new Map<string, Path>()
  /** The run to the state that is being judged. */
  here: () => Path = () => ({ root: 0, elements: [] })
  /** Found broken by the step that is being taken. */
  private readonly open: string[] = []

  override found(judged: Parameters<Judge['found']>[0], witness: Witness): void {
    super.found(judged, witness)
    const { name } = judged.property as Property
    if (witness.ordinal === undefined) this.paths.set(name, this.here())
    else this.open.push(name)
  }

  /** The step that was judged is this one. */
  stepped(thread: number, event: number): void {
    for (const name of this.open) {
      const { root, elements } = this.here()
      this.paths.set(name, { root, elements: [...elements, { thread, event }] })
    }
    this.open.length = 0
  }
}

/** The same runs as choices among all successors. */
export function linesFrom(
  world: World,
  initial: ReturnType<typeof initialStates>,
  paths: ReadonlyMap<string, Path>,
): ReadonlyMap<string, Line> {
  const lineOf = ({ root, elements }: Path): Line => {
    const walk = new Walk(world, [], initial[root]!.words)
    const ordinals = elements.map(({ thread, event }) => {
      const ordinal = walk.elements().indexOf(elementOf(thread, event))
      walk.take((_thread, _event, nth) => nth === ordinal)
      return ordinal
    })
    return { root, ordinals }
  }
  return new Map([...paths].map(([name, path]) => [name, lineOf(path)]))
}
