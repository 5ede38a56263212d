/**
 * Judges states and steps by the selected properties, and keeps the first witness of each.
 */
import type { World } from './compile.ts'
import type {
  Goal,
  ProgressProperty,
  Property,
  ReturnProperty,
  SignalProperty,
  StateProperty,
  StuckProperty,
} from './property.ts'
import type { AnyScope } from './runner.ts'

/** Where a property was first seen broken: at state `state`, or on its successor `ordinal`. */
export interface Witness {
  readonly state: number
  readonly ordinal?: number
}

interface Judged<P> {
  readonly property: P
  judged: number
  witness: Witness | undefined
}

export class Judge {
  readonly states: Judged<StateProperty<AnyScope>>[]
  readonly signals: Judged<SignalProperty<AnyScope>>[]
  readonly returns: Judged<ReturnProperty<AnyScope>>[]
  readonly stucks: Judged<StuckProperty>[]
  readonly progresses: Judged<ProgressProperty>[]
  readonly goals: { readonly goal: Goal<AnyScope>; reached: boolean }[]
  /** By operation: the return properties about it. */
  private readonly returnsOf: Judged<ReturnProperty<AnyScope>>[][]
  private readonly properties: readonly Property[]
  broken = false

  constructor(world: World, properties: readonly Property[]) {
    const judged = <P>(property: P): Judged<P> => ({ property, judged: 0, witness: undefined })
    this.properties = properties
    this.states = properties.filter(property => property.kind === 'state').map(judged)
    this.signals = properties.filter(property => property.kind === 'signal').map(judged)
    this.returns = properties.filter(property => property.kind === 'return').map(judged)
    this.stucks = properties.filter(property => property.kind === 'stuck').map(judged)
    this.progresses = properties.filter(property => property.kind === 'progress').map(judged)
    this.goals = properties.filter(property => property.kind === 'goal').map(goal => ({ goal, reached: false }))
    this.returnsOf = world.flats.map(flat =>
      this.returns.filter(({ property }) => property.of.includes(flat.operation)),
    )
  }

  /** A step raised a signal. @returns whether the world goes no further */
  signal(scope: AnyScope, state: number, ordinal: number): boolean {
    let fatal = false
    for (const judged of this.signals) {
      const { property } = judged
      if ((judged.witness !== undefined && !property.fatal) || property.check(scope) === 0) continue
      if (judged.witness === undefined) this.found(judged, { state, ordinal })
      if (property.fatal) fatal = true
    }
    return fatal
  }

  /** @param operation index of the operation that returns */
  returned(scope: AnyScope, operation: number, state: number, ordinal: number): void {
    for (const judged of this.returnsOf[operation]!) {
      judged.judged += 1
      if (judged.witness === undefined && judged.property.check(scope) !== 0) this.found(judged, { state, ordinal })
    }
  }

  /** An expanded state: what `expand()` said of it. */
  moved(mood: 0 | 1 | 2, state: number): void {
    if (mood === 0) return
    for (const judged of this.stucks) {
      judged.judged += 1
      if (mood === 2 && judged.witness === undefined) this.found(judged, { state })
    }
  }

  /** All but goals, in the order in which they were given. */
  get all(): readonly Judged<Exclude<Property, Goal<unknown>>>[] {
    const every: Judged<Exclude<Property, Goal<unknown>>>[] = [
      ...this.states,
      ...this.signals,
      ...this.returns,
      ...this.stucks,
      ...this.progresses,
    ]
    return this.properties.flatMap(property => every.find(judged => judged.property === property) ?? [])
  }

  found(judged: Judged<unknown>, witness: Witness): void {
    judged.witness = witness
    this.broken = true
  }
}
