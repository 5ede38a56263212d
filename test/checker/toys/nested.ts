/**
 * Fragments inside fragments: a sum is made by adding, adding is counting, each with locals of its own, left by guarded
 * chains of onDone; an overflow takes another way out.
 */
import {
  cell,
  type Fields,
  ghost,
  operation,
  type ScopeOf,
  type System,
  signal,
  type View,
} from '../../../checker/index.ts'

const MOST = 4

const fields = {
  total: cell(MOST + 1),
  busy: cell(2),
  /** Sum of what the calls were asked to add. */
  asked: ghost(cell(16)),
  overflow: signal(3),
} satisfies Fields

type Local = 'amount' | 'result' | 'adding.left' | 'adding.mode' | 'counting.i' | 'undoing.back'
export type Sum = ScopeOf<View<typeof fields>, Local>

const sum = operation<Sum, { type: 'step' | 'skip' | 'stop' }>()({
  guards: {
    free: ({ shared }) => shared.busy === 0,
    fits: ({ shared }) => shared.total < MOST,
    more: ({ locals }) => locals['adding.left'] > 0,
    moreThanThis: ({ locals }) => locals['adding.left'] > 1,
    overflown: ({ locals }) => locals['counting.i'] === 2,
  },
  effects: {
    begin: ({ shared, locals }) => {
      shared.busy = 1
      shared.asked += locals.amount
      locals['adding.left'] = locals.amount
      locals['adding.mode'] = 1
    },
    count: ({ shared, locals }) => {
      shared.total += 1
      locals['counting.i'] = 1
    },
    tooMuch: ({ shared, locals }) => {
      locals['counting.i'] = 2
      shared.overflow = 1
    },
    counted: ({ locals }) => {
      locals['adding.left'] -= locals['counting.i']
    },
    giveUp: ({ locals }) => {
      locals['undoing.back'] = locals.amount - locals['adding.left']
      locals['adding.left'] = 0
    },
    undo: ({ shared, locals }) => {
      shared.total -= locals['undoing.back']
      locals.result = 1
      shared.overflow = 2
    },
    end: ({ shared }) => {
      shared.busy = 0
    },
  },
})

const sumMachine = sum.createMachine({
  id: 'sum',
  context: ({ input }) => input,
  meta: { locals: { amount: cell(4), result: cell(2) } },
  initial: 'entered',
  states: {
    entered: {
      meta: { fn: 'lock' },
      on: { step: { guard: 'free', actions: 'begin', target: 'adding' }, skip: 'returned' },
    },
    adding: {
      meta: { locals: { 'adding.left': cell(4), 'adding.mode': cell(2) } },
      initial: 'looking',
      onDone: { target: 'leaving' },
      on: { stop: { actions: 'giveUp', target: 'undoing' } },
      states: {
        looking: { on: { step: [{ guard: 'more', target: 'counting' }, { target: 'added' }] } },
        counting: {
          meta: { locals: { 'counting.i': cell(3) } },
          initial: 'trying',
          onDone: [
            { guard: 'overflown', actions: 'giveUp', target: '#sum.undoing' },
            { guard: 'moreThanThis', actions: 'counted', target: 'looking' },
            { target: 'added' },
          ],
          states: {
            trying: {
              meta: { fn: 'count' },
              on: {
                step: [
                  { guard: 'fits', actions: 'count', target: 'tried' },
                  { actions: 'tooMuch', target: 'tried' },
                ],
              },
            },
            tried: { type: 'final' },
          },
        },
        added: { type: 'final' },
      },
    },
    undoing: {
      meta: { locals: { 'undoing.back': cell(4) } },
      initial: 'back',
      onDone: { actions: 'end', target: 'returned' },
      states: {
        back: { on: { step: { actions: 'undo', target: 'undone' } } },
        undone: { type: 'final' },
      },
    },
    leaving: { on: { step: { actions: 'end', target: 'returned' } } },
    returned: { type: 'final' },
  },
})

export const nested = (): System<typeof fields> => ({
  fields,
  initial: [
    () => {},
    shared => {
      shared.total = 2
    },
  ],
  operations: { sum: () => sumMachine },
  spent: { sum: ['asked'] },
  threads: [0, 1].map(i => ({
    name: `T${i}`,
    calls: [{ operation: 'sum', args: [{ amount: 1 }, { amount: 3 }, { amount: 0 }], times: 2 }],
  })),
})
