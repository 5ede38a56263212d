/**
 * Dining philosophers: each takes one fork, then the other, eats, and puts them back one by one.
 *
 * With `leftHanded` the last one takes them in the other order, and nobody ever waits in a circle.
 */
import { cells, type Fields, operation, type ScopeOf, type System, type View } from '../../index.ts'

const fieldsOf = (philosophers: number) => ({ fork: cells(philosophers, 2) }) satisfies Fields

type Dine = ScopeOf<View<ReturnType<typeof fieldsOf>>, never>

export const philosophers = (n: number, leftHanded = true): System<ReturnType<typeof fieldsOf>> => {
  const swapped = (self: number) => leftHanded && self === n - 1
  const first = (self: number) => (swapped(self) ? 0 : self)
  const second = (self: number) => (swapped(self) ? self : (self + 1) % n)
  const dine = operation<Dine, { type: 'step' }>()({
    guards: {
      firstIsFree: ({ shared, self }) => shared.fork[first(self)] === 0,
      secondIsFree: ({ shared, self }) => shared.fork[second(self)] === 0,
    },
    effects: {
      takeFirst: ({ shared, self }) => {
        shared.fork[first(self)] = 1
      },
      takeSecond: ({ shared, self }) => {
        shared.fork[second(self)] = 1
      },
      dropFirst: ({ shared, self }) => {
        shared.fork[first(self)] = 0
      },
      dropSecond: ({ shared, self }) => {
        shared.fork[second(self)] = 0
      },
    },
  })
  const machine = dine.createMachine({
    context: ({ input }) => input,
    initial: 'hungry',
    states: {
      hungry: { on: { step: { guard: 'firstIsFree', actions: 'takeFirst', target: 'holding' } } },
      holding: { on: { step: { guard: 'secondIsFree', actions: 'takeSecond', target: 'eating' } } },
      eating: { on: { step: { actions: 'dropFirst', target: 'full' } } },
      full: { on: { step: { actions: 'dropSecond', target: 'thinking' } } },
      thinking: { type: 'final' },
    },
  })
  return {
    fields: fieldsOf(n),
    initial: [() => {}],
    operations: { dine: () => machine },
    threads: Array.from({ length: n }, (_, i) => ({
      name: `philosopher ${i}`,
      calls: [{ operation: 'dine', times: 'any' as const }],
    })),
  }
}
