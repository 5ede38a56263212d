/**
 * Worlds small enough to be searched while somebody waits.
 */
import type { Entry } from '../../spec/manifest/entry.ts'
import { sameWorld, type WorldName } from './world-name.ts'

/** A quick world has at most so many transitions. */
export const QUICK = 100_000

/** Transitions of a world as the manifest knows them; nothing for a world that was never recorded. */
export const transitionsOf = (world: WorldName, manifest: readonly Entry[]): number | undefined =>
  manifest.find(entry => sameWorld(entry, world))?.transitions
