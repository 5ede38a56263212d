/**
 * States in which nothing in flight can step.
 */
import { placeAt, type World } from '../compile/world.ts'
import type { StuckProperty, Waiting } from '../declare/property.ts'
import { supposing } from '../declare/system.ts'

/** Whether the property is broken by such a state. @param bytes of the state */
export const breaksStuck = ({ except }: StuckProperty, world: World, bytes: Uint8Array): boolean =>
  except === undefined || !except(waitingIn(world, bytes))

/** What is said of such a state. */
export function saysStuck(world: World, bytes: Uint8Array): string {
  const { threads } = world.system
  const waiting = waitingIn(world, bytes).map(
    ({ thread, operation, at }) => `${threads[thread]!.name} (${operation} at ${at})`,
  )
  return supposing(world.system, `nothing in flight can step: ${waiting.join(', ')}`)
}

const waitingIn = (world: World, bytes: Uint8Array): Waiting[] =>
  world.system.threads.flatMap((_, thread) => {
    const { operation, at } = placeAt(world, bytes, thread)
    return at === '' ? [] : [{ thread, operation, at }]
  })
