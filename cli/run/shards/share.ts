/**
 * Which parts of a run are whose, where several machines share them.
 */
import { InputError } from '../../../checker/declare.ts'
import { count, counted } from '../../text/words.ts'

/** One of several shares. */
export interface Share {
  /** From 1. */
  readonly at: number
  readonly of: number
}

export const showShare = ({ at, of }: Share): string => `${at}/${of}`

/** How much of a run the report of a share tells of. */
export interface SharedRun extends Share {
  readonly worlds: number
  /** All that the run has. */
  readonly ofWorlds: number
}

/** Nothing where a report tells of the whole run. */
export const sharedBy = (
  share: Share | undefined,
  worlds: number,
  ofWorlds: number,
): { readonly shared?: SharedRun } => (share === undefined ? {} : { shared: { ...share, worlds, ofWorlds } })

/** What such a report begins with. */
export const sharedWords = (shared: SharedRun | undefined): string =>
  shared === undefined
    ? ''
    : `shard ${showShare(shared)}, with ${count(shared.worlds)} of ${counted(shared.ofWorlds, 'world')}; gmemcheck merge tells of all: `

/** Parses `2/3`. @throws InputError unless it is a share */
export function share(text: string): Share {
  const [, at, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []
  const parsed = { at: Number(at), of: Number(of) }
  if (at !== undefined && parsed.at >= 1 && parsed.at <= parsed.of) return parsed
  throw new InputError(`--shard cannot be "${text}"\ngive a share and how many there are, such as 1/4`)
}

/**
 * Indices of the parts of a share, in order: the costliest part goes first, to the share with the least so far.
 *
 * @param costs of all parts, in their order
 */
export function sharedOut({ at, of }: Share, costs: readonly number[]): number[] {
  const loads = Array.from({ length: of }, () => 0)
  const mine: number[] = []
  for (const part of costs.map((_, index) => index).sort((a, b) => costs[b]! - costs[a]! || a - b)) {
    const least = loads.indexOf(Math.min(...loads))
    // Each costs something, whatever its world.
    loads[least]! += costs[part]! + 1
    if (least === at - 1) mine.push(part)
  }
  return mine.sort((a, b) => a - b)
}
