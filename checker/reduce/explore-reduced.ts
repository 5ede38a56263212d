/**
 * A search that takes only steps that stand for the others, and keeps only states at which runs part.
 *
 * Breadth first. A state is passed on the way, and not kept, where one thread alone moves: no cycle consists of such
 * states. A thread that starts a call takes the first step of the call at once if it can: nobody sees that it has started.
 * What the choice of steps rests on is seen during the search; where more is seen, the search begins again (see `ample`).
 */
import type { World } from '../compile.ts'
import { fingerprints } from '../fingerprint.ts'
import type { Limits } from '../limits.ts'
import { endlessIn, type Livelock } from '../livelock.ts'
import { Numbers } from '../numbers.ts'
import type { Element } from '../path.ts'
import type { Property } from '../property.ts'
import type { Cut } from '../result.ts'
import { Row } from '../row.ts'
import type { initialStates } from '../runner.ts'
import { ample } from './ample.ts'
import type { Bits } from './bits.ts'
import { LocalGraph } from './local-graph.ts'
import { Finder, type Path } from './paths.ts'
import { Stepper, type Taken } from './stepper.ts'

export interface ReducedExploration {
  readonly judge: Finder
  /** States kept, steps taken, and levels of states that are kept. */
  readonly states: number
  readonly transitions: number
  readonly depth: number
  /** How often a state was passed and not kept. */
  readonly passed: number
  /** How often it began. */
  readonly rounds: number
  readonly cut: Cut | undefined
  readonly endless: Livelock | undefined
  readonly fired: Uint8Array
  readonly bytes: number
}

/** What bounds it; all rounds together take no longer than `seconds`. */
export type ReducedBounds = Pick<Limits, 'seconds' | 'states' | 'stopAtFirst' | 'interrupted' | 'onProgress'> & {
  readonly bytes: number
}

/** Seconds between two tellings of progress, and states between two looks at the bounds. */
const TELLING = 0.2
const LOOKING = 256

export function exploreReduced(
  world: World,
  initial: ReturnType<typeof initialStates>,
  properties: readonly Property[],
  bounds: ReducedBounds,
): ReducedExploration {
  const started = performance.now()
  const judged = properties.filter(({ kind }) => kind === 'state' || kind === 'goal').length
  const graph = new LocalGraph(world, judged)
  const clock = { started, told: 0 }
  for (let rounds = 1; ; rounds++) {
    graph.settle()
    const round = new Round(world, initial, properties, bounds, graph, clock)
    const cut = round.search()
    if (round.sawMore && cut === undefined) continue
    return { ...round.found, rounds, cut }
  }
}

/** A state on the way from one that is kept. */
interface Visit {
  readonly words: Int32Array
  /** Steps from the one that is kept, last first. */
  readonly trail: Trail | undefined
  /** What the last step wrote. */
  readonly written: Bits
  /** The thread that has just started a call. */
  readonly started: number | undefined
}

interface Trail extends Element {
  readonly before: Trail | undefined
}

/** A state that is kept and has yet to be expanded, and the threads that move there. */
interface Kept {
  readonly words: Int32Array
  readonly movers: readonly number[]
}

class Round {
  sawMore = false
  private transitions = 0
  private depth = 0
  private passed = 0
  private readonly world: World
  private readonly bounds: ReducedBounds
  private readonly graph: LocalGraph
  private readonly clock: { readonly started: number; told: number }
  private readonly judge: Finder
  private readonly stepper: Stepper
  private readonly numbers = new Numbers()
  private readonly fingerprint: (words: Int32Array) => readonly [number, number]
  // By state kept: the one it was found from, or -1 less the index of the initial state; and where the steps from there end.
  private readonly parents = new Row()
  private readonly ends = new Row()
  private readonly steps = new Row()
  // For the passes that need the whole graph, see `Graph`.
  private readonly targets = new Row()
  private readonly lasts = new Row()
  private readonly idle = new Row(1)
  private readonly ended = new Row(1)
  private level: Kept[] = []
  private next: Kept[] = []
  /** What is being expanded, and what is being visited on the way from there. */
  private parent = -1
  private trail: Trail | undefined
  private endsHere = false

  constructor(
    world: World,
    initial: ReturnType<typeof initialStates>,
    properties: readonly Property[],
    bounds: ReducedBounds,
    graph: LocalGraph,
    clock: { readonly started: number; told: number },
  ) {
    this.world = world
    this.bounds = bounds
    this.graph = graph
    this.clock = clock
    this.judge = new Finder(world, properties)
    this.judge.here = () => this.here()
    this.stepper = new Stepper(world, graph, this.judge)
    this.fingerprint = fingerprints(world.placement.words)
    initial.forEach(({ words }, root) => {
      this.parent = -1 - root
      this.stepper.load(words)
      this.stepper.judgeState()
      this.keep(words, this.choose())
    })
  }

  get found(): Omit<ReducedExploration, 'rounds' | 'cut'> {
    const { judge, numbers, transitions, depth, passed, bytes, stepper } = this
    const { targets, lasts, idle, ended } = this
    const whole = lasts.length === numbers.size
    const endless =
      whole && judge.progresses.length > 0
        ? endlessIn({ size: numbers.size, targets, lasts, idle, ended }, this.world.placement.threads.length)
        : undefined
    if (endless)
      for (const { property } of judge.progresses) judge.paths.set(property.name, this.pathTo(endless.state, undefined))
    return { judge, states: numbers.size, transitions, depth, passed, endless, fired: stepper.fired, bytes }
  }

  search(): Cut | undefined {
    for (;;) {
      // What was seen serves the rest of the round, which is repeated all the same.
      if (this.graph.grown) {
        this.sawMore = true
        this.graph.settle()
      }
      this.level = this.next
      this.next = []
      if (this.level.length === 0) return undefined
      if (this.lasts.length > 0) this.depth += 1
      if (this.bounds.stopAtFirst && this.judge.broken) return 'first-violation'
      for (const [index, kept] of this.level.entries()) {
        const cut = index % LOOKING === 0 ? this.check(this.level.length - index) : undefined
        if (cut !== undefined) return cut
        this.expand(kept)
      }
    }
  }

  private expand({ words, movers }: Kept): void {
    this.parent = this.lasts.length
    this.trail = undefined
    this.endsHere = false
    const open: Visit[] = []
    this.stepper.load(words)
    for (const { idle } of this.stepper.locals) this.idle.push(idle ? 1 : 0)
    if (movers.every(thread => !this.stepper.look(thread).able)) this.endsHere = this.isStuck()
    this.follow(movers, open)
    for (let visit = open.pop(); visit !== undefined; visit = open.pop()) this.visit(visit, open)
    this.lasts.push(this.targets.length)
    this.ended.push(this.endsHere ? 1 : 0)
  }

  private visit({ words, trail, written, started }: Visit, open: Visit[]): void {
    const { stepper } = this
    this.trail = trail
    stepper.load(words)
    if (started !== undefined && this.passes(started) && stepper.look(started).able) {
      this.judge.moved(1, 0)
      this.passed += 1
      this.follow([started], open)
      return
    }
    const known = this.numbers.find(...this.fingerprint(words))
    if (known !== undefined) {
      this.targets.push(known)
      return
    }
    stepper.judgeState(written)
    const movers = this.choose()
    if (movers.length === 1 && this.passes(movers[0]!)) {
      this.passed += 1
      this.follow(movers, open)
    } else this.targets.push(this.keep(words, movers))
  }

  /** The threads that move at the state that stands. */
  private choose(): readonly number[] {
    const { stepper, graph, judge } = this
    const { locals, look } = stepper
    const set = ample(graph, locals, look, stepper.bytes)
    const movers = locals
      .filter(({ thread }) => ((set >>> thread) & 1) === 1)
      .map(({ thread }) => thread)
      .filter(thread => look(thread).count > 0)
    judge.moved(locals.every(({ idle }) => idle) ? 0 : this.isStuck() ? 2 : 1, 0)
    return movers
  }

  private isStuck(): boolean {
    const { locals, look } = this.stepper
    return locals.some(({ idle }) => !idle) && locals.every(({ thread, idle }) => idle || !look(thread).able)
  }

  /** Whether a state in which this thread alone moves need not be kept. What is new may close a cycle without a mark. */
  private passes(thread: number): boolean {
    const { idle, marked } = this.stepper.locals[thread]!
    return !idle && !marked && !this.graph.grown
  }

  /** Takes the steps of these threads from the state that stands. */
  private follow(movers: readonly number[], open: Visit[]): void {
    const taken: readonly Taken[] = movers.map(this.stepper.look)
    for (const [index, thread] of movers.entries()) {
      const { steps, count, writes, fatal } = taken[index]!
      const { idle } = this.stepper.locals[thread]!
      if (fatal) this.endsHere = true
      this.transitions += count
      for (const { event, words } of steps)
        open.push({
          words,
          trail: { thread, event, before: this.trail },
          written: writes,
          started: idle ? thread : undefined,
        })
    }
  }

  /** @returns the number of the state, known or new */
  private keep(words: Int32Array, movers: readonly number[]): number {
    const known = this.numbers.size
    const number = this.numbers.add(...this.fingerprint(words))
    if (number < known) return number
    this.next.push({ words, movers })
    for (const { thread, event } of elementsOf(this.trail)) this.steps.push((thread << 16) | event)
    this.ends.push(this.steps.length)
    this.parents.push(this.parent)
    return number
  }

  private here(): Path {
    if (this.parent < 0) return { root: -1 - this.parent, elements: [] }
    return this.pathTo(this.parent, this.trail)
  }

  /** The run to a state that is kept, and on. */
  private pathTo(state: number, trail: Trail | undefined): Path {
    const parts = [elementsOf(trail)]
    let at = state
    while (this.parents.at(at) >= 0) {
      const begin = at === 0 ? 0 : this.ends.at(at - 1)
      const end = this.ends.at(at)
      const codes = Array.from({ length: end - begin }, (_, i) => this.steps.at(begin + i))
      parts.push(codes.map(code => ({ thread: code >>> 16, event: code & 0xffff })))
      at = this.parents.at(at)
    }
    return { root: -1 - this.parents.at(at), elements: parts.reverse().flat() }
  }

  private get bytes(): number {
    const rows = [this.parents, this.ends, this.steps, this.targets, this.lasts, this.idle, this.ended]
    const waiting = (this.level.length + this.next.length) * 4 * this.world.placement.words
    return this.numbers.bytes + waiting + rows.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** @param open states of the level that have yet to be expanded */
  private check(open: number): Cut | undefined {
    const { bounds, clock, transitions, depth } = this
    const states = this.numbers.size
    const seconds = (performance.now() - clock.started) / 1000
    if (bounds.onProgress && seconds - clock.told > TELLING) {
      clock.told = seconds
      bounds.onProgress({ states, transitions, depth, frontier: open + this.next.length, spilled: 0, seconds })
    }
    if (bounds.interrupted?.()) return 'interrupted'
    if (bounds.seconds !== undefined && seconds > bounds.seconds) return 'time'
    if (bounds.states !== undefined && states >= bounds.states) return 'states'
    return this.bytes > bounds.bytes ? 'memory' : undefined
  }
}

const elementsOf = (trail: Trail | undefined): Element[] => {
  const elements: Element[] = []
  for (let at = trail; at !== undefined; at = at.before) elements.push({ thread: at.thread, event: at.event })
  return elements.reverse()
}
