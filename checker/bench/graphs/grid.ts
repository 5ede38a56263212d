/** A grid: one thread turns any of `dials` dials modulo `values`. Nothing but the engine's own work. */
import { cells, type Fields, operation, type ScopeOf, type System, type View } from '../../index.ts'

const fieldsOf = (dials: number, values: number) => ({ dial: cells(dials, values) }) satisfies Fields

type TurnScope = ScopeOf<View<ReturnType<typeof fieldsOf>>, never>

/** @returns a world of `values ** dials` states */
export const grid = (dials: number, values: number): System<ReturnType<typeof fieldsOf>> => {
  const names = Array.from({ length: dials }, (_, dial) => `turn${dial}`)
  const turn =
    (dial: number) =>
    ({ shared }: TurnScope) => {
      const next = shared.dial[dial]! + 1
      shared.dial[dial] = next === values ? 0 : next
    }
  return {
    fields: fieldsOf(dials, values),
    initial: [() => {}],
    operations: {
      turning: () =>
        operation<TurnScope, { type: string }>()({
          guards: {},
          effects: Object.fromEntries(names.map((name, dial) => [name, turn(dial)])),
        }).createMachine({
          context: ({ input }) => input,
          initial: 'free',
          states: { free: { on: Object.fromEntries(names.map(name => [name, { actions: name }])) } },
        }),
    },
    threads: [{ name: 'hand', calls: [], within: { operation: 'turning' } }],
  }
}
