/**
 * Calls made one after another, each to its end before the next begins: what a call returns then follows from what it
 * finds, and from what the environment chooses.
 *
 * Left out: calls that wait for a thread that is inside another call.
 */
import { initialStates, type Runner, runShared } from '../compile/runner.ts'
import { compile, placeAt, type World } from '../compile/world.ts'
import type { Property } from '../declare/property.ts'
import type { AnySystem } from '../declare/system.ts'
import { Judge } from '../expand/judge.ts'

/** Is told of the calls. `Found` is what it makes of the state in which a call begins. */
export interface Listener<Found> {
  readonly found: (scope: never) => Found
  /** The call returns, and its locals are still there. @param breaks whether it has broken a property on its way */
  readonly returned: (found: Found, operation: string, scope: never, breaks: boolean) => void
}

/** @param most states that are expanded, at most @returns whether that was enough for all such calls */
export function oneAfterAnother<Found>(
  system: AnySystem,
  properties: readonly Property[],
  { found, returned }: Listener<Found>,
  most: number,
): boolean {
  const world = compile(system, properties)
  const lone = new LoneSteps(world, properties)
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
    for (const begun of lone.steps({ words, breaks: false })) {
      const { thread } = begun
      const isCall = isIdle(world, words, thread)
      const onReturn = (operation: string, breaks: boolean) => {
        if (isCall) returned(circumstances, operation, lone.scope as never, breaks)
      }
      const within = new Set<string>()
      const going: Going[] = [begun]
      for (let one = going.pop(); one; one = going.pop()) {
        if (isIdle(world, one.words, thread)) add(one.words)
        else if (isNew(within, `${one.breaks} ${one.words.join()}`)) {
          if (++expanded > most) return false
          going.push(...lone.steps(one, thread, onReturn))
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

interface Going {
  readonly words: Int32Array
  /** Properties were broken on the way. */
  readonly breaks: boolean
}

class LoneSteps {
  private readonly world: World
  private readonly judge: Recent
  private readonly runner: Runner
  private from: Going = { words: new Int32Array(), breaks: false }
  private thread: number | undefined
  private onReturn: (operation: string, breaks: boolean) => void = () => {}
  private made: (Going & { readonly thread: number })[] = []
  private breaks = false
  private fatal = false

  constructor(world: World, properties: readonly Property[]) {
    this.world = world
    this.judge = new Recent(world, properties)
    this.runner = runShared(world, { emit: () => this.emit(), settle: returning => this.settle(returning) })
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
  steps(from: Going, thread?: number, onReturn = this.onReturn) {
    this.from = from
    this.thread = thread
    this.onReturn = onReturn
    this.made = []
    this.breaks = from.breaks
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
    const [first, count] = world.placement.signals
    const signals = runner.words.subarray(first, first + count)
    judge.forget()
    if (signals.some(word => word !== 0)) this.fatal = judge.signal(runner.scope, runner.bytes, 0, 0)
    signals.fill(0)
    if (returning > 0 && !this.fatal) judge.returned(runner.scope, returning - 1, 0, 0)
    this.breaks ||= judge.broken
    if (returning > 0 && !this.fatal) this.onReturn(world.flats[returning - 1]!.operation, this.breaks)
  }

  private emit(): void {
    const { words, scope } = this.runner
    const { words: width } = this.world.placement
    if (this.isAsked && !this.fatal)
      this.made.push({ thread: scope.self, words: words.slice(0, width), breaks: this.breaks })
    this.fatal = false
    this.breaks = this.from.breaks
    words.fill(0, width)
    words.set(this.from.words)
  }
}

/** Knows what was broken since it was told to forget. */
class Recent extends Judge {
  forget(): void {
    for (const one of [...this.signals, ...this.returns]) one.witness = undefined
    this.broken = false
  }
}
