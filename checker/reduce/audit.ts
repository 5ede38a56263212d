/**
 * Holds a reduced search to the search of all states.
 */

import { InternalError } from '../declare/errors.ts'
import type { Result } from '../declare/result.ts'

/**
 * @param full what the search of all states says of the same world
 * @returns what the reduced search says, and the size of the whole graph; what was cut, where one was
 * @throws InternalError when the two differ in what they say of a property, a goal or a transition
 */
export function audited(full: Result, reduced: Result): Result {
  if (reduced.cut !== undefined) return reduced
  if (full.cut !== undefined) return full
  const expected = said(full)
  const got = said(reduced)
  const differing = [...new Set([...expected.keys(), ...got.keys()])].filter(
    what => expected.get(what) !== got.get(what),
  )
  if (differing.length > 0) {
    const phrases = differing.map(
      what => `${what}: ${expected.get(what) ?? 'nothing'} by all states, ${got.get(what) ?? 'nothing'} by fewer`,
    )
    throw new InternalError(`the reduced search is wrong, ${phrases.join('; ')}`)
  }
  const { states, transitions } = full
  return {
    ...reduced,
    reduced: { ...reduced.reduced!, full: { states, transitions } },
    seconds: full.seconds + reduced.seconds,
  }
}

/** Everything but counts and the lengths of traces, in words. */
const said = ({ judgements, goals, neverFired }: Result): ReadonlyMap<string, string> =>
  new Map([
    ...judgements.map(
      ({ property, outcome: { verdict }, judged }) =>
        [property, verdict === 'holds' && judged === 0 ? 'never judged' : verdict] as const,
    ),
    ...goals.map(({ goal, reached }) => [`the goal ${goal}`, reached ? 'reached' : 'not reached'] as const),
    ...neverFired.map(
      ({ operation, at, event, candidate }) =>
        [`${operation} ${at}, ${event}, candidate ${candidate}`, 'never fired'] as const,
    ),
  ])
