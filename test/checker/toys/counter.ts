/** One number that threads raise: the smallest world in which everything an engine does can be seen. */
import { cell, type Fields, operation, type ScopeOf, type System, type View } from '../../../checker/index.ts'

const fields = { count: cell(200, value => `#${value}`) } satisfies Fields
export type Counted = View<typeof fields>
type Count = ScopeOf<Counted, 'by'>

const count = operation<Count, { type: 'step' | 'twice' }>()({
  guards: {},
  effects: {
    raise: ({ shared, locals }) => {
      shared.count += locals.by
    },
    raiseTwice: ({ shared, locals }) => {
      shared.count += 2 * locals.by
    },
  },
})

/** Each thread may raise the number by one or two (or twice as much), so many times. */
export const counter = (threads: number, times: number | 'any'): System<typeof fields> => ({
  fields,
  initial: [() => {}],
  operations: {
    count: () =>
      count.createMachine({
        context: ({ input }) => input,
        meta: { locals: { by: cell(3) } },
        initial: 'raising',
        states: {
          raising: {
            meta: { fn: 'raise' },
            on: { step: { actions: 'raise', target: 'raised' }, twice: { actions: 'raiseTwice', target: 'raised' } },
          },
          raised: { type: 'final' },
        },
      }),
  },
  threads: Array.from({ length: threads }, (_, i) => ({
    name: `T${i}`,
    calls: [{ operation: 'count', args: [{ by: 1 }, { by: 2 }], times }],
  })),
})
