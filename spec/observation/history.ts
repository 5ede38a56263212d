/**
 * Returns that callers can observe together: each told once, whatever their order.
 *
 * So there are finitely many, also where calls are made again and again.
 */
import type { Observation } from './observation.ts'

/** In the order of their keys. */
export type History = readonly Observation[]

/** Two observations are the same when their keys are. */
export const keyOf = ({ operation, args, result, tells }: Observation): string =>
  JSON.stringify([operation, args, result, tells])

/** Two histories are the same when their keys are. */
export const historyKey = (history: History): string => JSON.stringify(history.map(keyOf))

/** The ways in which calls return in some history, by key. */
export const singlesOf = (histories: readonly History[]): ReadonlyMap<string, Observation> =>
  new Map(histories.flat().map(one => [keyOf(one), one]))

/** Pairs of ways that stand in some history together, by key. */
export function pairsOf(histories: readonly History[]): ReadonlyMap<string, History> {
  const pairs = new Map<string, History>()
  for (const history of histories)
    for (const [at, one] of history.entries())
      for (const other of history.slice(at + 1)) pairs.set(historyKey([one, other]), [one, other])
  return pairs
}

/** Histories that are met, numbered from 0, the empty one, in the order in which they are met. */
export class Histories {
  private readonly all: History[] = [[]]
  private readonly numbers = new Map([[historyKey([]), 0]])

  at(number: number): History {
    return this.all[number]!
  }

  /** @returns the number of a history and one more observation */
  after(number: number, observation: Observation): number {
    const history = this.all[number]!
    const key = keyOf(observation)
    if (history.some(one => keyOf(one) === key)) return number
    const longer = [...history, observation].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    const known = this.numbers.get(historyKey(longer))
    if (known !== undefined) return known
    this.numbers.set(historyKey(longer), this.all.length)
    return this.all.push(longer) - 1
  }
}
