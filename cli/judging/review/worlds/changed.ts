/**
 * Calls that return otherwise than before the patch, though they find the same and nobody disturbs them.
 */
import type { Alone, Ended } from '../../../search/job.ts'
import type { ReviewedWorld } from './result.ts'

type Sides = Pick<ReviewedWorld, 'world' | 'before' | 'after'>

/**
 * In words: `convert (start 0, pages 2) returns -EINVAL, and returned -EAGAIN before, in SCENARIO`, one for each operation and
 * pair of ways. What mends a promise may return otherwise where that was broken.
 */
export function changedBy(worlds: readonly Sides[]): string[] {
  const told = new Map<string, string>()
  for (const { world, before, after } of worlds) {
    for (const { call, was, is } of differences(aloneIn(before), aloneIn(after))) {
      const key = `${operationOf(call)} ${was} ${is}`
      if (!told.has(key)) told.set(key, `${call} returns ${is}, and returned ${was} before, in ${world.scenario}`)
    }
  }
  return [...told.values()]
}

interface Difference {
  readonly call: string
  readonly was: string
  readonly is: string
}

/** Ways of returning that are new where the call is known, and what it finds. */
function differences(before: Alone, after: Alone): Difference[] {
  return Object.entries(after).flatMap(([call, byState]) =>
    Object.entries(byState).flatMap(([state, { ways, breaks }]) => {
      const known = before[call]?.[state]
      if (known === undefined || (known.breaks && !breaks)) return []
      const fresh = ways.filter(way => !known.ways.includes(way))
      return fresh.map(is => ({ call, was: known.ways.join(' or '), is }))
    }),
  )
}

const aloneIn = (outcome: Ended): Alone => (outcome.kind === 'judged' ? (outcome.alone ?? {}) : {})

const operationOf = (call: string): string => call.slice(0, call.indexOf(' ('))
