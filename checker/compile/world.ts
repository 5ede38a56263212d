/**
 * A system made ready to run: machines flattened, everything given its place.
 */

import { InputError } from '../declare/errors.ts'
import type { Field } from '../declare/layout.ts'
import type { Property } from '../declare/property.ts'
import type { AnySystem } from '../declare/system.ts'
import { checkArguments, operationsOf, type Start, startsOf } from './flatten/calls.ts'
import type { Flat } from './flatten/control.ts'
import { flatten } from './flatten/flatten.ts'
import { watched } from './flatten/watched.ts'
import { type Placement, place } from './vector/placement.ts'

export interface World {
  readonly system: AnySystem
  readonly words: { readonly shared: string; readonly locals: string }
  /** The operations some thread may run. */
  readonly flats: readonly Flat[]
  readonly placement: Placement
  /** The calls that each thread may start. */
  readonly starts: readonly (readonly Start[])[]
  /** By control value; `points[0]` stands for an idle thread. */
  readonly points: readonly Place[]
  /** More successors than any state has. */
  readonly fanout: number
  /** Which of its steps a state takes where switching threads has a price; all of them unless said. */
  readonly turn?: Turn
}

/** Which steps are taken where switching threads has a price. */
export interface Turn {
  /** Whether states take the steps that cost a preemption, or those that cost nothing. */
  readonly costly: boolean
  /** One number for each state expanded: 1 where it may have steps that cost. Emptied by who reads it. */
  readonly costs: number[]
}

/** A control point and the operation it belongs to. */
interface Place {
  readonly operation: string
  readonly at: string
  readonly fn: string
  readonly within: string
  readonly live: readonly string[]
  readonly events: readonly string[]
}

const KINDS: ReadonlySet<string> = new Set<Property['kind']>(['state', 'signal', 'return', 'stuck', 'progress', 'goal'])
const MOST_POINTS = 65_535

/**
 * @param tellsRunner whether states are told apart also by the thread that ran last
 * @throws InputError when the system or one of its machines says what the engine cannot run
 */
export function compile(system: AnySystem, properties: readonly Property[], tellsRunner = false): World {
  const flats = operationsOf(system).map(name =>
    watched(flatten(name, system.operations[name]!()), system.watches?.[name]),
  )
  const points: Place[] = [{ operation: '', at: '', fn: '', within: '', live: [], events: [] }]
  for (const flat of flats) {
    for (const { at, fn, within, live, events } of flat.points)
      points.push({ operation: flat.operation, at, fn, within, live, events: events.map(({ event }) => event) })
  }
  if (points.length > MOST_POINTS)
    throw new InputError(`this world has ${points.length} control points, at most ${MOST_POINTS} are possible`)
  if (system.initial.length === 0) throw new InputError('this world has no initial state: declare one in "initial"')
  checkNames(system, properties)
  const starts = system.threads.map(thread => startsOf(thread, flats))
  for (const thread of system.threads) {
    if (thread.within)
      checkArguments(thread, flats.find(flat => flat.operation === thread.within!.operation)!, thread.within.args ?? {})
  }
  const mostEvents = Math.max(0, ...points.map(point => point.events.length))
  return {
    system,
    words: system.words ?? { shared: 'shared', locals: 'locals' },
    flats,
    placement: place(system, flats, ghostsOf(properties), points.length, tellsRunner),
    starts,
    points,
    fanout: starts.reduce((sum, list) => sum + Math.max(list.length, mostEvents), 0),
  }
}

/** Where a thread is. While it takes a step, that is a place of the operation it is inside. @param bytes a state's */
export function placeAt({ placement, points }: World, bytes: Uint8Array, thread: number): Place {
  const { control } = placement.threads[thread]!
  return points[bytes[control]! | (bytes[control + 1]! << 8)]!
}

/** Control value of the first control point of each operation. */
export function entryPoint(world: World, operation: string): number {
  let first = 1
  for (const flat of world.flats) {
    if (flat.operation === operation) return first + flat.initial
    first += flat.points.length
  }
  throw new InputError(`no thread runs the operation "${operation}"`)
}

const ghostsOf = (properties: readonly Property[]): ReadonlySet<string> =>
  new Set(properties.flatMap(property => ('ghosts' in property && property.ghosts) || []))

function checkNames(system: AnySystem, properties: readonly Property[]): void {
  const names = properties.map(property => property.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new InputError(`two properties are called "${twice}": name them apart`)
  const unknown = properties.find(({ kind }) => !KINDS.has(kind))
  if (unknown !== undefined)
    throw new InputError(
      `"${unknown.name}" is a property of kind "${unknown.kind}": there are ${[...KINDS].join(', ')}`,
    )
  for (const name of ghostsOf(properties)) {
    const field = system.fields[name]
    if (!field || field.kind === 'constant' || field.role !== 'ghost')
      throw new InputError(`a property needs the ghost "${name}", which this world does not declare`)
  }
  for (const [operation, names] of Object.entries(system.spent ?? {})) {
    for (const name of names) {
      const field: Field | undefined = system.fields[name]
      if (!field || field.kind === 'constant' || field.role !== 'ghost')
        throw new InputError(`"${operation}" spends "${name}", which is no ghost of this world: name a ghost`)
    }
  }
}
