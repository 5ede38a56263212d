/**
 * Gives every local one offset in the frame of a thread: the same in all machines, so that one view serves them all.
 *
 * Locals that one step may touch lie apart; others share places.
 */

import { InputError } from '../../declare/errors.ts'
import type { Flat } from './control.ts'

export interface PlacedLocal {
  readonly name: string
  readonly domain: number
  /** Bytes from the start of a thread's frame. */
  readonly offset: number
}

/** @throws InputError when two machines declare one name with different domains */
export function placeLocals(flats: readonly Flat[]): readonly PlacedLocal[] {
  const domains = new Map<string, number>()
  for (const flat of flats) {
    for (const [name, { domain }] of Object.entries(flat.locals)) {
      const known = domains.get(name)
      if (known !== undefined && known !== domain)
        throw new InputError(
          `operation "${flat.operation}" declares the local "${name}" with domain ${domain}, another operation with ${known}: use two names`,
        )
      domains.set(name, domain)
    }
  }
  const numbers = new Map([...domains.keys()].map((name, number) => [name, number]))
  /** By local: a bit for each one that may be live in the same step. */
  const neighbours = Array.from(numbers, () => new Uint32Array(Math.ceil(numbers.size / 32)))
  for (const flat of flats) {
    for (const set of new Set([...flat.together, ...flat.points.map(point => point.live)])) {
      const members = set.map(name => numbers.get(name)!)
      const bits = new Uint32Array(Math.ceil(numbers.size / 32))
      for (const member of members) bits[member >> 5]! |= 1 << (member & 31)
      for (const member of members) for (let i = 0; i < bits.length; i++) neighbours[member]![i]! |= bits[i]!
    }
  }
  const offsets = new Map<string, number>()
  for (const [name, number] of numbers) {
    const taken = new Set<number>()
    for (const [other, offset] of offsets) {
      const bit = numbers.get(other)!
      if ((neighbours[number]![bit >> 5]! >>> (bit & 31)) & 1) taken.add(offset)
    }
    let offset = 0
    while (taken.has(offset)) offset += 1
    offsets.set(name, offset)
  }
  return [...domains].map(([name, domain]) => ({ name, domain, offset: offsets.get(name)! }))
}
