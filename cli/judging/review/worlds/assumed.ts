/**
 * Assumptions about unbound calls on which a violation depends.
 */
import type { Trace } from '../../../../checker/index.ts'
import type { CodePlace } from '../../../../model/patched/machines/operation-code.ts'
import type { Ended } from '../../../run/search/job.ts'

/**
 * In words, of each such call on the way what is assumed of it: `foo() does nothing`, `bar() fails`, `f->x is 1`. A call that is given
 * nothing shared, does nothing and stands in the code before as well makes no difference between the two.
 */
export function assumedOn(before: Ended | undefined, after: Ended, { steps }: Trace): string[] {
  const places = placesIn(after)
  const known = new Set([...placesIn(before).values()].map(keyOf))
  const words = steps.flatMap(({ operation, at, event }) => {
    const place = places.get(`${operation} ${at}`)
    if (place?.assumed === undefined) return []
    const isIdle = place.assumed === 'alone' && event === 'step' && known.has(keyOf(place))
    return isIdle ? [] : `${place.callee}${doesWords(place.assumed, event)}`
  })
  return [...new Set(words)]
}

const keyOf = ({ within, callee }: CodePlace): string => `${within} ${callee}`

const placesIn = (outcome: Ended | undefined): ReadonlyMap<string, CodePlace> =>
  new Map(
    (outcome?.kind === 'judged' ? (outcome.points ?? []) : []).map(({ operation, at, place }) => [
      `${operation} ${at}`,
      place,
    ]),
  )

function doesWords(assumed: NonNullable<CodePlace['assumed']>, event: string): string {
  if (assumed === 'number') return event === 'step' ? ' is 0' : ` ${event}`
  if (assumed === 'pointer') return event === 'step' ? ' is set' : ' is NULL'
  if (event === 'step') return '() does nothing'
  return event.startsWith('returns ') ? `() ${event}` : '() fails'
}
