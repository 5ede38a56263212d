/**
 * The run that shows a property broken, rebuilt by re-execution and verified before anybody sees it.
 */
import type { World } from './compile.ts'
import { InternalError } from './errors.ts'
import { saysEndless } from './livelock.ts'
import type { Property } from './property.ts'
import type { Step, Trace } from './result.ts'
import type { initialStates } from './runner.ts'
import { Walk } from './walk.ts'

/**
 * @param properties all that are judged: fatal ones end runs
 * @param ordinals which successor to take, step by step
 * @throws InternalError when the run does not break the property
 */
export function traceOf(
  world: World,
  properties: readonly Property[],
  property: Property,
  initial: ReturnType<typeof initialStates>[number],
  ordinals: readonly number[],
): Trace {
  const walk = new Walk(world, [property], initial.words)
  const steps: Step[] = []
  let says: string | undefined
  for (const wanted of ordinals) {
    const taken = walk.take((_thread, _event, ordinal) => ordinal === wanted)
    if (!taken) throw new InternalError(`step ${steps.length + 1} of the trace of "${property.name}" is not possible`)
    steps.push(taken.step)
    says = taken.broken[0]?.says
  }
  if (property.kind === 'state' || property.kind === 'stuck') says = walk.judge()[0]?.says
  if (property.kind === 'progress') says = saysEndless(world, walk.words, properties)
  if (says === undefined) throw new InternalError(`the trace of "${property.name}" does not break it`)
  return {
    property: property.name,
    says,
    initial: initial.initial,
    path: steps.map(step => step.element).join('.'),
    steps,
  }
}
