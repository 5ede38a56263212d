/**
 * Calls made one after another, each to its end before the next begins: what a call returns then follows from what it
 * finds, and from what the environment chooses.
 *
 * Left out: calls that wait for a thread that is inside another call.
 */
import { initialStates, type Runner, run } from '../compile/runner.ts'
import { compile, placeAt, type World } from '../compile/world.ts'
import type { Property } from '../declare/property.ts'
import type { AnySystem } from '../declare/system.ts'
import { Judge } from '../expand/judge.ts'

/** Is told of the calls. */
interface Listener<Found, Told> {
  /** What it makes of the state in which a call begins. */
  readonly found: (scope: never) => Found
  /** What it makes of a call that returns, while its locals are still there. */
  readonly told: (operation: string, scope: never) => Told
  readonly returned: (found: Found, told: Told, way: Way) => void
}

/** The way of a call to its end. */
export interface Way {
  /** What the environment chose where something else was possible, each once, by name: `kzalloc: enomem`. */
  readonly choices: readonly string[]
  /** A signal was raised, or a property of the return broken: properties of states are not judged. */
  readonly breaks: boolean
}

/** @param most states that are expanded, at most @returns whether that was enough for all such calls */
export function oneAfterAnother<Found, Told>(
  system: AnySystem,
  properties: readonly Property[],
  { found, told, returned }: Listener<Found, Told>,
  most: number,
): boolean {
  const world = compile(system, properties)
  const lone = new LoneSteps(world, properties, told)
  const known = new Set<string>()
  const open: Int32Array[] = []
  const add = (words: Int32Array) => {
    if (!isNew(known, words.join())) return
    open.push(words)
  }
  for (const { words } of initialStates(world)) add(words)
  let expanded = 0
  for (let words = open.pop(); words; words = open.pop()) {
    const circumstances = found(lone.scopeIn(words) as never)
    for (const begun of lone.steps({ words, way: UNDISTURBED })) {
      const { thread } = begun
      const isCall = isIdle(world, words, thread)
      const within = new Set<string>()
      const going: Going<Told>[] = [begun]
      for (let one = going.pop(); one; one = going.pop()) {
        if (isIdle(world, one.words, thread)) {
          if (isCall) returned(circumstances, one.told!, one.way)
          add(one.words)
        } else if (isNew(within, `${JSON.stringify(one.way)} ${one.words.join()}`)) {
          if (++expanded > most) return false
          going.push(...lone.steps(one, thread))
        }
      }
    }
  }
  return true
}

function isNew(known: Set<string>, key: string): boolean {
  const { size } = known
  return known.add(key).size > size
}

const isIdle = (world: World, words: Int32Array, thread: number): boolean =>
  placeAt(world, new Uint8Array(words.buffer), thread).at === ''

const UNDISTURBED: Way = { choices: [], breaks: false }

interface Going<Told> {
  readonly words: Int32Array
  readonly way: Way
  /** Where the call has returned. */
  readonly told?: Told
}

class LoneSteps<Told> {
  private readonly world: World
  private readonly judge: Recent
  private readonly runner: Runner
  private readonly toldOf: Listener<unknown, Told>['told']
  private from: Going<Told> = { words: new Int32Array(), way: UNDISTURBED }
  private thread: number | undefined
  private made: (Going<Told> & { readonly thread: number })[] = []
  private told: Told | undefined
  private breaks = false
  private fatal = false

  constructor(world: World, properties: readonly Property[], toldOf: Listener<unknown, Told>['told']) {
    this.world = world
    this.toldOf = toldOf
    this.judge = new Recent(world, properties)
    this.runner = run(world, { emit: event => this.emit(event), settle: returning => this.settle(returning) })
  }

  get scope() {
    return this.runner.scope
  }

  /** The scope, which shows a state and no thread. */
  scopeIn(words: Int32Array) {
    this.load(words)
    this.runner.leave()
    return this.scope
  }

  /** Takes every step of a state. @param thread who takes them; whoever can, unless said */
  steps(from: Going<Told>, thread?: number) {
    this.from = from
    this.thread = thread
    this.made = []
    this.breaks = from.way.breaks
    this.load(from.words)
    this.runner.expand()
    return this.made
  }

  private load(words: Int32Array): void {
    this.runner.words.fill(0).set(words)
    this.runner.renew()
  }

  private get isAsked(): boolean {
    return this.thread === undefined || this.scope.self === this.thread
  }

  private settle(returning: number): void {
    if (!this.isAsked) return
    const { runner, judge, world } = this
    this.judgeSignals()
    if (returning === 0 || this.fatal) return
    judge.forget()
    judge.returned(runner.scope, returning - 1, 0, 0)
    this.breaks ||= judge.broken
    this.told = this.toldOf(world.flats[returning - 1]!.operation, runner.scope as never)
  }

  private judgeSignals(): void {
    const { runner, judge, world } = this
    const [first, count] = world.placement.signals
    const signals = runner.words.subarray(first, first + count)
    if (signals.every(word => word === 0)) return
    judge.forget()
    if (judge.signal(runner.scope, runner.bytes, 0, 0)) this.fatal = true
    this.breaks ||= judge.broken
    signals.fill(0)
  }

  private emit(event: number): void {
    const { from, told } = this
    const { words, scope } = this.runner
    const { words: width } = this.world.placement
    if (this.isAsked) this.judgeSignals()
    if (this.isAsked && !this.fatal) {
      const choices = chosen(from.way.choices, this.choice(event))
      this.made.push({
        thread: scope.self,
        words: words.slice(0, width),
        way: { choices, breaks: this.breaks },
        told: told!,
      })
    }
    this.fatal = false
    this.told = undefined
    this.breaks = from.way.breaks
    words.fill(0, width)
    words.set(from.words)
  }

  /** The name of what the environment chose, if it chose anything. */
  private choice(event: number): string | undefined {
    const { fn, events } = placeAt(this.world, new Uint8Array(this.from.words.buffer), this.runner.scope.self)
    return event > 0 && event < events.length ? `${fn}: ${events[event]}` : undefined
  }
}

const chosen = (known: readonly string[], one: string | undefined): readonly string[] =>
  one === undefined || known.includes(one) ? known : [...known, one].sort()

/** Knows what was broken since it was told to forget. */
class Recent extends Judge {
  forget(): void {
    for (const one of [...this.signals, ...this.returns]) one.witness = undefined
    this.broken = false
  }
}
