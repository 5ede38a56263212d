/** A room: somebody stays in it for a step, somebody looks in. */
import { cell, operation, type ScopeOf, type System, signal, type View } from '../../../checker/index.ts'

const fields = { inside: cell(2), met: signal() }
export type Room = ScopeOf<View<typeof fields>, never>

const visit = operation<Room, { type: 'step' }>()({
  guards: {},
  effects: {
    enter: ({ shared }) => {
      shared.inside = 1
    },
    leave: ({ shared }) => {
      shared.inside = 0
    },
    look: ({ shared }) => {
      shared.met = shared.inside
    },
  },
})

/** A guest, and another who is about to look in; or, if `either`, one thread that does the one or the other. */
export const room = ({ either = false } = {}): System<typeof fields> => ({
  fields,
  initial: [() => {}],
  operations: {
    stay: () =>
      visit.createMachine({
        context: ({ input }) => input,
        initial: 'out',
        states: {
          out: { on: { step: { actions: 'enter', target: 'in' } } },
          in: { on: { step: { actions: 'leave', target: 'gone' } } },
          gone: { type: 'final' },
        },
      }),
    look: () =>
      visit.createMachine({
        context: ({ input }) => input,
        initial: 'looking',
        states: { looking: { on: { step: { actions: 'look', target: 'seen' } } }, seen: { type: 'final' } },
      }),
  },
  threads: either
    ? [
        {
          name: 'visitor',
          calls: [
            { operation: 'stay', times: 1 },
            { operation: 'look', times: 1 },
          ],
        },
      ]
    : [
        { name: 'guest', calls: [{ operation: 'stay', times: 1 }] },
        { name: 'other', calls: [], within: { operation: 'look' } },
      ],
})
