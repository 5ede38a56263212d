/**
 * Calls of patched code that some world reached, and those that none reached: code that never ran was not judged.
 */
import type { Result } from '../../checker/index.ts'
import { operationsOf, type Scenario } from '../scenarios/parts/scenario.ts'
import type { Extraction } from './extraction.ts'
import type { CodePlace } from './machines/operation-code.ts'
import type { WithCode } from './machines/with-code.ts'
import type { PatchReading } from './reading.ts'

/** A call in the C that runs in a world, or where one of its functions is entered: its control point, and where it stands. */
export interface CodePoint {
  readonly operation: string
  /** The dotted path of the state. */
  readonly at: string
  readonly place: CodePlace
  /** Something happened there. */
  readonly came: boolean
}

/** The calls of a world's code, after its search. */
export function codePoints(scenario: Scenario, { system, placeOf }: WithCode, { neverFired }: Result): CodePoint[] {
  return operationsOf(scenario).flatMap(operation =>
    pointsOf(system.operations[operation]!().config as MachineState).flatMap(({ at, events }) => {
      const place = placeOf({ operation, at })
      const unfired = neverFired.filter(one => one.operation === operation && one.at === at).length
      return place ? [{ operation, at, place, came: unfired < events }] : []
    }),
  )
}

interface MachineState {
  readonly states?: Readonly<Record<string, MachineState>>
  readonly on?: Readonly<Record<string, unknown>>
}

/** Control points, each with how many transitions leave it. */
function pointsOf({ states, on = {} }: MachineState, path: readonly string[] = []): { at: string; events: number }[] {
  if (states === undefined) return [{ at: path.join('.'), events: Object.values(on).flat().length }]
  return Object.entries(states).flatMap(([name, state]) => pointsOf(state, [...path, name]))
}

export interface Unreached {
  /** Calls on lines that the patch changes to which no world came, by file and line. */
  readonly calls: readonly CodePlace[]
  /** Functions of which the patch changes nothing but such lines, or in which nothing was called at all. */
  readonly functions: readonly string[]
}

/** Changed code that runs in its place, and that no world reached. @param points of all worlds */
export function unreached({ hunks }: PatchReading, { treatment }: Extraction, points: readonly CodePoint[]): Unreached {
  const came = new Set(points.filter(one => one.came).map(({ place }) => keyOf(place)))
  const all = new Map(points.map(({ place }) => [keyOf(place), place]))
  const changed = hunks.flatMap(({ file, functions }) =>
    functions
      .filter(({ name }) => treatment.get(name) === 'checked')
      .map(({ name, lines }) => {
        const calls = [...all.values()].filter(
          ({ within, callee, ...place }) => place.file === file && within === name && callee !== within,
        )
        const here = calls.filter(({ line }) => lines.includes(line))
        return { name, here, told: here.length > 0 ? here : calls }
      }),
  )
  const isNever = (place: CodePlace) => !came.has(keyOf(place))
  return {
    calls: changed.flatMap(({ here }) => here.filter(isNever)).sort((a, b) => a.line - b.line),
    functions: changed.filter(({ told }) => told.length > 0 && told.every(isNever)).map(({ name }) => name),
  }
}

const keyOf = ({ file, line, within, callee }: CodePlace): string => `${file}:${line} ${within} ${callee}`
