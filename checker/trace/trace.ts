/**
 * The run that shows a property broken, rebuilt by re-execution and verified before anybody sees it.
 */

import { initialStates } from '../compile/runner.ts'
import { compile, type World } from '../compile/world.ts'
import { InternalError } from '../declare/errors.ts'
import type { Property } from '../declare/property.ts'
import type { Trace, TraceStep } from '../declare/result.ts'
import type { AnySystem } from '../declare/system.ts'
import { saysEndless } from '../expand/livelock.ts'
import { neededSteps } from './needed.ts'
import { parsePath } from './path.ts'
import { Walk } from './walk.ts'

/** Rebuilds the run to a violation: of a property, from an initial state, by the successors to take. */
type Tracer = (
  property: Property,
  initial: ReturnType<typeof initialStates>[number],
  ordinals: readonly number[],
) => Trace

/**
 * @param properties all that are judged: fatal ones end runs
 * @param needs whether traces say which of their steps are needed
 */
export function tracerOf(world: World, properties: readonly Property[], needs = false): Tracer {
  let walk: Walk | undefined
  return (property, initial, ordinals) => {
    if (walk === undefined) walk = new Walk(world, [property], initial.words)
    else walk.begin([property], initial.words)
    const trace = traceOf(walk, world, properties, property, initial, ordinals)
    if (!needs) return trace
    return { ...trace, needed: neededSteps(walk, property, initial.words, trace.steps, trace.says) }
  }
}

/**
 * The trace that shows a property broken at the end of a path, which another search of the same steps has found.
 *
 * @throws InternalError when the path is not possible, or does not break it
 */
export function traceAlong(
  system: AnySystem,
  properties: readonly Property[],
  property: Property,
  { initial, path }: Pick<Trace, 'initial' | 'path'>,
): Trace {
  const world = compile(system, [...properties, property])
  const start = initialStates(world).find(one => one.initial === initial)!
  const walk = new Walk(world, [], start.words)
  const ordinals = parsePath(path).map(({ thread, event }) => {
    let at: number | undefined
    walk.take((whose, which, ordinal) => {
      if (whose !== thread || which !== event) return false
      at = ordinal
      return true
    })
    if (at === undefined) throw new InternalError(`the path ${path} is not possible`)
    return at
  })
  return tracerOf(world, [...properties, property], true)(property, start, ordinals)
}

/**
 * @param walk stands at the initial state
 * @param ordinals which successor to take, step by step
 * @throws InternalError when the run does not break the property
 */
function traceOf(
  walk: Walk,
  world: World,
  properties: readonly Property[],
  property: Property,
  initial: ReturnType<typeof initialStates>[number],
  ordinals: readonly number[],
): Trace {
  const steps: TraceStep[] = []
  let says: string | undefined
  let preemptions = 0
  for (const wanted of ordinals) {
    const taken = walk.take((_thread, _event, ordinal) => ordinal === wanted)
    if (!taken) throw new InternalError(`step ${steps.length + 1} of the trace of "${property.name}" is not possible`)
    const last = steps.at(-1)
    if (last && last.to !== '' && last.thread !== taken.step.thread && taken.able.has(last.thread)) preemptions += 1
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
    preemptions,
    steps,
  }
}
