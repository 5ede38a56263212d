/**
 * Judges states and steps by the selected properties, and keeps the first witness of each.
 */

import { breaks } from '../compile/answers.ts'
import type { AnyScope } from '../compile/taking.ts'
import { placeAt, type World } from '../compile/world.ts'
import type {
  Goal,
  ProgressProperty,
  Property,
  ReturnProperty,
  SignalProperty,
  StateProperty,
  StuckProperty,
} from '../declare/property.ts'
import type { Reading, Writing } from '../store/checkpoint-file.ts'
import { breaksStuck } from './stuck.ts'

/**
 * Where a property was first seen broken: at state `state`, or on its successor `ordinal`. States that several workers
 * find have no number: `state` is then negative.
 */
export interface Witness {
  readonly state: number
  readonly ordinal?: number
}

interface JudgedSoFar<P> {
  readonly property: P
  judged: number
  witness: Witness | undefined
  /** Steps to where it was first seen broken, where states have no number. */
  brokenAt: number | undefined
}

/** The part of a judge that a checkpoint keeps, for properties and goals in the order in which they were given. */
interface JudgeState {
  readonly all: readonly Omit<JudgedSoFar<unknown>, 'property'>[]
  readonly goals: readonly boolean[]
  readonly broken: boolean
}

/** The counts of one worker: plain numbers, read by the others between levels. */
export interface Tally {
  /** States found, transitions taken. */
  readonly counts: Float64Array
  /** By property, in the order in which they were given: how often judged. */
  readonly judged: Float64Array
  /** By property: 1 + the depth at which it was first seen broken, or 0. */
  readonly broken: Int32Array
  /** By goal: 1 once reached. */
  readonly goals: Uint8Array
  /** By transition of the flattened operations: 1 once it has fired. */
  readonly fired: Uint8Array
}

export class Judge {
  readonly states: JudgedSoFar<StateProperty<AnyScope>>[]
  readonly signals: JudgedSoFar<SignalProperty<AnyScope>>[]
  readonly returns: JudgedSoFar<ReturnProperty<AnyScope>>[]
  readonly stucks: JudgedSoFar<StuckProperty>[]
  readonly progresses: JudgedSoFar<ProgressProperty>[]
  readonly goals: { readonly goal: Goal<AnyScope>; reached: boolean }[]
  /** By operation: the return properties about it. */
  private readonly returnsOf: JudgedSoFar<ReturnProperty<AnyScope>>[][]
  private readonly world: World
  /** In the order in which they were given. */
  readonly properties: readonly Property[]
  /** By signal property: the byte of its signal, or -1 where it may read others too. */
  private readonly raisedAt: Int32Array
  /** The bytes that each state property, then each goal, is known to read: see `judging`. */
  readonly known: Int32Array
  /** Steps to the states being expanded where they have no number, else negative. */
  depth = -1
  broken = false

  /** @param known shared with the judges of other workers */
  constructor(world: World, properties: readonly Property[], known?: SharedArrayBuffer) {
    const judged = <P>(property: P): JudgedSoFar<P> => ({
      property,
      judged: 0,
      witness: undefined,
      brokenAt: undefined,
    })
    this.world = world
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
    const { fields } = world.placement
    this.raisedAt = Int32Array.from(
      this.signals,
      ({ property }) => fields.find(({ name }) => name === property.signal)?.offset ?? -1,
    )
    this.known = new Int32Array(known ?? new SharedArrayBuffer(4 * (this.states.length + this.goals.length)))
  }

  /** A step raised a signal. @param bytes the working vector  @returns whether the world goes no further */
  signal(scope: AnyScope, bytes: Uint8Array, state: number, ordinal: number): boolean {
    let fatal = false
    for (let i = 0; i < this.signals.length; i++) {
      const at = this.raisedAt[i]!
      if (at >= 0 && bytes[at] === 0) continue
      const judged = this.signals[i]!
      const { property } = judged
      if (judged.witness !== undefined && !property.fatal) continue
      if (property.of && !property.of.includes(placeAt(this.world, bytes, scope.self).operation)) continue
      if (!breaks(property, property.check(scope))) continue
      if (judged.witness === undefined) this.found(judged, { state, ordinal })
      if (property.fatal) fatal = true
    }
    return fatal
  }

  /** @param operation index of the operation that returns */
  returned(scope: AnyScope, operation: number, state: number, ordinal: number): void {
    for (const judged of this.returnsOf[operation]!) {
      judged.judged += 1
      const { property, witness } = judged
      if (witness === undefined && breaks(property, property.check(scope))) this.found(judged, { state, ordinal })
    }
  }

  /** An expanded state: what `expand()` said of it. @param bytes the working vector, which is that state again */
  moved(mood: 0 | 1 | 2, state: number, bytes: Uint8Array): void {
    if (mood === 0) return
    for (const judged of this.stucks) {
      judged.judged += 1
      if (mood !== 2 || judged.witness !== undefined) continue
      if (breaksStuck(judged.property, this.world, bytes)) this.found(judged, { state })
    }
  }

  /** All but goals, in the order in which they were given. */
  get all(): readonly JudgedSoFar<Exclude<Property, Goal<unknown>>>[] {
    const every: JudgedSoFar<Exclude<Property, Goal<unknown>>>[] = [
      ...this.states,
      ...this.signals,
      ...this.returns,
      ...this.stucks,
      ...this.progresses,
    ]
    return this.properties.flatMap(property => every.find(judged => judged.property === property) ?? [])
  }

  found(judged: JudgedSoFar<unknown>, witness: Witness): void {
    const numbered = this.depth < 0
    judged.witness = numbered ? witness : { state: -1 }
    if (!numbered) judged.brokenAt = this.depth + (witness.ordinal === undefined ? 0 : 1)
    this.broken = true
  }

  /** What this judge and others have seen together, as a judge of its own. @param fired is added to */
  and(fired: Uint8Array, tallies: readonly Tally[]): Judge {
    const all = new Judge(this.world, this.properties, this.known.buffer as SharedArrayBuffer)
    all.take(this.seen)
    for (const tally of tallies) all.merge(fired, tally)
    return all
  }

  /** Has seen what the other judge of the same properties has, in whatever world. */
  become(other: Judge): void {
    this.take(other.seen)
  }

  save(out: Writing): void {
    out.value(this.seen)
    out.row(this.known)
  }

  restore(from: Reading): void {
    this.take(from.value<JudgeState>())
    from.row(this.known)
  }

  private get seen(): JudgeState {
    const all = this.all.map(({ judged, witness, brokenAt }) => ({ judged, witness, brokenAt }))
    return { all, goals: this.goals.map(({ reached }) => reached), broken: this.broken }
  }

  private take({ all, goals, broken }: JudgeState): void {
    this.all.forEach((own, index) => {
      Object.assign(own, all[index])
    })
    this.goals.forEach((own, index) => {
      own.reached = goals[index]!
    })
    this.broken = broken
  }

  /** Writes what was seen so far to where other workers read it. */
  report(fired: Uint8Array, tally: Tally): void {
    this.all.forEach(({ judged, brokenAt }, index) => {
      tally.judged[index] = judged
      tally.broken[index] = brokenAt === undefined ? 0 : 1 + brokenAt
    })
    this.goals.forEach(({ reached }, index) => {
      tally.goals[index] = reached ? 1 : 0
    })
    tally.fired.set(fired)
  }

  /** Takes over what other workers have seen. */
  merge(fired: Uint8Array, tally: Tally): void {
    this.all.forEach((own, index) => {
      own.judged += tally.judged[index]!
      if (tally.broken[index] === 0) return
      own.witness ??= { state: -1 }
      this.broken = true
    })
    this.goals.forEach((own, index) => {
      if (tally.goals[index] === 1) own.reached = true
    })
    tally.fired.forEach((one, index) => {
      if (one === 1) fired[index] = 1
    })
  }
}
