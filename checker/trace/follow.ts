/**
 * Follows a run of one system in another: the same threads start the same calls and change the shared state in the same
 * way, by machines that may differ.
 */
import { initialStates } from '../compile/runner.ts'
import { compile, type World } from '../compile/world.ts'
import type { Property } from '../declare/property.ts'
import type { Trace, TraceStep } from '../declare/result.ts'
import type { AnySystem } from '../declare/system.ts'
import { saysEndless } from '../expand/livelock.ts'
import { parseElement, parsePath } from './path.ts'
import { Walk } from './walk.ts'

/** A property that the other system breaks along a trace, and after which it makes no progress. */
export interface DeadEnd {
  readonly property: string
  /** The number of steps of the trace before it. */
  readonly after: number
  /** The number of steps of the trace before the shared state changes again; all of them if it does not. */
  readonly until: number
}

/** So many pairs of a step and a state of the other system are looked at. */
const MOST = 20_000

/**
 * The first dead end of the other system along a trace. These are dead ends: a stuck state; a call that never returns and
 * changes nothing any more; a signal after which a call never returns; a signal in `last`. A fatal signal is a dead end only
 * if the other system could do the rest of the trace, had the signal not stopped it.
 *
 * @param properties those that the other system breaks
 * @param last names of signals; what the other system does after one of them does not count
 */
export function deadEndAlong(
  system: AnySystem,
  { initial, steps }: Pick<Trace, 'initial' | 'steps'>,
  other: AnySystem,
  properties: readonly Property[],
  last: ReadonlySet<string> = new Set(),
): DeadEnd | undefined {
  const [world, there] = [compile(system, properties), compile(other, properties)]
  const [start, otherStart] = [world, there].map(
    one => initialStates(one).find(state => state.initial === initial)?.words,
  )
  if (start === undefined || otherStart === undefined) return undefined
  const texts = [textOf(new Walk(world, [], start))]
  retrace(world, start, steps, walk => texts.push(textOf(walk)))
  if (texts.length <= steps.length) return undefined
  return new Follower(there, { properties, last, steps, texts }).firstDeadEnd(otherStart)
}

/**
 * Takes the steps of a trace again.
 *
 * @param onLook told when what a step runs has run, of all that are possible: whether it is the one that is taken
 */
export function takeAgain(
  system: AnySystem,
  { initial, steps }: Pick<Trace, 'initial' | 'steps'>,
  onLook: (isTaken: boolean) => void,
): void {
  const world = compile(system, [])
  const start = initialStates(world).find(state => state.initial === initial)!
  retrace(world, start.words, steps, () => {}, onLook)
}

function retrace(
  world: World,
  start: Int32Array,
  steps: readonly TraceStep[],
  onStep: (walk: Walk) => void,
  onLook: (isTaken: boolean) => void = () => {},
): void {
  const walk = new Walk(world, [], start)
  for (const { element } of steps) {
    if (!takeElement(walk, element, onLook)) return
    // Steps that came behind it were looked at, too.
    onLook(false)
    onStep(walk)
  }
}

interface Followed {
  /** Steps of the trace that were followed. */
  readonly after: number
  readonly words: Int32Array
  /** A fatal signal on the way. */
  readonly fatal?: EndAt
}

type EndAt = Omit<DeadEnd, 'until'>

interface Following {
  readonly properties: readonly Property[]
  readonly last: ReadonlySet<string>
  readonly steps: readonly TraceStep[]
  /** What is shared after so many steps. */
  readonly texts: readonly string[]
}

class Follower {
  private readonly walk: Walk
  private readonly world: World
  private readonly asked: Following

  constructor(world: World, asked: Following) {
    this.world = world
    this.asked = asked
    this.walk = new Walk(world, asked.properties, new Int32Array(world.placement.words))
  }

  firstDeadEnd(start: Int32Array): DeadEnd | undefined {
    const { steps, texts, last } = this.asked
    const ends: EndAt[] = []
    const seen = new Set<string>()
    const open: Followed[] = []
    const add = (after: number, words: Int32Array, fatal?: EndAt): void => {
      const key = `${after} ${fatal?.property ?? ''} ${words.join()}`
      if (seen.has(key) || seen.size >= MOST) return
      seen.add(key)
      open.push({ after, words, ...(fatal && { fatal }) })
    }
    this.begin(start)
    if (textOf(this.walk) === texts[0]) add(0, start)
    for (let at = 0; at < open.length; at++) {
      const { after, words, fatal } = open[at]!
      const step = steps[after]
      const property = this.endAt(words, step?.thread)
      if (property !== undefined) ends.push({ property, after })
      if (step === undefined && fatal) ends.push(fatal)
      if (step === undefined || property !== undefined) continue
      if (step.starts === undefined && texts[after] === texts[after + 1]) add(after + 1, words, fatal)
      for (const one of this.stepsOf(words, step.thread)) {
        // A call is started where the trace starts it.
        if (one.isStart && one.element !== step.element) continue
        const reached = [
          ...(one.isStart === (step.starts !== undefined) && one.text === texts[after + 1] ? [after + 1] : []),
          ...(!one.isStart && one.text === texts[after] ? [after] : []),
        ]
        for (const there of reached) {
          const signal = one.signal === undefined ? undefined : { property: one.signal, after: there }
          if (signal && (last.has(signal.property) || this.isEndless(one.words))) ends.push(signal)
          else add(there, one.words, fatal ?? (one.fatal ? signal : undefined))
        }
      }
    }
    const first = ends.sort((a, b) => a.after - b.after)[0]
    return first && { ...first, until: this.until(first.after) }
  }

  private until(after: number): number {
    const { steps, texts } = this.asked
    const isIdle = steps[after] !== undefined && texts[after] === texts[after + 1]
    return isIdle ? this.until(after + 1) : after
  }

  /** Another call may be what lets the thread go on: that is no dead end. */
  private endAt(words: Int32Array, thread: number | undefined): string | undefined {
    this.begin(words)
    const stuck = this.walk.judge().find(({ property }) => this.kindOf(property) === 'stuck')
    if (stuck) return stuck.property
    if (thread === undefined || !this.doesNothing(words, thread) || !this.isEndless(words)) return undefined
    return this.asked.properties.find(({ kind }) => kind === 'progress')!.name
  }

  private isEndless(words: Int32Array): boolean {
    const { properties } = this.asked
    return (
      properties.some(({ kind }) => kind === 'progress') && saysEndless(this.world, words, properties) !== undefined
    )
  }

  /** Whether a call of the thread goes round, and changes nothing that is shared. */
  private doesNothing(words: Int32Array, thread: number): boolean {
    this.begin(words)
    const text = textOf(this.walk)
    const seen = new Set([words.join()])
    const open = [words]
    for (let next = open.pop(); next; next = open.pop()) {
      this.begin(next)
      if (this.walk.state().threads[thread]!.operation === '') return false
      for (const one of this.stepsOf(next, thread)) {
        if (one.text !== text || seen.size >= MOST) return false
        if (seen.has(one.words.join())) continue
        seen.add(one.words.join())
        open.push(one.words)
      }
    }
    return seen.size > 1
  }

  private stepsOf(words: Int32Array, thread: number) {
    this.begin(words)
    return this.walk
      .elements()
      .filter(element => parsePath(element)[0]!.thread === thread)
      .map(element => {
        this.begin(words)
        const { step, fatal, broken } = takeElement(this.walk, element)!
        const signal = broken.find(({ property }) => this.kindOf(property) === 'signal')?.property
        return {
          element,
          isStart: step.starts !== undefined,
          words: this.walk.words.slice(),
          text: textOf(this.walk),
          signal,
          fatal,
        }
      })
  }

  private begin(words: Int32Array): void {
    this.walk.begin(this.asked.properties, words)
  }

  private readonly kindOf = (name: string) => this.asked.properties.find(one => one.name === name)?.kind
}

const textOf = (walk: Walk): string => JSON.stringify(walk.state().shared)

function takeElement(walk: Walk, element: string, onLook: (isTaken: boolean) => void = () => {}) {
  const { thread, event } = parseElement(element)
  return walk.take((whose, which) => {
    const isTaken = whose === thread && which === event
    onLook(isTaken)
    return isTaken
  })
}
