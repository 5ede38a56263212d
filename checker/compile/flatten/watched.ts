/**
 * An operation with the effects of an onlooker beside its own.
 */
import type { Effect } from '../../declare/machine.ts'
import type { WatchedStep } from '../../declare/system.ts'
import type { Flat } from './control.ts'

/** The same where nobody looks on. */
export function watched(flat: Flat, watches: readonly WatchedStep[] = []): Flat {
  if (watches.length === 0) return flat
  const effectsAt = (at: string, event: string): Effect<never>[] =>
    watches.filter(watch => watch.at === at && watch.event === event).map(({ does }) => does)
  return {
    ...flat,
    points: flat.points.map(point => ({
      ...point,
      events: point.events.map(({ event, arms }) => ({
        event,
        arms: arms.map(arm => ({ ...arm, effects: [...arm.effects, ...effectsAt(point.at, event)] })),
      })),
    })),
  }
}
