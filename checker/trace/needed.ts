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
import { parsePath } from './path.ts'
import type { Walk } from './walk.ts'

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
  const breaks = (order: readonly number[], without: ReadonlySet<number>) =>
    runs(
      walk,
      property,
      words,
      order.map(index => ({ step: steps[index]!, idle: without.has(index) })),
      says,
    )
  const given = (index: number) => index === last || steps[index]!.starts !== undefined || isChosen(steps[index]!)
  const idle = new Set(all.filter(index => !given(index) && isIdle(steps[index]!)))
  for (let tried = -1; tried !== idle.size; ) {
    tried = idle.size
    for (let index = last - 1; index >= 0; index--) {
      if (idle.has(index) || given(index)) continue
      idle.add(index)
      if (!breaks(all, idle)) idle.delete(index)
    }
  }
  const timed = [...idle].filter(index => {
    const late = putOff(steps, index)
    return late !== undefined && !breaks(late, idle)
  })
  return all.filter(index => !idle.has(index) || timed.includes(index))
}

/** Whether the steps are possible and lead each thread where they led it, and the last one breaks the property so. */
function runs(
  walk: Walk,
  property: Property,
  words: Int32Array,
  steps: readonly { readonly step: TraceStep; readonly idle: boolean }[],
  says: string,
): boolean {
  walk.begin([property], words)
  try {
    let said: string | undefined
    for (const [index, { step, idle }] of steps.entries()) {
      const [{ thread, event }] = parsePath(step.element) as [ReturnType<typeof parsePath>[number]]
      const taken = walk.take((whose, which) => whose === thread && which === event)
      if (taken?.to !== step.to || (taken.fatal && index < steps.length - 1)) return false
      if (idle) walk.forgo(thread)
      said = taken.broken[0]?.says
    }
    if (property.kind === 'state' || property.kind === 'stuck') said = walk.judge()[0]?.says
    return said === says
  } catch (error) {
    // A state to which no run leads may be one that effects are not made for, and do not know.
    if (error instanceof InternalError || error instanceof InputError) return false
    throw error
  }
}

const isIdle = ({ changes, locals }: TraceStep): boolean => changes.length === 0 && locals.length === 0

const isChosen = ({ element }: TraceStep): boolean => parsePath(element)[0]!.event !== 0

/** The order in which the step comes right before the next one of its thread; nothing where it does already. */
function putOff(steps: readonly TraceStep[], index: number): number[] | undefined {
  const next = steps.findIndex((step, at) => at > index && step.thread === steps[index]!.thread)
  if (next <= index + 1) return undefined
  const order = steps.map((_, at) => at).filter(at => at !== index)
  order.splice(next - 1, 0, index)
  return order
}
