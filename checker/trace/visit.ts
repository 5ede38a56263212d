/**
 * A world walked by hand: what a path leads to, what could come next, and the nearest violation.
 */
import { initialStates } from '../compile/runner.ts'
import { compile, type World } from '../compile/world.ts'
import { InputError } from '../declare/errors.ts'
import type { Property } from '../declare/property.ts'
import type { TraceStep } from '../declare/result.ts'
import type { AnySystem } from '../declare/system.ts'
import { type Element, elementOf, parseElement, parsePath } from './path.ts'
import { type Broken, type TakenStep, Walk } from './walk.ts'

export interface Visit {
  readonly steps: readonly TraceStep[]
  /** What the last step, or the state that it leads to, breaks. */
  readonly broken: readonly Broken[]
  /** Shared fields as they are now. */
  readonly shared: Readonly<Record<string, number | readonly number[]>>
  /** Where each thread is; '' while it is idle. */
  readonly threads: readonly { readonly operation: string; readonly at: string }[]
  readonly possible: readonly Possible[]
  /** The same for the same state. */
  readonly key: string
}

export interface Possible {
  readonly step: TraceStep
  readonly broken: readonly Broken[]
}

/** The nearest violation, or how many states were looked at in vain; all that can be reached unless `cut`. */
type Nearest =
  | { readonly found: true; readonly path: string }
  | { readonly found: false; readonly states: number; readonly cut: boolean }

export class Visitor {
  private readonly world: World
  private readonly properties: readonly Property[]
  private readonly starts: ReturnType<typeof initialStates>

  constructor(system: AnySystem, properties: readonly Property[]) {
    this.world = compile(system, properties)
    this.properties = properties
    this.starts = initialStates(this.world)
  }

  /** @throws InputError when an element is malformed, or not possible where it stands */
  visit(initial: number, path: string): Visit {
    const { walk, steps, broken, over } = this.walked(initial, path)
    const possible = over ? [] : walk.elements().map(element => this.tried(walk.words, element))
    const { shared, threads } = walk.state()
    return { steps, broken, shared, threads, possible, key: keyOf(walk.words) }
  }

  /** Goes on from a path, breadth first, to what is not broken there already. @param most states to look at */
  nearestViolation(initial: number, path: string, most: number): Nearest {
    const { walk, over } = this.walked(initial, path)
    if (over) return { found: false, states: 0, cut: false }
    const known = new Set(walk.judge().map(({ property }) => property))
    const seen = new Set([keyOf(walk.words)])
    let level = [{ words: walk.words.slice(), path }]
    while (level.length > 0) {
      const next: typeof level = []
      for (const { words, path } of level) {
        walk.begin(this.properties, words)
        for (const element of walk.elements()) {
          walk.begin(this.properties, words)
          const taken = takeOf(walk, element)
          const there = path === '' ? element : `${path}.${element}`
          const broken = taken.fatal ? taken.broken : [...taken.broken, ...walk.judge()]
          if (broken.some(({ property }) => !known.has(property))) return { found: true, path: there }
          const key = keyOf(walk.words)
          if (taken.fatal || seen.has(key)) continue
          if (seen.size >= most) return { found: false, states: seen.size, cut: true }
          seen.add(key)
          next.push({ words: walk.words.slice(), path: there })
        }
      }
      level = next
    }
    return { found: false, states: seen.size, cut: false }
  }

  private walked(initial: number, path: string) {
    const start = this.starts.find(one => one.initial === initial)
    if (start === undefined)
      throw new InputError(
        `this world has no initial state ${initial}: it has ${this.starts.map(one => one.initial).join(', ')}`,
      )
    const walk = new Walk(this.world, this.properties, start.words)
    const steps: TraceStep[] = []
    let broken = walk.judge()
    let over = false
    for (const element of parsePath(path).map(nameOf)) {
      const at = `step ${steps.length + 1}, "${element}",`
      if (over) throw new InputError(`${at} is not possible: step ${steps.length} ended the world`)
      if (!walk.elements().includes(element))
        throw new InputError(`${at} is not possible: possible there ${walk.elements().join(', ') || 'is nothing'}`)
      const taken = takeOf(walk, element)
      steps.push(taken.step)
      over = taken.fatal
      broken = over ? taken.broken : [...taken.broken, ...walk.judge()]
    }
    return { walk, steps, broken, over }
  }

  private tried(words: Int32Array, element: string): Possible {
    const walk = new Walk(this.world, this.properties, words)
    const { step, broken, fatal } = takeOf(walk, element)
    return { step, broken: fatal ? broken : [...broken, ...walk.judge()] }
  }
}

function takeOf(walk: Walk, element: string): TakenStep {
  const { thread, event } = parseElement(element)
  return walk.takeOf(thread, event)!
}

const nameOf = ({ thread, event }: Element): string => elementOf(thread, event)

const keyOf = (words: Int32Array): string => words.join()
