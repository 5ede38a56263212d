/**
 * What was seen of a world, in the form in which the manifest expects it; and how the two differ, in words.
 */
import type { Result } from '../checker/result.ts'
import type { Entry } from '../spec/manifest/entry.ts'
import { count, counted, standing } from './reports/words.ts'
import { compareText, type WorldName } from './world-name.ts'

/** The manifest's entry for a world whose graph was seen whole. */
export function entryOf({ scenario, design, mutation }: WorldName, result: Result): Entry {
  const names = (wanted: 'holds' | 'vacuous') =>
    standing(result, wanted)
      .map(({ property }) => property)
      .sort(compareText)
  const violated = result.judgements
    .flatMap(({ property, outcome }) =>
      outcome.verdict === 'violated' ? [[property, outcome.trace.steps.length] as const] : [],
    )
    .sort(([a], [b]) => compareText(a, b))
  return {
    scenario,
    design,
    ...(mutation !== undefined && { mutation }),
    violated: Object.fromEntries(violated),
    holds: names('holds'),
    vacuous: names('vacuous'),
    unreached: result.goals
      .filter(({ reached }) => !reached)
      .map(({ goal }) => goal)
      .sort(compareText),
    states: result.states,
    transitions: result.transitions,
    depth: result.depth,
  }
}

/** One phrase per difference: what, what the manifest expects of it, what was got. Empty when all is as expected. */
export function differencesBetween(expected: Entry, got: Entry): string[] {
  const promises = sortedUnion(promisesOf(expected), promisesOf(got))
  const goals = sortedUnion(expected.unreached, got.unreached)
  return [
    ...promises.map(name => differing(name, verdictIn(expected, name), verdictIn(got, name))),
    ...goals.map(name => differing(`goal ${name}`, reachIn(expected, name), reachIn(got, name))),
    ...(['states', 'transitions', 'depth'] as const).map(name =>
      differing(name, count(expected[name]), count(got[name])),
    ),
  ].flat()
}

const differing = (what: string, expected: string, got: string): string[] =>
  expected === got ? [] : [`${what}: expected ${expected}, got ${got}`]

const promisesOf = ({ violated, holds, vacuous }: Entry): string[] => [...Object.keys(violated), ...holds, ...vacuous]

/** The verdict on a promise, in words. */
export function verdictIn({ violated, holds, vacuous }: Entry, promise: string): string {
  const steps = violated[promise]
  if (steps !== undefined) return `violated after ${counted(steps, 'step')}`
  if (holds.includes(promise)) return 'holds'
  return vacuous.includes(promise) ? 'not put to the test' : 'no verdict'
}

const reachIn = ({ unreached }: Entry, goal: string): string => (unreached.includes(goal) ? 'unreached' : 'reached')

const sortedUnion = (a: readonly string[], b: readonly string[]): string[] =>
  [...new Set([...a, ...b])].sort(compareText)
