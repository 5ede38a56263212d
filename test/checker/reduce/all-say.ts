/**
 * What every reduction says of a world, beside the search of all its states; and fields in which threads are named.
 */
import { expect } from 'vitest'
import {
  type AnySystem,
  cell,
  cells,
  holder,
  holders,
  type Property,
  perThread,
  type Result,
  replay,
  search,
} from '../../../checker/index.ts'

const told = ({ judgements, goals, neverFired }: Result) => ({
  verdicts: judgements.map(({ property, outcome, judged }) => [property, outcome.verdict, judged > 0]),
  goals,
  neverFired,
})
/** Of both reductions, and of that by threads alone, after the search of all states said the same. */
export const allSay = (system: AnySystem, properties: readonly Property[]) => {
  const full = search(system, properties)
  const threads = search(system, properties, { reduce: 'threads' })
  const both = search(system, properties, { reduce: true })
  for (const reduced of [threads, both]) {
    expect(told(reduced)).toEqual(told(full))
    for (const { property, outcome } of reduced.judgements) {
      if (outcome.verdict !== 'violated') continue
      const { initial, path, says, steps } = outcome.trace
      expect(replay(system, properties, initial, path).broken).toContainEqual({ property, says, after: steps.length })
    }
  }
  return { full, threads, both }
}

export const stuck: Property = { kind: 'stuck', name: 'stuck' }
export const ends: Property = { kind: 'progress', name: 'ends' }

export const fields = {
  lock: holder(cell(4)),
  waiting: holders(cell(8)),
  mine: perThread(cells(12, 3), 2),
  last: cell(4),
  a: cell(2),
}
