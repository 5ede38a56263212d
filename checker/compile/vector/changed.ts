/**
 * Which words of a state a step has changed: generated for one placement.
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
  const shared = Math.min(words, ...begins)
  const groups = Array.from({ length: Math.ceil(words / GROUP) }, (_, group) => {
    const bits = (from: number, to: number) => {
      const first = Math.max(from, group * GROUP)
      const count = Math.max(0, Math.min(to, (group + 1) * GROUP) - first)
      return Array.from({ length: count }, (_, k) => bit(first + k)).join('\n')
    }
    const own = begins.map((begin, thread) => `case ${thread}: ${bits(begin, begins[thread + 1] ?? words)} break;`)
    return `case ${group}:\n${bits(0, shared)}\nswitch (thread) {\n${own.join('\n')}\n} break;`
  })
  return new Function(
    'now',
    'was',
    `'use strict'; return function (thread, group) {
let x = 0, mask = 0;
switch (group) {
${groups.join('\n')}
}
return mask;
}`,
  )(now, was) as Changed
}

const bit = (word: number) => `x = now[${word}] ^ was[${word}]; mask |= ((x | -x) >>> 31) << ${word % GROUP};`
