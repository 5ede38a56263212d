/**
 * One line of the recorded results: a world, the counts of its graph, and those verdicts that do not follow from the
 * scenario. A promise that the line does not name holds, or is not put to the test where the scenario cannot test it, or where a
 * line of `vacuous-line.ts` says so.
 */
import {
  array,
  type BaseIssue,
  type GenericSchema,
  getDotPath,
  type InferOutput,
  minValue,
  number,
  optional,
  pipe,
  record,
  safeInteger,
  safeParse,
  strictObject,
  string,
} from 'valibot'
import type { Entry } from '../../../spec/suite/entry.ts'
import { compareText, showWorld, type WorldName } from '../../names/world-name.ts'

const A_WHOLE_NUMBER = 'a whole number'
const wholeNumber = pipe(number(A_WHOLE_NUMBER), safeInteger(A_WHOLE_NUMBER), minValue(0, A_WHOLE_NUMBER))
export const names = array(string('a name'), 'a list of names')

const schema = strictObject(
  {
    /** `SCENARIO@DESIGN` or `SCENARIO@DESIGN~MUTATION`. */
    world: string('the name of a world'),
    states: wholeNumber,
    transitions: wholeNumber,
    depth: wholeNumber,
    /** Broken promises, with the number of steps of the shortest trace. */
    violated: optional(record(string(), wholeNumber, 'promises with numbers of steps')),
    /** Promises that hold and were judged, though the scenario does not seem to test them. */
    holds: optional(names),
    /** Goals of the scenario that no state reaches. */
    unreached: optional(names),
  },
  'an object',
)
type LineData = InferOutput<typeof schema>

/** The things that a line may name, by name. */
export interface Nameable {
  readonly worlds: ReadonlyMap<string, WorldName>
  readonly goals: ReadonlySet<string>
  readonly promisesIn: (scenario: string) => Promises
}

/** The names of all promises, sorted: those that a scenario can put to the test, and the others. */
export interface Promises {
  readonly testable: readonly string[]
  readonly untestable: readonly string[]
}

/** The line for a result. */
export function lineOf(entry: Entry, { untestable }: Pick<Promises, 'untestable'>): string {
  const { violated, holds, unreached, states, transitions, depth } = entry
  const tested = holds.filter(promise => untestable.includes(promise))
  const line: LineData = {
    world: showWorld(entry),
    states,
    transitions,
    depth,
    ...(Object.keys(violated).length > 0 && { violated }),
    ...(tested.length > 0 && { holds: tested }),
    ...(unreached.length > 0 && { unreached: [...unreached] }),
  }
  return JSON.stringify(line)
}

/**
 * The result in a line, with a verdict on every promise; or, as text, what is wrong with the line.
 *
 * @param vacuousIn by world: promises that nothing puts to the test there, though the scenario can test them
 */
export function entryOfLine(
  text: string,
  known: Nameable,
  vacuousIn: ReadonlyMap<string, readonly string[]>,
): Entry | string {
  const line = parsed(text, schema)
  if (typeof line === 'string') return line
  const world = known.worlds.get(line.world)
  if (world === undefined) return `the suite has no world ${quoted(line.world)}`
  const vacuous = vacuousIn.get(line.world) ?? []
  const { violated = {}, holds = [], unreached = [], states, transitions, depth } = line
  const { testable, untestable } = known.promisesIn(world.scenario)
  const named = [...Object.keys(violated), ...vacuous, ...holds]
  const stranger = named.find(promise => !testable.includes(promise) && !untestable.includes(promise))
  if (stranger !== undefined) return `there is no promise ${quoted(stranger)}`
  const twice = named.find((promise, index) => named.indexOf(promise) !== index)
  if (twice !== undefined) return `${quoted(twice)} has two verdicts`
  const goal = unreached.find(goal => !known.goals.has(goal))
  if (goal !== undefined) return `there is no goal ${quoted(goal)}`
  const others = (promises: readonly string[]) => promises.filter(promise => !named.includes(promise))
  return {
    ...world,
    violated,
    holds: sorted([...others(testable), ...holds]),
    vacuous: sorted([...others(untestable), ...vacuous]),
    unreached: sorted(unreached),
    states,
    transitions,
    depth,
  }
}

/** The data in a line; or, as text, what is wrong with it. */
export function parsed<S extends GenericSchema>(text: string, schema: S): InferOutput<S> | string {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return 'this is not JSON; was the line cut short, or left by a merge?'
  }
  // To the schema a list is an object without members.
  if (Array.isArray(value)) return 'expected an object, got a list'
  const { success, output, issues } = safeParse(schema, value, { abortEarly: true })
  if (!success) return wordsOf(issues[0])
  // Of two members with one name the parser would take the last.
  return JSON.stringify(value) === text.trimEnd()
    ? output
    : 'gmemcheck suite --record does not write it so; does a member stand twice?'
}

function wordsOf(issue: BaseIssue<unknown>): string {
  const path = getDotPath(issue)
  if (path === null) return `expected ${issue.message}, got ${issue.received}`
  if (issue.type === 'strict_object' && issue.expected === 'never') return `${quoted(path)} is no part of a result`
  if (issue.received === 'undefined') return `${quoted(path)} is missing`
  return `${quoted(path)}: expected ${issue.message}, got ${issue.received}`
}

const sorted = (names: readonly string[]): string[] => [...names].sort(compareText)
export const quoted = (text: string): string => JSON.stringify(text)
