import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { initialTransition, transition } from 'xstate'
import { operation } from '../../../../checker/operation.ts'
import { Refusal } from '../../../../model/c/lower/context/refusal.ts'
import { lower } from '../../../../model/c/lower/lower.ts'
import { fragmentOf } from '../../../../model/c/machine/fragment.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { fixtureFiles } from '../lower/gcc.ts'
import { bindingOf, interpret, type World, worldOf } from '../lower/scripted-world.ts'

interface Scope {
  readonly shared: World
  readonly locals: Record<string, number>
  readonly self: number
}

const WIDTH = 256
const binding = bindingOf(WIDTH, (world: World) => world)
const inScope = bindingOf(WIDTH, (scope: Scope) => scope.shared)

const byte = fc.oneof(fc.nat(12), fc.nat(WIDTH - 1))
const input = fc.record({
  args: fc.tuple(byte, byte, byte),
  script: fc.array(fc.integer({ min: -13, max: 7 }), { maxLength: 24 }),
})

describe('the step machine of a lowered function', () => {
  for (const file of fixtureFiles) {
    for (const name of file.fixtures) {
      it(`runs ${name} as its blocks run`, async context => {
        const parsed = await parseC(wholeFile(file.name, file.text))
        const { lowered, tooLarge } = tryToLower(parsed, name)
        // A world of small numbers cannot hold every fixture, and says so.
        if (!lowered) return context.skip(tooLarge)
        const fragment = fragmentOf(lower(parsed, name, inScope), inScope, scope => scope.locals)
        const machine = operation<Scope, { type: 'step' }>()({
          guards: fragment.guards,
          effects: fragment.effects,
        }).createMachine({
          id: name,
          context: ({ input }: { input: Scope }) => input,
          ...(fragment.config as object),
        } as never)
        const declared = (fragment.config.meta as { locals: Record<string, { domain: number }> }).locals
        fc.assert(
          fc.property(input, ({ args, script }) => {
            const expected = worldOf(script)
            const result = interpret(lowered, args, expected, binding)
            const locals: Record<string, number> = Object.fromEntries(Object.keys(declared).map(local => [local, 0]))
            fragment.params.forEach((param, index) => {
              locals[param] = args[index]!
            })
            let [state] = initialTransition(machine, { shared: worldOf(script), locals, self: 0 } as never)
            for (let steps = 0; state.status === 'active' && steps < 500; steps++)
              [state] = transition(machine, state, { type: 'step' } as never)
            const { shared, locals: left } = state.context as unknown as Scope
            expect(state.status).toBe('done')
            expect({ log: shared.log, things: shared.things }).toEqual({ log: expected.log, things: expected.things })
            expect(left[fragment.result!]).toBe((result + WIDTH) % WIDTH)
            for (const [local, value] of Object.entries(left))
              if (local in declared && local !== fragment.result) expect(`${local} ${value}`).toBe(`${local} 0`)
          }),
          { numRuns: 15 },
        )
      })
    }
  }
})

function tryToLower(parsed: Awaited<ReturnType<typeof parseC>>, name: string) {
  try {
    return { lowered: lower(parsed, name, binding), tooLarge: '' }
  } catch (thrown) {
    if (thrown instanceof Refusal && /does not fit|too large/.test(thrown.reason))
      return { lowered: undefined, tooLarge: thrown.reason }
    throw thrown
  }
}
