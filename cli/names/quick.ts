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

/** Whether it is known that a search takes a while. A world without a recorded result may be of any size. */
export const isLarge = (world: WorldName, recorded: Recorded): boolean => (transitionsOf(world, recorded) ?? 0) > QUICK

/** What a world without a recorded result is taken to cost, so that it is searched first. */
export const UNKNOWN = Number.MAX_SAFE_INTEGER
