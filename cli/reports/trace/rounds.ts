/**
 * Rounds of a loop that do the same again: they are told once, and a line says how often they come again.
 */
import { counted } from '../../text/words.ts'

/** A stretch of rows that are told as one line. */
export interface Rounds {
  /** Index of the first and the last row that is left out. */
  readonly from: number
  readonly to: number
  readonly says: string
}

/** What decides whether two rows are the same; alike ones differ in numbers only. */
interface RoundKey {
  readonly exact: string
  /** A row of another round may stand for it: nobody needs this one. */
  readonly spare: boolean
}

/** Steps of a round, at most. */
const LONGEST = 16

/** So many rows must be saved. */
const WORTH = 4

/** Stretches that can be left out, in order. */
export function repeatedRounds(keys: readonly RoundKey[], numberOf: (row: number) => number): Rounds[] {
  const found: Rounds[] = []
  for (let at = 0; at < keys.length; ) {
    const best = bestAt(keys, at)
    if (best === undefined) at += 1
    else {
      const { length, times } = best
      const from = at + length
      const to = at + length * (times + 1) - 1
      const round = length === 1 ? `step ${numberOf(at)}` : `steps ${numberOf(at)} to ${numberOf(from - 1)}`
      found.push({ from, to, says: `${round} again, ${counted(times, 'time')}, to step ${numberOf(to)}` })
      at = to + 1
    }
  }
  return found
}

/** The round from a row on that saves most. */
function bestAt(keys: readonly RoundKey[], at: number): { length: number; times: number } | undefined {
  let best: { length: number; times: number } | undefined
  for (let length = 1; length <= LONGEST && at + 2 * length <= keys.length; length++) {
    let times = 0
    while (isRound(keys, at, at + (times + 1) * length, length)) times += 1
    if (times * length >= WORTH && times * length > (best?.times ?? 0) * (best?.length ?? 0)) best = { length, times }
  }
  return best
}

function isRound(keys: readonly RoundKey[], first: number, again: number, length: number): boolean {
  if (again + length > keys.length) return false
  const those = Array.from({ length }, (_, index) => [keys[first + index]!, keys[again + index]!] as const)
  return those.every(
    ([a, b]) => a.exact === b.exact || (a.spare && b.spare && withoutNumbers(a.exact) === withoutNumbers(b.exact)),
  )
}

const withoutNumbers = (text: string): string => text.replace(/\d+/g, '#')
