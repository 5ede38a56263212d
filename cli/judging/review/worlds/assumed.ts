/**
 * Assumptions on which a violation depends: about unbound calls, and about fields that a patch adds.
 */
import type { Trace } from '../../../../checker/index.ts'
import type { CodePlace } from '../../../../model/patched/machines/operation-code.ts'
import type { Ended } from '../../../run/search/job.ts'

/**
 * In words, of each such call on the way what is assumed of it: `foo() does nothing`, `bar() fails`, `f->x is 1`. A call that is given
 * nothing shared, does nothing and stands in the code before as well makes no difference between the two. Worlds begin in the middle
 * of a file's life: a field that the code before does not have may have been set by then, and begins as its struct was made.
 */
export function assumedOn(before: Ended | undefined, after: Ended, { steps }: Trace): string[] {
  const places = placesIn(after)
  const known = new Set([...placesIn(before).values()].map(keyOf))
  const fieldsBefore = new Set([...placesIn(before).values()].map(({ callee }) => callee))
  const placeOf = ({ operation, at }: Pick<Trace['steps'][number], 'operation' | 'at'>) =>
    places.get(`${operation} ${at}`)
  const words = steps.flatMap((step, index) => {
    const { event } = step
    const place = placeOf(step)
    if (place?.assumed === undefined) return []
    if (place.assumed === 'counted') return []
    if (place.assumed === 'as made') {
      const past = steps.slice(0, index).flatMap(one => placeOf(one) ?? [])
      const isKnown = before === undefined || fieldsBefore.has(place.callee) || isSet(place, past)
      return isKnown
        ? []
        : `${place.callee} is as its struct was made where ${place.within}() reads it${BEGINS_IN_THE_MIDDLE}`
    }
    const isIdle = place.assumed === 'alone' && event === 'step' && known.has(keyOf(place))
    return isIdle ? [] : `${place.callee}${doesWords(place.assumed, event)}`
  })
  return [...new Set(words)]
}

/** Whether the run has given the field a number that does not follow from what it was. */
const isSet = ({ callee }: CodePlace, past: readonly CodePlace[]): boolean => {
  const ofField = past.filter(one => one.callee === callee)
  const counting = new Set(ofField.filter(({ assumed }) => assumed === 'counted').map(({ line }) => line))
  return ofField.some(({ assumed, line }) => assumed === undefined && !counting.has(line))
}

const BEGINS_IN_THE_MIDDLE = ', in a world that begins in the middle'

/** What is said of an assumption: whether it holds. */
export const knownOf = (assumed: readonly string[]): string =>
  assumed.some(words => words.endsWith(BEGINS_IN_THE_MIDDLE)) ? 'that is not known' : 'nothing binds that'

const keyOf = ({ within, callee }: CodePlace): string => `${within} ${callee}`

const placesIn = (outcome: Ended | undefined): ReadonlyMap<string, CodePlace> =>
  new Map(
    (outcome?.kind === 'judged' ? (outcome.points ?? []) : []).map(({ operation, at, place }) => [
      `${operation} ${at}`,
      place,
    ]),
  )

function doesWords(assumed: Exclude<CodePlace['assumed'], 'as made' | 'counted' | undefined>, event: string): string {
  if (assumed === 'number') return event === 'step' ? ' is 0' : ` ${event}`
  if (assumed === 'pointer') return event === 'step' ? ' is set' : ' is NULL'
  if (event === 'step') return '() does nothing'
  return event.startsWith('returns ') ? `() ${event}` : '() fails'
}
