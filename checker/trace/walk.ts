/**
 * One state after another, with words for every step: what traces and replays are made of.
 */

import { answered, breaks } from '../compile/answers.ts'
import { type Runner, run } from '../compile/runner.ts'
import type { PlacedField } from '../compile/vector/placement.ts'
import { placeAt, type World } from '../compile/world.ts'
import type { Property } from '../declare/property.ts'
import type { Change, TraceStep } from '../declare/result.ts'
import { supposing } from '../declare/system.ts'
import { breaksStuck, saysStuck } from '../expand/stuck.ts'
import { elementOf } from './path.ts'

export interface Broken {
  readonly property: string
  readonly says: string
}

export interface TakenStep {
  /** Put into words when it is asked for. */
  readonly step: TraceStep
  /** Where its thread is behind it. */
  readonly to: string
  /** Signal and return properties the step broke. */
  readonly broken: readonly Broken[]
  /** The world goes no further. */
  readonly fatal: boolean
  /** Threads that could have stepped, the one that did included. */
  readonly able: ReadonlySet<number>
}

interface Snapshot {
  readonly shared: Readonly<Record<string, number | readonly number[]>>
  /** `operation` and `at` are '' while the thread is idle. */
  readonly threads: readonly {
    readonly operation: string
    readonly at: string
    readonly locals: Readonly<Record<string, number>>
  }[]
}

/** Picks among the possible steps; `ordinal` counts them from 0, by thread, then event. */
type Chooser = (thread: number, event: number, ordinal: number) => boolean

export class Walk {
  private readonly runner: Runner
  private readonly saved: Uint8Array
  /** The state before the step that was taken last. */
  private readonly previous: Uint8Array
  private choice: Chooser = () => false
  /** Steps of other threads are passed over. */
  private only: number | undefined
  private possible: { readonly thread: number; readonly event: number }[] = []
  private able = new Set<number>()
  private taken: TakenStep | undefined
  private next: Uint8Array | undefined
  /** The bytes as the effects left them, before locals were zeroed. */
  private settled: Uint8Array | undefined
  private broken: Broken[] = []
  private fatal = false
  private readonly world: World
  private properties: readonly Property[] = []

  constructor(world: World, properties: readonly Property[], words: Int32Array) {
    this.world = world
    this.runner = run(world, { emit: event => this.emit(event), settle: returning => this.settle(returning) })
    this.saved = new Uint8Array(this.runner.bytes.length)
    this.previous = this.saved.slice()
    this.begin(properties, words)
  }

  /** Begins anew, from a state, to judge by these properties. */
  begin(properties: readonly Property[], words: Int32Array): void {
    this.properties = properties
    this.settled = undefined
    this.broken = []
    this.fatal = false
    this.runner.words.fill(0).set(words)
    this.saved.set(this.runner.bytes)
    this.runner.renew()
  }

  /** The state as it is stored. */
  get words(): Int32Array {
    return new Int32Array(this.saved.buffer, 0, this.world.placement.words)
  }

  /** The state in numbers: shared fields (as stored), and what each thread is doing. */
  state(): Snapshot {
    const { fields, locals, threads } = this.world.placement
    const bytes = this.saved
    return {
      shared: Object.fromEntries(
        fields.map(({ name, row, offset, length }) => [
          name,
          row ? [...bytes.subarray(offset, offset + length)] : bytes[offset]!,
        ]),
      ),
      threads: threads.map(({ frame }, thread) => {
        const { operation, at, live } = placeAt(this.world, bytes, thread)
        const shown = locals.filter(({ name }) => live.includes(name))
        return {
          operation,
          at,
          locals: Object.fromEntries(shown.map(({ name, offset }) => [name, bytes[frame + offset]!])),
        }
      }),
    }
  }

  /** Elements of the steps that are possible now. */
  elements(): readonly string[] {
    this.look(() => false)
    return this.possible.map(({ thread, event }) => elementOf(thread, event))
  }

  /** Takes the first possible step that is chosen, if any. */
  take(choice: Chooser): TakenStep | undefined {
    this.look(choice)
    if (this.next === undefined) return undefined
    this.previous.set(this.saved)
    this.saved.set(this.next)
    this.runner.bytes.set(this.next)
    this.runner.renew()
    return this.taken
  }

  /** Takes a step of a thread; what others could do instead is not judged. */
  takeOf(thread: number, event: number): TakenStep | undefined {
    this.only = thread
    try {
      return this.take((_, which) => which === event)
    } finally {
      this.only = undefined
    }
  }

  /** Takes back what the step that was taken last did, all but where its thread is now. */
  forgo(thread: number): void {
    const { placement } = this.world
    const [before, after] = [this.previous, this.saved].map(bytes => placeAt(this.world, bytes, thread).live)
    const takeBack = (offset: number, length: number) =>
      this.saved.set(this.previous.subarray(offset, offset + length), offset)
    for (const { stored, offset, length } of placement.fields) if (stored) takeBack(offset, length)
    for (const { name, offset } of placement.locals) {
      if (before!.includes(name) && after!.includes(name)) takeBack(placement.threads[thread]!.frame + offset, 1)
    }
    this.runner.bytes.set(this.saved)
    this.runner.renew()
  }

  /** State properties, and stuck ones, that are broken now. */
  judge(): readonly Broken[] {
    const { scope } = this.runner
    this.runner.leave()
    const broken: Broken[] = []
    for (const property of this.properties) {
      if (
        property.kind === 'state' &&
        (property.holds === undefined || answered(property, 'holds', property.holds(scope)))
      ) {
        const witness = property.check(scope)
        if (breaks(property, witness)) broken.push(this.broke(property, property.says(scope, witness)))
      }
      if (property.kind === 'stuck' && this.look(() => false) === 2) {
        if (breaksStuck(property, this.world, this.saved))
          broken.push({ property: property.name, says: saysStuck(this.world, this.saved) })
      }
    }
    return broken
  }

  private look(choice: Chooser): 0 | 1 | 2 {
    this.choice = choice
    this.possible = []
    this.able = new Set()
    this.next = undefined
    return this.runner.expand()
  }

  private settle(returning: number): void {
    const { runner } = this
    if (this.only !== undefined && runner.scope.self !== this.only) return
    this.settled = runner.bytes.slice()
    this.judgeStep('signal')
    if (returning > 0 && !this.fatal) this.judgeStep('return')
  }

  private judgeStep(kind: 'signal' | 'return'): void {
    const { scope, words, bytes } = this.runner
    const [from, n] = this.world.placement.signals
    if (kind === 'signal' && words.subarray(from, from + n).every(word => word === 0)) return
    const { operation } = placeAt(this.world, bytes, scope.self)
    for (const property of this.properties) {
      if (property.kind !== kind || (property.of && !property.of.includes(operation))) continue
      const witness = property.check(scope)
      if (!breaks(property, witness)) continue
      this.broken.push(this.broke(property, property.says(scope, witness)))
      if (property.kind === 'signal' && property.fatal) this.fatal = true
    }
  }

  private emit(event: number): void {
    const { runner, world } = this
    const { placement } = world
    const thread = runner.scope.self
    if (this.only !== undefined && thread !== this.only) {
      runner.bytes.set(this.saved)
      return
    }
    const ordinal = this.possible.length
    this.possible.push({ thread, event })
    this.able.add(thread)
    if (this.settled === undefined) this.settle(0)
    if (this.next === undefined && this.choice(thread, event, ordinal)) {
      const next = runner.bytes.slice()
      next.fill(0, placement.words * 4)
      this.next = next
      this.taken = this.takenStep(thread, event, next)
    }
    this.settled = undefined
    this.broken = []
    this.fatal = false
    runner.bytes.set(this.saved)
  }

  private takenStep(thread: number, event: number, next: Uint8Array): TakenStep {
    const { world, broken, fatal, able } = this
    const [saved, settled] = [this.saved.slice(), this.settled!]
    let step: TraceStep | undefined
    return {
      get step() {
        step ??= described(world, thread, event, saved, settled, next)
        return step
      },
      to: placeAt(world, next, thread).at,
      ...{ broken, fatal, able },
    }
  }

  private broke({ name }: Property, says: string): Broken {
    return { property: name, says: supposing(this.world.system, says) }
  }
}

/**
 * @param saved the bytes before the step
 * @param settled as its effects left them, before locals were zeroed
 * @param next the state that it led to
 */
function described(
  world: World,
  thread: number,
  event: number,
  saved: Uint8Array,
  settled: Uint8Array,
  next: Uint8Array,
): TraceStep {
  const { placement, starts } = world
  const before = placeAt(world, saved, thread)
  const after = placeAt(world, next, thread)
  const start = before.at === '' ? starts[thread]![event]! : undefined
  const live = new Set([...before.live, ...after.live])
  const frame = placement.threads[thread]!.frame
  const shows = (name: string) => world.flats.find(flat => Object.hasOwn(flat.locals, name))!.locals[name]!.show
  return {
    thread,
    element: elementOf(thread, event),
    operation: start ? world.flats[start.operation]!.operation : before.operation,
    ...(start && { starts: start.args }),
    at: before.at,
    fn: before.fn,
    ...(before.within !== '' && { within: before.within }),
    event: start ? 'start' : before.events[event]!,
    to: after.at,
    changes: placement.fields.flatMap(field => changesOf(field, saved, settled)),
    locals: placement.locals
      .filter(({ name }) => live.has(name))
      .flatMap(({ name, offset }) =>
        changesOf({ name, row: false, offset: frame + offset, length: 1, show: shows(name) }, saved, settled),
      ),
  }
}

const changesOf = (
  { name, row, offset, length, show }: Pick<PlacedField, 'name' | 'row' | 'offset' | 'length' | 'show'>,
  saved: Uint8Array,
  settled: Uint8Array,
): Change[] => {
  const changes: Change[] = []
  for (let index = 0; index < length; index++) {
    const before = saved[offset + index]!
    const after = settled[offset + index]!
    if (before === after) continue
    const shows = [before, after].map(value => show?.(value) ?? String(value)) as [string, string]
    changes.push({ field: name, ...(row && { index }), before, after, shows })
  }
  return changes
}
