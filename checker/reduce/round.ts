/**
 * A search that takes only steps that stand for the others, and keeps only states at which runs part.
 *
 * Breadth first. A state is passed on the way, and not kept, where one thread alone moves: no cycle consists of such
 * states. A thread that starts a call takes the first step of the call at once if it can: nobody sees that it has started.
 * Accesses of steps are observed during the search, and decide the ample sets. When a new one is observed, the search starts
 * again (see `ample`).
 *
 * Every state gives its place to the one that stands for all to which threads that are alike can change it (see
 * `Symmetry`): to take fewer steps from there is to take their images from all others, for what is seen in one place is
 * seen in all. So both reductions are of one graph.
 */

import type { initialStates } from '../compile/runner.ts'
import type { World } from '../compile/world.ts'
import type { Limits } from '../declare/limits.ts'
import type { Cut } from '../declare/result.ts'
import type { Livelock } from '../expand/livelock.ts'
import { fingerprints } from '../store/seen/fingerprint.ts'
import { KeptGraph, type Mark, type Passing } from './kept-graph.ts'
import { ample } from './local/ample.ts'
import type { Bits } from './local/bits.ts'
import type { LocalGraph } from './local/local-graph.ts'
import type { LocalState, Taken } from './local/local-state.ts'
import type { Finder } from './paths.ts'
import type { Trail } from './runs.ts'
import type { Stepper } from './stepper.ts'
import type { Symmetry } from './symmetry.ts'

/** The limits of a search; all rounds together take no longer than `seconds`. */
export type ReducedBounds = Pick<Limits, 'seconds' | 'states' | 'stopAtFirst' | 'interrupted' | 'onProgress'> & {
  readonly bytes: number
  /** Whether steps stand for others, and threads. */
  readonly steps: boolean
  readonly threads: boolean
}

/** The result of a round. */
export interface Found {
  /** States kept, steps taken, and levels of states that are kept. */
  readonly states: number
  readonly transitions: number
  readonly depth: number
  /** How often a state was passed and not kept. */
  readonly passed: number
  readonly endless: Livelock | undefined
  readonly bytes: number
}

/** A state on the way from one that is kept. */
interface TrailVisit {
  readonly words: Int32Array
  readonly locals: readonly LocalState[]
  readonly trail: Trail | undefined
  /** How threads have changed places since the state that is kept. */
  readonly renaming: number
  /** The bytes that the last step wrote. */
  readonly written: Bits
  /** The thread that has just started a call. */
  readonly started: number | undefined
}

type Open = TrailVisit | Passing

/** A state that is kept and has yet to be expanded, and the threads that move there. */
interface KeptState {
  readonly words: Int32Array
  readonly locals: readonly LocalState[]
  readonly movers: readonly number[]
}

/** The parts that all rounds share: observed accesses, and the stepper. */
interface Means {
  readonly graph: LocalGraph
  readonly symmetry: Symmetry
  readonly stepper: Stepper
  readonly judge: Finder
}

/** Seconds between two tellings of progress, and states between two looks at the bounds. */
const TELLING = 0.2
const LOOKING = 256

export class Round {
  sawMore = false
  private transitions = 0
  private depth = 0
  private passed = 0
  private level: KeptState[] = []
  private next: KeptState[] = []
  /** The state that is being expanded, and the one that is being visited on the way from there. */
  private parent = -1
  private trail: Trail | undefined
  private readonly kept: KeptGraph
  private readonly graph: LocalGraph
  private readonly symmetry: Symmetry
  private readonly stepper: Stepper
  private readonly judge: Finder
  private readonly bounds: ReducedBounds
  private readonly clock: { readonly started: number; told: number }
  private readonly fingerprint: (words: Int32Array) => Mark

  constructor(
    { placement }: World,
    { graph, symmetry, stepper, judge }: Means,
    bounds: ReducedBounds,
    clock: Round['clock'],
  ) {
    this.kept = new KeptGraph(symmetry)
    this.graph = graph
    this.symmetry = symmetry
    this.stepper = stepper
    this.judge = judge
    this.bounds = bounds
    this.clock = clock
    this.fingerprint = fingerprints(placement.words)
    judge.here = () => this.kept.runs.pathTo(this.parent, this.trail)
  }

  get found(): Found {
    const { judge, kept, transitions, depth, passed, bytes } = this
    const endless = kept.isWhole && judge.progresses.length > 0 ? kept.endless() : undefined
    if (endless)
      for (const { property } of judge.progresses)
        judge.paths.set(property.name, kept.runs.pathTo(endless.state, undefined))
    return { states: kept.size, transitions, depth, passed, endless, bytes }
  }

  search(initial: ReturnType<typeof initialStates>): Cut | undefined {
    const { graph, stepper } = this
    initial.forEach(({ words }, root) => {
      this.parent = -1 - root
      const common = this.commonFor(words, graph.all(words))
      stepper.load(common.words, common.locals)
      stepper.judgeState()
      this.keep(common.words, common.locals, this.choose())
    })
    return this.goOn()
  }

  private goOn(): Cut | undefined {
    for (;;) {
      // The new accesses serve the rest of the round, which is repeated all the same.
      if (this.graph.grown) {
        this.sawMore = true
        this.graph.settle()
      }
      this.level = this.next
      this.next = []
      if (this.level.length === 0) return undefined
      if (this.kept.expanded > 0) this.depth += 1
      if (this.bounds.stopAtFirst && this.judge.broken) return 'first-violation'
      for (const [index, kept] of this.level.entries()) {
        const cut = index % LOOKING === 0 ? this.check(this.level.length - index) : undefined
        if (cut !== undefined) return cut
        this.expand(kept)
      }
    }
  }

  private expand({ words, locals, movers }: KeptState): void {
    const { stepper } = this
    const { kept } = this
    this.parent = kept.expanded
    this.trail = undefined
    const open: Open[] = []
    stepper.load(words, locals)
    kept.begin(locals)
    if (movers.every(thread => !stepper.look(thread).able) && this.isStuck()) kept.ends()
    this.follow(movers, undefined, 0, open)
    for (let each = open.pop(); each !== undefined; each = open.pop()) {
      if ('words' in each) this.visit(each, open)
      else kept.close(each)
    }
    kept.end()
  }

  private visit({ words, locals, trail, renaming, written, started }: TrailVisit, open: Open[]): void {
    const { stepper, symmetry, kept } = this
    this.trail = trail
    const common = this.commonFor(words, locals)
    const changed = symmetry.both(renaming, common.renaming)
    const mark = this.fingerprint(common.words)
    if (kept.knows(mark, changed)) return
    stepper.load(common.words, common.locals)
    const starter = started === undefined ? undefined : symmetry.renamings[common.renaming]![started]!
    if (starter !== undefined && this.passes(starter) && stepper.look(starter).able) {
      this.judge.moved(1, 0, stepper.bytes)
      this.pass([starter], mark, trail, changed, open)
      return
    }
    stepper.judgeState(common.renaming === 0 ? written : symmetry.moved(common.renaming, written))
    const movers = this.choose()
    if (movers.length === 1 && this.passes(movers[0]!)) this.pass(movers, mark, trail, changed, open)
    else kept.leadTo(this.keep(common.words, common.locals, movers), changed)
  }

  private pass(movers: readonly number[], mark: Mark, trail: Trail | undefined, renaming: number, open: Open[]): void {
    this.passed += 1
    open.push(this.kept.passing(mark, renaming))
    this.follow(movers, trail, renaming, open)
  }

  /** The state that stands for all to which threads that are alike can change this one. */
  private commonFor(words: Int32Array, locals: readonly LocalState[]) {
    const { symmetry, graph } = this
    const renaming = symmetry.toCommon(words, locals)
    if (renaming === 0) return { renaming, words, locals }
    const places = symmetry.renamings[renaming]!
    return {
      renaming,
      words: symmetry.image(renaming, words),
      locals: places.map((_, place) => graph.as(place, locals[places.indexOf(place)]!)),
    }
  }

  /** The threads that move at the state that stands. */
  private choose(): readonly number[] {
    const { stepper, graph, judge } = this
    const { locals, look } = stepper
    const set = this.bounds.steps ? ample(graph, locals, look, stepper.bytes) : 2 ** locals.length - 1
    const movers = locals
      .filter(({ thread }) => ((set >>> thread) & 1) === 1)
      .map(({ thread }) => thread)
      .filter(thread => look(thread).count > 0)
    judge.moved(locals.every(({ idle }) => idle) ? 0 : this.isStuck() ? 2 : 1, 0, stepper.bytes)
    return movers
  }

  private isStuck(): boolean {
    const { locals, look } = this.stepper
    return locals.some(({ idle }) => !idle) && locals.every(({ thread, idle }) => idle || !look(thread).able)
  }

  /** Whether a state in which this thread alone moves need not be kept. What is new may close a cycle without a mark. */
  private passes(thread: number): boolean {
    const { idle, marked } = this.stepper.locals[thread]!
    return this.bounds.steps && !idle && !marked && !this.graph.grown
  }

  /** Takes the steps of these threads from the state that stands. */
  private follow(movers: readonly number[], before: Trail | undefined, renaming: number, open: Open[]): void {
    const { stepper } = this
    const { locals } = stepper
    const taken: readonly Taken[] = movers.map(stepper.look)
    for (const [index, thread] of movers.entries()) {
      const { steps, count, writes, fatal } = taken[index]!
      if (fatal) this.kept.ends()
      this.transitions += count
      for (const step of steps)
        open.push({
          words: stepper.after(step),
          locals: locals.with(thread, step.to),
          trail: { thread, event: step.event, before },
          renaming,
          written: writes,
          started: locals[thread]!.idle ? thread : undefined,
        })
    }
  }

  /** @returns the number of the state, known or new */
  private keep(words: Int32Array, locals: readonly LocalState[], movers: readonly number[]): number {
    const known = this.kept.size
    const number = this.kept.add(this.fingerprint(words), this.parent, this.trail)
    if (number === known) this.next.push({ words, locals, movers })
    return number
  }

  private get bytes(): number {
    const waiting = this.level[0] ?? this.next[0]
    return this.kept.bytes + (this.level.length + this.next.length) * (waiting?.words.byteLength ?? 0)
  }

  /** @param open states of the level that have yet to be expanded */
  private check(open: number): Cut | undefined {
    const { bounds, clock, transitions, depth } = this
    const states = this.kept.size
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
