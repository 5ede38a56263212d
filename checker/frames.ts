/**
 * Gives every local one offset in the frame of a thread: the same in all machines, so that one view serves them all.
 *
 * Locals that one step may touch lie apart; others share places.
 */
import type { Flat } from './control.ts'
import { InputError } from './errors.ts'

export interface Local {
  readonly name: string
  readonly domain: number
  /** Bytes from the start of a thread's frame. */
  readonly offset: number
}

/** @throws InputError when two machines declare one name with different domains */
export function placeLocals(flats: readonly Flat[]): readonly Local[] {
  const domains = new Map<string, number>()
  const neighbours = new Map<string, Set<string>>()
  for (const flat of flats) {
    for (const [name, { domain }] of Object.entries(flat.locals)) {
      const known = domains.get(name)
      if (known !== undefined && known !== domain)
        throw new InputError(
          `operation "${flat.operation}" declares the local "${name}" with domain ${domain}, another operation with ${known}: use two names`,
        )
      domains.set(name, domain)
      if (!neighbours.has(name)) neighbours.set(name, new Set())
    }
    for (const set of flat.together) {
      for (const name of set) for (const other of set) if (other !== name) neighbours.get(name)!.add(other)
    }
    for (const point of flat.points) {
      for (const name of point.live)
        for (const other of point.live) if (other !== name) neighbours.get(name)!.add(other)
    }
  }
  const offsets = new Map<string, number>()
  for (const name of domains.keys()) {
    const taken = new Set([...neighbours.get(name)!].map(other => offsets.get(other)))
    let offset = 0
    while (taken.has(offset)) offset += 1
    offsets.set(name, offset)
  }
  return [...domains].map(([name, domain]) => ({ name, domain, offset: offsets.get(name)! }))
}
