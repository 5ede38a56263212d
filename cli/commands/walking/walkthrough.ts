/**
 * A world that is walked by hand: where one is, what could come next, and the way back.
 */
import { type Visit, Visitor } from '../../../checker/index.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import type { WorldName } from '../../names/world-name.ts'
import { type MemoryState, memoryFrom } from '../../reports/memory/memory.ts'
import type { Picture } from '../../reports/memory/picture.ts'
import { picturesOf } from '../../reports/memory/pictures.ts'
import { build, propertiesIn } from '../../run/search/judge.ts'

/** So many states are looked at for the next violation. */
const MOST_STATES = 100_000

export class Walkthrough {
  readonly world: WorldName
  readonly scenario: Scenario
  readonly initial: number
  private readonly visitor: Visitor
  private taken: string[]
  private here: Visit

  /** @throws InputError when there is no such world, or the path is not possible in it */
  constructor(world: WorldName, initial: number, path: string) {
    const { scenario, system } = build(world)
    this.world = world
    this.scenario = scenario
    this.initial = initial
    this.visitor = new Visitor(system, propertiesIn(scenario))
    this.taken = path === '' ? [] : path.split('.')
    this.here = this.visitor.visit(initial, path)
  }

  get path(): string {
    return this.taken.join('.')
  }

  get visit(): Visit {
    return this.here
  }

  /** Takes a step, or several. @throws InputError when one of them is not possible; none is taken then */
  take(elements: readonly string[]): void {
    this.moveTo([...this.taken, ...elements])
  }

  /** Takes steps back, all at most. */
  back(steps: number): void {
    this.moveTo(this.taken.slice(0, Math.max(0, this.taken.length - steps)))
  }

  /** Goes elsewhere. @throws InputError when that is not possible */
  goTo(path: string): void {
    this.moveTo(path === '' ? [] : path.split('.'))
  }

  /** On to the nearest violation; where there is none, it says how much was looked at. */
  run() {
    const nearest = this.visitor.nearestViolation(this.initial, this.path, MOST_STATES)
    if (nearest.found) this.moveTo(nearest.path.split('.'))
    return nearest
  }

  /** Memory before the last step, if any was taken, and now. */
  pictures(): { readonly before: Picture | undefined; readonly now: Picture } {
    const now = this.memory(this.here)
    if (this.taken.length === 0) return { before: undefined, now: picturesOf(this.scenario, [now])[0]! }
    const before = this.memory(this.visitor.visit(this.initial, this.taken.slice(0, -1).join('.')))
    const [first, second] = picturesOf(this.scenario, [before, now])
    return { before: first, now: second! }
  }

  private memory({ shared }: Visit): MemoryState {
    return memoryFrom(this.scenario, shared)
  }

  private moveTo(path: string[]): void {
    this.here = this.visitor.visit(this.initial, path.join('.'))
    this.taken = path
  }
}
