/** Peterson's lock for two threads: rest, ask, yield, wait, critical, leave. */
import {
  cell,
  cells,
  type Fields,
  operation,
  type Property,
  type ScopeOf,
  type System,
  type View,
} from '../../index.ts'

const fields = { asks: cells(2, 2), turn: cell(2), inside: cell(3) } satisfies Fields
type PetersonState = View<typeof fields>
type EnterScope = ScopeOf<PetersonState, never>

const enter = operation<EnterScope, { type: 'step' }>()({
  guards: {
    mayEnter: ({ shared, self }) => shared.asks[1 - self] === 0 || shared.turn === self,
  },
  effects: {
    ask: ({ shared, self }) => {
      shared.asks[self] = 1
    },
    yield: ({ shared, self }) => {
      shared.turn = 1 - self
    },
    goIn: ({ shared }) => {
      shared.inside += 1
    },
    goOut: ({ shared }) => {
      shared.inside -= 1
    },
    stopAsking: ({ shared, self }) => {
      shared.asks[self] = 0
    },
  },
})

/** @param yields whether a thread gives the turn away before it waits, as the algorithm has it */
export const peterson = (yields = true): System<typeof fields> => ({
  fields,
  initial: [() => {}],
  operations: {
    enter: () =>
      enter.createMachine({
        context: ({ input }) => input,
        initial: 'asking',
        states: {
          asking: { on: { step: { actions: 'ask', target: 'yielding' } } },
          yielding: { on: { step: { ...(yields && { actions: 'yield' as const }), target: 'waiting' } } },
          waiting: { on: { step: { guard: 'mayEnter', actions: 'goIn', target: 'critical' } } },
          critical: { on: { step: { actions: 'goOut', target: 'leaving' } } },
          leaving: { on: { step: { actions: 'stopAsking', target: 'resting' } } },
          resting: { type: 'final' },
        },
      }),
  },
  threads: [0, 1].map(i => ({ name: `P${i}`, calls: [{ operation: 'enter', times: 'any' }] })),
})

export const oneInside: Property<EnterScope> = {
  kind: 'state',
  name: 'one-inside',
  check: ({ shared }) => (shared.inside > 1 ? shared.inside : 0),
  says: (_, witness) => `${witness} threads are inside`,
}
