/**
 * Re-executes a path that somebody kept.
 */

import { initialStates } from '../compile/runner.ts'
import { compile } from '../compile/world.ts'
import { InputError } from '../declare/errors.ts'
import type { Property } from '../declare/property.ts'
import type { Replay, TraceStep } from '../declare/result.ts'
import type { AnySystem } from '../declare/system.ts'
import { saysEndless } from '../expand/livelock.ts'
import { elementOf, parsePath } from './path.ts'
import { Walk } from './walk.ts'

/**
 * @param initial index of the initial state, from 0
 * @throws InputError when an element is malformed, or not possible where it stands
 */
export function replay(system: AnySystem, properties: readonly Property[], initial: number, path: string): Replay {
  const elements = parsePath(path)
  const world = compile(system, properties)
  const states = initialStates(world)
  const start = states.find(state => state.initial === initial)
  if (!start)
    throw new InputError(
      `this world has no initial state ${initial}: it has ${states.map(state => state.initial).join(', ')}`,
    )
  const walk = new Walk(world, properties, start.words)
  const steps: TraceStep[] = []
  const broken = walk.judge().map(each => ({ ...each, after: 0 }))
  let over = false
  for (const { thread, event } of elements) {
    const at = `step ${steps.length + 1} of the path, "${elementOf(thread, event)}",`
    if (over) throw new InputError(`${at} is not possible: step ${steps.length} ended the world, cut the path there`)
    const taken = walk.take((whose, which) => whose === thread && which === event)
    if (!taken)
      throw new InputError(`${at} is not possible: possible there ${walk.elements().join(', ') || 'is nothing'}`)
    steps.push(taken.step)
    over = taken.fatal
    broken.push(...taken.broken.map(each => ({ ...each, after: steps.length })))
    if (!over) broken.push(...walk.judge().map(each => ({ ...each, after: steps.length })))
  }
  for (const { kind, name } of properties) {
    const says = kind === 'progress' && !over ? saysEndless(world, walk.words, properties) : undefined
    if (says !== undefined) broken.push({ property: name, says, after: steps.length })
  }
  return { initial, path, steps, broken, possible: over ? [] : walk.elements() }
}
