/**
 * The shape of a world, as one checksum: its layout, its machines, what may be started, and how its properties are called.
 *
 * Equal for two worlds whose states and steps can be exchanged between threads. What guards and effects do is not in it.
 */
import { createHash } from 'node:crypto'
import type { Property } from '../declare/property.ts'
import { generate } from './generate.ts'
import { initialStates } from './runner.ts'
import type { World } from './world.ts'

export function shapeOf(world: World, properties: readonly Property[]): string {
  const { placement, starts, points, words } = world
  const initial = initialStates(world).map(({ words }) => [...words])
  const named = properties.map(({ name, kind }) => [name, kind])
  const { text, steps } = generate(world, 'plain')
  const all = [
    text,
    steps.map(({ code, place }) => [code.text, place]),
    placement,
    starts,
    points,
    words,
    initial,
    named,
  ]
  return createHash('sha256').update(JSON.stringify(all)).digest('hex')
}
