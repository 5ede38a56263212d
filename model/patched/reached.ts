/**
 * Calls of patched code that worlds came to, and those that none of them did: what never ran was not judged.
 */
import type { Result } from '../../checker/index.ts'
import { operationsOf } from '../scenarios/scenario.ts'
import type { Built } from '../world.ts'
import type { Extraction } from './extraction.ts'
import type { PatchReading } from './reading.ts'
import { type Code, type Place, parsed, withCode } from './with-code.ts'

/** Calls in the code of one world: those at which something happened, and the others. */
export interface Reached {
  readonly came: readonly Place[]
  readonly never: readonly Place[]
}

/** @throws InputError when a function does not fit the world */
export async function reachedIn(built: Built, code: Code, { neverFired }: Result): Promise<Reached> {
  const { system, placeOf } = withCode(built, await parsed(code.sources), code.functions)
  const found = operationsOf(built.scenario).flatMap(operation =>
    pointsOf(system.operations[operation]!().config as State).flatMap(({ at, events }) => {
      const place = placeOf({ operation, at })
      const unfired = neverFired.filter(one => one.operation === operation && one.at === at).length
      return place ? [{ place, came: unfired < events }] : []
    }),
  )
  const those = (came: boolean) => found.filter(one => one.came === came).map(({ place }) => place)
  return { came: those(true), never: those(false) }
}

interface State {
  readonly states?: Readonly<Record<string, State>>
  readonly on?: Readonly<Record<string, unknown>>
}

/** Control points, each with how many transitions leave it. */
function pointsOf({ states, on = {} }: State, path: readonly string[] = []): { at: string; events: number }[] {
  if (states === undefined) return [{ at: path.join('.'), events: Object.values(on).flat().length }]
  return Object.entries(states).flatMap(([name, state]) => pointsOf(state, [...path, name]))
}

export interface Unreached {
  /** Calls on lines that the patch changes to which no world came, by file and line. */
  readonly calls: readonly Place[]
  /** Functions of which the patch changes nothing but such lines, or in which nothing was called at all. */
  readonly functions: readonly string[]
}

/** What the patch changes of code that runs in its place, and no world came to. */
export function unreached({ hunks }: PatchReading, { standing }: Extraction, reached: readonly Reached[]): Unreached {
  const came = new Set(reached.flatMap(one => one.came.map(keyOf)))
  const all = new Map(reached.flatMap(one => [...one.came, ...one.never].map(place => [keyOf(place), place])))
  const changed = hunks.flatMap(({ file, functions }) =>
    functions
      .filter(({ name }) => standing.get(name) === 'checked')
      .map(({ name, lines }) => {
        const calls = [...all.values()].filter(place => place.file === file && place.within === name)
        const here = calls.filter(({ line }) => lines.includes(line))
        return { name, here, told: here.length > 0 ? here : calls }
      }),
  )
  const isNever = (place: Place) => !came.has(keyOf(place))
  return {
    calls: changed.flatMap(({ here }) => here.filter(isNever)).sort((a, b) => a.line - b.line),
    functions: changed.filter(({ told }) => told.length > 0 && told.every(isNever)).map(({ name }) => name),
  }
}

const keyOf = ({ file, line, within, callee }: Place): string => `${file}:${line} ${within} ${callee}`
