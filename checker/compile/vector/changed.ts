/**
 * Which words of a state a step has changed.
 *
 * No word is branched on: which ones a step changes cannot be foreseen, and a wrong guess costs more than a few words.
 */
import type { Placement } from './placement.ts'

/** Words of a group: as many as fit into a mask, without its sign. */
export const GROUP = 31

/** A bit for each word of a group that differs, among those that the thread may change. */
type Changed = (thread: number, group: number) => number

/** @param now, was are the words of the state */
export function changedOf({ words, threads }: Placement, now: Int32Array, was: Int32Array): Changed {
  const begins = threads.map(({ control }) => control / 4)
  const ends = begins.map((_, thread) => begins[thread + 1] ?? words)
  const shared = Math.min(words, ...begins)
  return (thread, group) => {
    const first = group * GROUP
    const last = first + GROUP
    let mask = 0
    for (let i = first, to = Math.min(shared, last); i < to; i++) mask |= bit(now[i]! ^ was[i]!) << (i - first)
    for (let i = Math.max(begins[thread]!, first), to = Math.min(ends[thread]!, last); i < to; i++)
      mask |= bit(now[i]! ^ was[i]!) << (i - first)
    return mask
  }
}

/** 1, or 0 for 0. */
const bit = (difference: number) => (difference | -difference) >>> 31
