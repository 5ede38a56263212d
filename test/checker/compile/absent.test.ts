/** All worlds share the class of their locals: one knows the names that others have. */
import { describe, expect, it } from 'vitest'
import { cell, type System, search } from '../../../checker/index.ts'
import { type Act, type fields, modes, world } from '../toys/one-step.ts'

type Locals = Record<string, number>

/** The world of one step, whose states declare a local more. */
const withLocal = (system: System<typeof fields>, name: string): System<typeof fields> => {
  const machine = system.operations.act!() as { config: { meta: { locals: object } } }
  machine.config.meta.locals = { ...machine.config.meta.locals, [name]: cell(3) }
  return { ...system, operations: { act: () => machine as never } }
}

describe('a local that a world does not have, and another one has', () => {
  it.each(modes)('may be set, which has no effect: %s', (_, limits) => {
    const sets = ({ shared, locals }: Act) => {
      ;(locals as Locals)['fragment.start'] = 2
      shared.x = 1
    }
    expect(search(withLocal(world(sets), 'fragment.start'), [], limits).cut).toBeUndefined()
    const { states, cut } = search(world(sets), [], limits)
    expect([states, cut]).toEqual([
      search(
        world(({ shared }) => (shared.x = 1)),
        [],
        limits,
      ).states,
      undefined,
    ])
  })
})
