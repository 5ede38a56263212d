/**
 * Random walks: for worlds too large to search. What they find is real; what they do not find may be there.
 *
 * Every step that a visited state offers is judged, one of them is taken: the more likely, the more rarely it was taken
 * before. Walk `i` is made from the seed and `i`, and remembers only the walks of its batch: so walks may be shared out
 * among threads, batch by batch, and are the same whoever makes them.
 */

import { initialStates, run } from '../compile/runner.ts'
import { compile, type World } from '../compile/world.ts'
import type { Property } from '../declare/property.ts'
import type { Sample } from '../declare/result.ts'
import type { AnySystem } from '../declare/system.ts'
import { Judge, type Witness } from '../expand/judge.ts'
import { judging } from '../expand/judging.ts'
import type { Choices } from '../store/choices.ts'
import { tracerOf } from './trace.ts'

export interface Walks {
  /** A whole number: names the walks. */
  readonly seed: number
  /** How many, at most. */
  readonly walks: number
  /** Number of the first one, from 0: a multiple of {@link BATCH}. 0 unless said. */
  readonly first?: number
  /** Steps of a walk, at most. */
  readonly steps: number
  readonly seconds?: number
  readonly interrupted?: () => boolean
  /** Told now and then how many walks were made. */
  readonly onProgress?: (walks: number) => void
}

/**
 * A step never taken is so much more likely than one often taken. More would do harm: walks that seize every rare failure
 * at once never come to what is behind it.
 */
const NOVELTY = 3

/** Walks that share what was rarely taken. */
export const BATCH = 256

/**
 * Walks through a system at random. A trace is the walk that met the violation: verified, not the shortest.
 *
 * @throws InputError when the system says what the engine cannot run
 */
export function sample(system: AnySystem, properties: readonly Property[], walks: Walks): Sample {
  const started = performance.now()
  const world = compile(system, properties)
  const initial = initialStates(world)
  const { words: width, signals, ghosts } = world.placement
  const judge = new WitnessFinder(world, properties)
  const saved = new Int32Array(width)
  const after = new Int32Array(width)
  let state = 0
  let ordinal = 0
  let random = randomFrom(0)
  /** The sum of the weights of all possible steps. */
  let weight = 0
  let chosen = 0
  const taken = new StepCounts(world)
  let fatal = false

  const judgeSignals = () => {
    let raised = 0
    for (let i = signals[0]; i < signals[0] + signals[1]; i++) raised |= words[i]!
    if (raised !== 0 && judge.signal(scope, bytes, state, ordinal)) fatal = true
    for (let i = signals[0]; i < signals[0] + signals[1]; i++) words[i] = 0
  }
  const settle = (returning: number) => {
    judgeSignals()
    if (returning > 0 && !fatal) judge.returned(scope, returning - 1, state, ordinal)
  }
  const emit = (event: number) => {
    judgeSignals()
    if (!fatal) {
      const step = taken.key(saved, words, scope.self, event)
      const own = 1 + NOVELTY / (1 + taken.times(step))
      weight += own
      // Each choice displaces the one before with the odds of its weight, so each is taken with those odds in the end.
      if (random() * weight < own) {
        after.set(words.subarray(0, width))
        judge.next = ordinal
        chosen = step
      }
    }
    fatal = false
    for (let i = ghosts[0]; i < ghosts[0] + ghosts[1]; i++) words[i] = 0
    words.set(saved)
    ordinal += 1
  }
  const runner = run(world, { emit, settle })
  const { bytes, words, scope } = runner
  const { judge: judgeState } = judging(world, runner, judge)

  const trace = tracerOf(world, properties)
  const first = walks.first ?? 0
  let made = 0
  let steps = 0
  const over = () =>
    (walks.interrupted?.() ?? false) ||
    (walks.seconds !== undefined && performance.now() - started > walks.seconds * 1000)
  for (; made < walks.walks && !over(); made++) {
    judge.walk = first + made
    if (judge.walk % BATCH === 0) taken.forget()
    if (judge.walk % BATCH === 0) walks.onProgress?.(made)
    random = randomFrom(scramble(walks.seed, judge.walk))
    judge.root = Math.floor(random() * initial.length)
    judge.path.length = 0
    saved.set(initial[judge.root]!.words)
    for (state = 0; ; state++) {
      words.set(saved)
      runner.renew()
      judgeState(state, -1, 0)
      ordinal = 0
      weight = 0
      judge.moved(runner.expand(), state, runner.bytes)
      if (weight === 0 || state >= walks.steps) break
      judge.path.push(judge.next)
      saved.set(after)
      taken.count(chosen)
      steps += 1
    }
  }
  return {
    seed: walks.seed,
    walks: made,
    steps,
    judgements: judge.all.map(({ property, judged }) => {
      const chosen = judge.choices.get(property.name)
      return {
        property: property.name,
        kind: property.kind,
        outcome: chosen
          ? {
              verdict: 'violated' as const,
              trace: trace(property, initial[chosen.root]!, chosen.ordinals),
              walk: chosen.walk,
            }
          : { verdict: 'sampled' as const },
        judged: property.kind === 'signal' ? steps : judged,
      }
    }),
    goals: judge.goals.map(({ goal, reached }) => ({ goal: goal.name, reached })),
    seconds: (performance.now() - started) / 1000,
  }
}

/** Merges the samples of threads that shared the walks. */
export function together(samples: readonly Sample[]): Sample {
  const [one] = samples
  const sum = (of: (sample: Sample) => number) => samples.reduce((total, sample) => total + of(sample), 0)
  const judgements = one!.judgements.map((judgement, index) => {
    const all = samples.map(({ judgements }) => judgements[index]!)
    const walkOf = ({ outcome }: typeof judgement) =>
      outcome.verdict === 'violated' ? outcome.walk : Number.POSITIVE_INFINITY
    const { outcome } = all.reduce((first, other) => (walkOf(other) < walkOf(first) ? other : first))
    return { ...judgement, outcome, judged: sum(({ judgements }) => judgements[index]!.judged) }
  })
  return {
    seed: one!.seed,
    walks: sum(({ walks }) => walks),
    steps: sum(({ steps }) => steps),
    judgements,
    goals: one!.goals.map(({ goal }, index) => ({ goal, reached: samples.some(({ goals }) => goals[index]!.reached) })),
    seconds: Math.max(...samples.map(({ seconds }) => seconds)),
  }
}

/** How often each step was taken: from a control point, by an event, to a control point. */
class StepCounts {
  private readonly world: World
  private readonly counts = new Map<number, number>()
  /** Below it lie the numbers of a thread's events. */
  private readonly events: number

  constructor(world: World) {
    this.world = world
    this.events = world.fanout
  }

  /** Threads differ only while they are idle: in what they may start. */
  key(before: Int32Array, after: Int32Array, thread: number, event: number): number {
    const { control } = this.world.placement.threads[thread]!
    const at = (words: Int32Array) => (words[control >> 2]! >>> ((control & 2) * 8)) & 0xffff
    const from = at(before)
    return ((from === 0 ? -1 - thread : from) * this.events + event) * POINTS + at(after)
  }

  times(key: number): number {
    return this.counts.get(key) ?? 0
  }

  count(key: number): void {
    this.counts.set(key, this.times(key) + 1)
  }

  forget(): void {
    this.counts.clear()
  }
}

/** More than the control points of any world. */
const POINTS = 2 ** 16

/** Keeps the walk that led to each first witness. */
class WitnessFinder extends Judge {
  /** Number of the walk, from 0. */
  walk = 0
  /** Index of the initial state, and the steps taken from there. */
  root = 0
  readonly path: number[] = []
  /** The step that will be taken, among those of the present state. */
  next = 0
  readonly choices = new Map<string, Choices & { readonly walk: number }>()

  override found(judged: Parameters<Judge['found']>[0], witness: Witness): void {
    super.found(judged, witness)
    const ordinals = witness.ordinal === undefined ? [...this.path] : [...this.path, witness.ordinal]
    this.choices.set((judged.property as Property).name, { root: this.root, ordinals, walk: this.walk })
  }
}

/** A seed for walk `i`: seeds that differ a little give walks that have nothing in common. */
const scramble = (seed: number, i: number): number => {
  let x = Math.imul(seed, 0x9e3779b1) ^ Math.imul(i + 1, 0x85ebca77) ^ Math.floor(seed / 2 ** 32)
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d)
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b)
  return x ^ (x >>> 16)
}

/** Numbers from 0 to below 1, the same ones for the same seed. */
const randomFrom = (seed: number) => {
  let state = seed | 0
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let x = Math.imul(state ^ (state >>> 15), state | 1)
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61)
    return ((x ^ (x >>> 14)) >>> 0) * 2 ** -32
  }
}
