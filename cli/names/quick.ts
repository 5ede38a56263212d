/**
 * Worlds small enough to be searched while somebody waits.
 */
import type { Recorded } from '../../spec/suite/entry.ts'
import { showWorld, type WorldName } from './world-name.ts'

/** A quick world has at most so many transitions. */
export const QUICK = 100_000

/** Transitions of a world as they are recorded; nothing for a world that was never recorded. */
export const transitionsOf = (world: WorldName, recorded: Recorded): number | undefined =>
  recorded.get(showWorld(world))?.transitions

/** Worlds that were never judged may be of any size. */
export const UNKNOWN = Number.MAX_SAFE_INTEGER
