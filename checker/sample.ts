/**
 * Random walks: for worlds too large to search. What they find is real; what they do not find may be there.
 *
 * Every step that a visited state offers is judged, one of them is taken. The same seed takes the same walks.
 */
import { compile } from './compile.ts'
import { Judge, type Witness } from './judge.ts'
import { judging } from './judging.ts'
import type { Line } from './line.ts'
import type { Property } from './property.ts'
import type { Sample } from './result.ts'
import { initialStates, run } from './runner.ts'
import type { AnySystem } from './system.ts'
import { tracerOf } from './trace.ts'

export interface Walks {
  /** A whole number: names the walks. */
  readonly seed: number
  /** How many, at most. */
  readonly walks: number
  /** Steps of a walk, at most. */
  readonly steps: number
  readonly seconds?: number
  readonly interrupted?: () => boolean
}

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
  const judge = new Finder(world, properties)
  const random = randomFrom(walks.seed)
  const saved = new Int32Array(width)
  const taken = new Int32Array(width)
  let state = 0
  let ordinal = 0
  let choices = 0
  let fatal = false

  const judgeSignals = () => {
    let raised = 0
    for (let i = signals[0]; i < signals[0] + signals[1]; i++) raised |= words[i]!
    if (raised !== 0 && judge.signal(scope, state, ordinal)) fatal = true
    for (let i = signals[0]; i < signals[0] + signals[1]; i++) words[i] = 0
  }
  const settle = (returning: number) => {
    judgeSignals()
    if (returning > 0 && !fatal) judge.returned(scope, returning - 1, state, ordinal)
  }
  const emit = () => {
    judgeSignals()
    if (!fatal) {
      choices += 1
      // The k-th choice displaces the one before with odds 1 : k, so each is taken with equal odds in the end.
      if (random() * choices < 1) {
        taken.set(words.subarray(0, width))
        judge.next = ordinal
      }
    }
    fatal = false
    for (let i = ghosts[0]; i < ghosts[0] + ghosts[1]; i++) words[i] = 0
    words.set(saved)
    ordinal += 1
  }
  const runner = run(world, { emit, settle }, false)
  const { words, scope } = runner
  const { judge: judgeState } = judging(world, runner, judge)

  const trace = tracerOf(world, properties)
  let made = 0
  let steps = 0
  const over = () =>
    (walks.interrupted?.() ?? false) ||
    (walks.seconds !== undefined && performance.now() - started > walks.seconds * 1000)
  for (; made < walks.walks && !over(); made++) {
    judge.root = Math.floor(random() * initial.length)
    judge.path.length = 0
    saved.set(initial[judge.root]!.words)
    for (state = 0; ; state++) {
      words.set(saved)
      judgeState(state, -1, 0)
      ordinal = 0
      choices = 0
      judge.moved(runner.expand(), state)
      if (choices === 0 || state >= walks.steps) break
      judge.path.push(judge.next)
      saved.set(taken)
      steps += 1
    }
  }
  return {
    seed: walks.seed,
    walks: made,
    steps,
    judgements: judge.all.map(({ property, judged }) => {
      const line = judge.lines.get(property.name)
      return {
        property: property.name,
        kind: property.kind,
        outcome: line
          ? {
              verdict: 'violated' as const,
              trace: trace(property, initial[line.root]!, line.ordinals),
            }
          : { verdict: 'sampled' as const },
        judged: property.kind === 'signal' ? steps : judged,
      }
    }),
    goals: judge.goals.map(({ goal, reached }) => ({ goal: goal.name, reached })),
    seconds: (performance.now() - started) / 1000,
  }
}

/** Keeps the walk that led to each first witness. */
class Finder extends Judge {
  /** Index of the initial state, and the steps taken from there. */
  root = 0
  readonly path: number[] = []
  /** The step that will be taken, among those of the present state. */
  next = 0
  readonly lines = new Map<string, Line>()

  override found(judged: Parameters<Judge['found']>[0], witness: Witness): void {
    super.found(judged, witness)
    const ordinals = witness.ordinal === undefined ? [...this.path] : [...this.path, witness.ordinal]
    this.lines.set((judged.property as Property).name, { root: this.root, ordinals })
  }
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
