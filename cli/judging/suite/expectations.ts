/**
 * The result of a world, as it is recorded; and how two results of a world differ, in words.
 */
import type { Result } from '../../../checker/index.ts'
import type { Entry } from '../../../spec/suite/entry.ts'
import { compareText, type WorldName } from '../../names/world-name.ts'
import { standing } from '../../run/search/standing.ts'
import { count, counted } from '../../text/words.ts'

/** The result of a world whose graph was seen whole. */
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

/** The result of a reduced search, with the counts of the whole graph as they are expected. */
export function withCountsOf({ violated, states, transitions, depth }: Entry, got: Entry): Entry {
  const steps = Object.entries(got.violated).map(([name, steps]) => [name, violated[name] ?? steps])
  return { ...got, violated: Object.fromEntries(steps), states, transitions, depth }
}

/**
 * One phrase per difference: what, what is recorded of it, what was got. What differs alike shares a phrase.
 * Empty when all is as expected.
 */
export function differencesBetween(expected: Entry, got: Entry): string[] {
  const promises = sortedUnion(promisesOf(expected), promisesOf(got))
  const goals = sortedUnion(expected.unreached, got.unreached)
  const compared: readonly Fact[] = [
    ...promises.map(name => ({ what: name, expected: verdictIn(expected, name), got: verdictIn(got, name) })),
    ...goals.map(name => ({ what: `goal ${name}`, expected: reachIn(expected, name), got: reachIn(got, name) })),
    ...(['states', 'transitions', 'depth'] as const).map(name => ({
      what: name,
      expected: count(expected[name]),
      got: count(got[name]),
    })),
  ]
  const alike = new Map<string, string[]>()
  for (const { what, expected, got } of compared) {
    if (expected === got) continue
    const words = `expected ${expected}, got ${got}`
    alike.set(words, [...(alike.get(words) ?? []), what])
  }
  return [...alike].map(([words, whats]) => `${whats.join(', ')}: ${words}`)
}

interface Fact {
  readonly what: string
  readonly expected: string
  readonly got: string
}

const promisesOf = ({ violated, holds, vacuous }: Entry): string[] => [...Object.keys(violated), ...holds, ...vacuous]

/** The verdict on a promise, in words. */
function verdictIn({ violated, holds, vacuous }: Entry, promise: string): string {
  const steps = violated[promise]
  if (steps !== undefined) return `violated after ${counted(steps, 'step')}`
  if (holds.includes(promise)) return 'holds'
  return vacuous.includes(promise) ? 'not put to the test' : 'no verdict'
}

const reachIn = ({ unreached }: Entry, goal: string): string => (unreached.includes(goal) ? 'unreached' : 'reached')

const sortedUnion = (a: readonly string[], b: readonly string[]): string[] =>
  [...new Set([...a, ...b])].sort(compareText)
