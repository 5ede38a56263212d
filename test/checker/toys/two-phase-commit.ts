/** Two-phase commit over messages that are never lost and never removed: one transaction manager, `n` resource managers. */
import {
  cell,
  cells,
  type Fields,
  operation,
  type Property,
  type ScopeOf,
  type System,
  type View,
} from '../../../checker/index.ts'

const WORKING = 0
const PREPARED = 1
const COMMITTED = 2
const ABORTED = 3

const fieldsOf = (n: number) =>
  ({
    manager: cells(n, 4),
    /** Messages: by resource manager, and the two decisions. */
    saidPrepared: cells(n, 2),
    saidCommit: cell(2),
    saidAbort: cell(2),
    heardPrepared: cells(n, 2),
  }) satisfies Fields
type Act = ScopeOf<View<ReturnType<typeof fieldsOf>>, never>

export const twoPhaseCommit = (n: number): System<ReturnType<typeof fieldsOf>> => {
  const managers = Array.from({ length: n }, (_, i) => i)
  /** Threads 0 … n - 1 are the resource managers. */
  const manage = operation<Act, { type: string }>()({
    guards: {
      works: ({ shared, self }) => shared.manager[self] === WORKING,
      toldToCommit: ({ shared }) => shared.saidCommit === 1,
      toldToAbort: ({ shared }) => shared.saidAbort === 1,
    },
    effects: {
      prepare: ({ shared, self }) => {
        shared.manager[self] = PREPARED
        shared.saidPrepared[self] = 1
      },
      abort: ({ shared, self }) => {
        shared.manager[self] = ABORTED
      },
      commit: ({ shared, self }) => {
        shared.manager[self] = COMMITTED
      },
    },
  })
  const hear = (i: number) => ({
    [`said${i}`]: ({ shared }: Act) => shared.saidPrepared[i] === 1,
  })
  const note = (i: number) => ({
    [`hear${i}`]: ({ shared }: Act) => {
      shared.heardPrepared[i] = 1
    },
  })
  const decide = operation<Act, { type: string }>()({
    guards: {
      allPrepared: ({ shared }) => shared.heardPrepared.every(heard => heard === 1),
      ...Object.assign({}, ...managers.map(hear)),
    } as Record<string, (scope: Act) => boolean>,
    effects: {
      sayCommit: ({ shared }) => {
        shared.saidCommit = 1
      },
      sayAbort: ({ shared }) => {
        shared.saidAbort = 1
      },
      ...Object.assign({}, ...managers.map(note)),
    } as Record<string, (scope: Act) => void>,
  })
  return {
    fields: fieldsOf(n),
    initial: [() => {}],
    operations: {
      manage: () =>
        manage.createMachine({
          context: ({ input }) => input,
          initial: 'managing',
          states: {
            managing: {
              on: {
                prepare: { guard: 'works', actions: 'prepare' },
                giveUp: { guard: 'works', actions: 'abort' },
                commit: { guard: 'toldToCommit', actions: 'commit' },
                abort: { guard: 'toldToAbort', actions: 'abort' },
              },
            },
          },
        }),
      decide: () =>
        decide.createMachine({
          context: ({ input }) => input,
          initial: 'open',
          states: {
            open: {
              on: {
                commit: { guard: 'allPrepared', actions: 'sayCommit', target: 'decided' },
                abort: { actions: 'sayAbort', target: 'decided' },
                ...Object.fromEntries(managers.map(i => [`prepared${i}`, { guard: `said${i}`, actions: `hear${i}` }])),
              },
            },
            decided: {},
          },
        }),
    },
    threads: [
      ...managers.map(i => ({ name: `RM${i}`, calls: [], within: { operation: 'manage' } })),
      { name: 'TM', calls: [], within: { operation: 'decide' } },
    ],
  }
}

export const consistent: Property<Act> = {
  kind: 'state',
  name: 'consistent',
  check: ({ shared }) => (shared.manager.includes(COMMITTED) && shared.manager.includes(ABORTED) ? 1 : 0),
  says: () => 'one manager committed, another aborted',
}
