/**
 * Worlds of one operation with one step, whose guard and effect are given; and the modes in which they are searched.
 */
import {
  cell,
  cells,
  type Fields,
  type Limits,
  operation,
  type ScopeOf,
  type System,
  type View,
} from '../../../checker/index.ts'

export const modes: readonly (readonly [string, Limits])[] = [
  ['plain', {}],
  ['exact', { exact: true }],
  ['reduced', { reduce: true }],
  ['audited', { audit: true }],
  ['audited and reduced', { audit: true, reduce: true }],
  ['by preemptions', { preemptions: 3 }],
]

export const fields = { x: cell(3), row: cells(2, 3) } satisfies Fields
export type Act = ScopeOf<View<typeof fields>, 'i'>

/** One thread that takes the step once. */
export const world = (
  effect: (scope: Act) => void,
  guard: (scope: Act) => boolean = () => true,
): System<typeof fields> => ({
  fields,
  initial: [() => {}],
  operations: {
    act: () =>
      operation<Act, { type: string }>()({ guards: { guard }, effects: { effect } }).createMachine({
        context: ({ input }) => input,
        meta: { locals: { i: cell(2) } },
        initial: 'a',
        states: { a: { on: { step: { guard: 'guard', actions: 'effect', target: 'b' } } }, b: { type: 'final' } },
      }),
  },
  threads: [{ name: 'T', calls: [{ operation: 'act', times: 1 }] }],
})
/** How a step of it is told. */
export const told = ': by thread 0 in operation "act" at "a"'
