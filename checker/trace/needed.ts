/**
 * Which steps of a trace its violation needs: what they did, or the moment at which they looked.
 *
 * Each step in turn does nothing but go on, and the rest runs again as it was: where the property breaks all the same, in
 * the same words, what the step did is not needed. A step of which that is true may still have had to come when it came:
 * it is put off until its thread goes on, and is not needed if the property breaks then, too. No step is tried that starts
 * a call or is a choice of the environment, nor the last one: they are needed.
 */
import { InputError, InternalError } from '../declare/errors.ts'
import type { Property } from '../declare/property.ts'
import type { TraceStep } from '../declare/result.ts'
import { parseElement } from './path.ts'
import type { TakenStep, Walk } from './walk.ts'

/**
 * Indices of the steps that are needed, from 0, in ascending order. Of a call that never ends all steps are: to try one
 * is another search.
 *
 * @param words of the state from which the steps lead to the violation that `says` tells
 */
export function neededSteps(
  walk: Walk,
  property: Property,
  words: Int32Array,
  steps: readonly TraceStep[],
  says: string,
): number[] {
  const all = steps.map((_, index) => index)
  if (property.kind === 'progress') return all
  const last = steps.length - 1
  const trial: Trial = { walk, property, says }
  const tried = (order: readonly number[], idle: ReadonlySet<number>) =>
    order.map(index => ({ step: steps[index]!, idle: idle.has(index) }))
  const given = (index: number) => index === last || steps[index]!.starts !== undefined || isChosen(steps[index]!)
  const idle = new Set(all.filter(index => !given(index) && isIdle(steps[index]!)))
  // Before each step: what a step does or not makes no difference to those before it.
  let states: readonly Int32Array[] = []
  for (let known = -1; known !== idle.size; ) {
    known = idle.size
    states = statesAlong(trial, words, tried(all, idle))
    for (let index = last - 1; index >= 0; index--) {
      if (idle.has(index) || given(index)) continue
      idle.add(index)
      if (!breaks(trial, states[index], tried(all.slice(index), idle))) idle.delete(index)
    }
  }
  const timed = [...idle].filter(index => {
    const late = putOff(steps, index)
    return late !== undefined && !breaks(trial, states[index], tried(late.slice(index), idle))
  })
  return all.filter(index => !idle.has(index) || timed.includes(index))
}

interface Trial {
  readonly walk: Walk
  readonly property: Property
  readonly says: string
}

interface TriedStep {
  readonly step: TraceStep
  /** It does nothing but go on. */
  readonly idle: boolean
}

/** The state before each of the steps, as far as they are possible. */
function statesAlong({ walk, property }: Trial, from: Int32Array, steps: readonly TriedStep[]): Int32Array[] {
  const states = [from]
  walk.begin([property], from)
  leadsOn(() =>
    steps.slice(0, -1).every(one => {
      if (!goesOn(walk, one)) return false
      states.push(walk.words.slice())
      return true
    }),
  )
  return states
}

/** Whether the steps are possible from there and lead each thread where they led it, and the last one breaks the property so. */
function breaks({ walk, property, says }: Trial, from: Int32Array | undefined, steps: readonly TriedStep[]): boolean {
  if (from === undefined) return false
  walk.begin([property], from)
  return leadsOn(() => {
    if (!steps.slice(0, -1).every(one => goesOn(walk, one))) return false
    const last = taken(walk, steps.at(-1)!)
    const isOfState = property.kind === 'state' || property.kind === 'stuck'
    const [broken] = isOfState && last ? walk.judge() : (last?.broken ?? [])
    return broken?.says === says
  })
}

/** A state to which no run leads may be one that effects are not made for, and do not know. */
function leadsOn(run: () => boolean): boolean {
  try {
    return run()
  } catch (error) {
    if (error instanceof InternalError || error instanceof InputError) return false
    throw error
  }
}

/** The step, if it leads its thread where it led it. */
function taken(walk: Walk, { step, idle }: TriedStep): TakenStep | undefined {
  const { thread, event } = parseElement(step.element)
  const found = walk.takeOf(thread, event)
  if (found?.to !== step.to) return undefined
  if (idle) walk.forgo(thread)
  return found
}

/** Whether the step is possible, and others can follow. */
function goesOn(walk: Walk, one: TriedStep): boolean {
  const found = taken(walk, one)
  return found !== undefined && !found.fatal
}

const isIdle = ({ changes, locals }: TraceStep): boolean => changes.length === 0 && locals.length === 0

const isChosen = ({ element }: TraceStep): boolean => parseElement(element).event !== 0

/** The order in which the step comes right before the next one of its thread; nothing where it does already. */
function putOff(steps: readonly TraceStep[], index: number): number[] | undefined {
  const next = steps.findIndex((step, at) => at > index && step.thread === steps[index]!.thread)
  if (next <= index + 1) return undefined
  const order = steps.map((_, at) => at).filter(at => at !== index)
  order.splice(next - 1, 0, index)
  return order
}
