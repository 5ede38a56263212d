/**
 * The steps of a state, thread by thread, and what promises say of it.
 *
 * A step is a function of the part of its thread and of what it reads, so it is taken once for all states that agree in
 * these; so is every check of a promise. Where threads may change places, what is taken or asked for the first time is
 * tried in all their places, too: it must come to the same, with the threads renamed. So what is seen in one place is
 * seen in all.
 */
import type { World } from '../compile/world.ts'
import { type Answer, type Attempt, Attempts } from './attempts.ts'
import { type Bits, include, meet } from './local/bits.ts'
import type { LocalGraph } from './local/local-graph.ts'
import type { LocalState, LocalStep, Taken } from './local/local-state.ts'
import { Memo } from './local/memo.ts'
import type { Finder } from './paths.ts'
import type { Symmetry } from './symmetry.ts'

/** A step or a promise tells threads apart that are declared alike: they may not change places. */
export class ToldApart extends Error {}

export class Stepper {
  /** The local state of every thread. */
  locals: readonly LocalState[] = []
  /** Per transition of the flattened operations: 1 once it has fired. */
  readonly fired: Uint8Array
  /** The state that stands. */
  readonly bytes: Uint8Array
  private readonly words: Int32Array
  private readonly world: World
  private readonly graph: LocalGraph
  private readonly judge: Finder
  private readonly symmetry: Symmetry
  private readonly attempts: Attempts
  /** By thread: what came of its attempt, once it was made. */
  private readonly taken: (Taken | undefined)[]
  /** By state property, then goal. */
  private readonly answers: readonly Memo<Answer>[]

  constructor(world: World, graph: LocalGraph, judge: Finder, symmetry: Symmetry) {
    this.world = world
    this.graph = graph
    this.judge = judge
    this.symmetry = symmetry
    this.attempts = new Attempts(world, graph, judge.selected)
    this.words = new Int32Array(world.placement.words)
    this.bytes = new Uint8Array(this.words.buffer)
    this.fired = new Uint8Array(world.flats.reduce((sum, { transitions }) => sum + transitions.length, 0))
    this.taken = world.placement.threads.map(() => undefined)
    this.answers = Array.from({ length: graph.properties }, () => new Memo())
  }

  /** Lets a state stand. */
  load(words: Int32Array, locals: readonly LocalState[]): void {
    this.words.set(words)
    this.locals = locals
    this.taken.fill(undefined)
  }

  /** All steps of a thread. */
  readonly look = (thread: number): Taken => {
    const known = this.taken[thread]
    if (known !== undefined) return known
    const local = this.locals[thread]!
    const taken = local.attempts.find(this.bytes) ?? this.tried(local)
    this.taken[thread] = taken
    return taken
  }

  /** The state to which a step leads. */
  after(step: LocalStep): Int32Array {
    return this.made(step, this.words)
  }

  /** Judges the state that stands by the state properties and goals that read one of these bytes; by all unless said. */
  judgeState(written?: Bits): void {
    this.answers.forEach((memo, index) => {
      if (written !== undefined && !meet(this.graph.reads(index), written)) return
      if (memo.find(this.bytes) === undefined) memo.add(...this.asked(index))
    })
  }

  private tried(local: LocalState): Taken {
    const { judge, symmetry, graph, fired, words } = this
    const attempt = this.attempt(local, words)
    judge.saw(attempt, local.thread)
    for (const transition of attempt.fired) fired[transition] = 1
    for (let renaming = 1; renaming < symmetry.renamings.length; renaming++) {
      const place = graph.as(symmetry.renamings[renaming]![local.thread]!, local)
      const image = symmetry.image(renaming, words)
      if (this.isImage(renaming, attempt, words, this.attempt(place, image), image)) continue
      const { operation, at } = this.world.points[local.part[0]! & 0xffff]!
      throw new ToldApart(`"${operation}" at "${at}" tells them apart`)
    }
    return attempt.taken
  }

  /** Takes the steps, and remembers what came of them. */
  private attempt(local: LocalState, words: Int32Array): Attempt {
    const attempt = this.attempts.step(local, words)
    const { taken } = attempt
    const bytes = new Uint8Array(words.buffer)
    if (!local.idle) this.graph.note(local, taken.reads, taken.writes, taken.able, bytes)
    for (const { to } of taken.steps) this.graph.leads(local, to)
    if (local.attempts.find(bytes) === undefined) local.attempts.add(attempt.bytes, bytes, taken)
    return attempt
  }

  /** Whether two attempts agree up to the permutation: one of a state, the other of its image. */
  private isImage(renaming: number, a: Attempt, words: Int32Array, b: Attempt, image: Int32Array): boolean {
    const { symmetry } = this
    const { taken } = a
    return (
      telling(a) === telling(b) &&
      isWithin(b.taken.reads, symmetry.moved(renaming, taken.reads)) &&
      b.taken.writes.join() === symmetry.moved(renaming, taken.writes).join() &&
      taken.steps.every((step, index) => {
        const moved = symmetry.image(renaming, this.made(step, words))
        return moved.join() === this.made(b.taken.steps[index]!, image).join()
      })
    )
  }

  private asked(index: number): Parameters<Memo<Answer>['add']> {
    const { symmetry, attempts, graph, judge, words, bytes } = this
    const answer = attempts.ask(index, words)
    graph.noteJudged(index, answer.reads)
    judge.heard(index, answer.verdict)
    for (let renaming = 1; renaming < symmetry.renamings.length; renaming++) {
      const { verdict, reads } = attempts.ask(index, symmetry.image(renaming, words))
      graph.noteJudged(index, reads)
      if (verdict !== answer.verdict || !isWithin(reads, symmetry.moved(renaming, answer.reads)))
        throw new ToldApart(`"${judge.nameOf(index)}" tells them apart`)
    }
    return [answer.bytes, bytes, answer]
  }

  private made({ to, bytes, values }: LocalStep, words: Int32Array): Int32Array {
    const made = words.slice()
    const vector = new Uint8Array(made.buffer)
    for (let i = 0; i < bytes.length; i++) vector[bytes[i]!] = values[i]!
    made.set(to.part, this.world.placement.threads[to.thread]!.control / 4)
    return made
  }
}

/** All of an attempt that is the same in other places. */
const telling = ({ taken: { able, fatal, count, steps }, breaches, fired }: Attempt): string =>
  JSON.stringify([able, fatal, count, steps.map(({ event }) => event), breaches, fired])

const isWithin = (few: Bits, many: Bits): boolean => !include(many.slice(), few)
