import { expect, it } from 'vitest'
import {
  cell,
  cells,
  ghost,
  operation,
  type Property,
  perThread,
  type ScopeOf,
  type System,
  search,
  type View,
} from '../../../checker/index.ts'

const fields = { mine: ghost(perThread(cells(2, 3), 1)), all: ghost(cell(3)), seen: cell(2) }
type Act = ScopeOf<View<typeof fields>, never>

/** Marks what is its own, lets the others run, and returns. */
const marking = () =>
  operation<Act, { type: string }>()({
    guards: {},
    effects: {
      mark: ({ shared, self }) => {
        shared.mine[self] = 2
        shared.all = 2
      },
      look: ({ shared }) => {
        shared.seen = 1
      },
    },
  }).createMachine({
    context: ({ input }) => input,
    initial: 'marking',
    states: {
      marking: { on: { step: { actions: 'mark', target: 'looking' } } },
      looking: { on: { step: { actions: 'look', target: 'leaving' } } },
      leaving: { on: { step: { target: 'returned' } } },
      returned: { type: 'final' },
    },
  })

const call = { operation: 'mark', args: [{}], times: 2 }
const system = (spendsIf?: System['spendsIf']): System =>
  ({
    fields,
    initial: [() => {}],
    operations: { mark: marking },
    threads: [
      { name: 'one', calls: [call] },
      { name: 'other', calls: [call] },
    ],
    spent: { mark: ['mine', 'all'] },
    ...(spendsIf && { spendsIf }),
  }) as unknown as System

/** What others return with is theirs: a call finds what it marked itself. */
const marked: Property<Act> = {
  kind: 'return',
  name: 'marked',
  of: ['mark'],
  ghosts: ['mine', 'all'],
  check: ({ shared, self }) => (shared.mine[self] === 2 ? 0 : 1),
  says: () => 'the mark is gone',
}

it.each<[string, System['spendsIf']]>([
  ['always', undefined],
  ['where it returns first', { mark: ({ shared, self }: Act) => shared.mine[1 - self] === 0 }],
])('a reduced search leaves alone what another thread spends, %s', (_, spendsIf) => {
  for (const reduce of [false, true, 'threads', 'steps'] as const) {
    const { judgements } = search(system(spendsIf), [marked as Property], reduce ? { reduce } : {})
    expect(judgements[0]!.outcome).toMatchObject({ verdict: 'holds' })
  }
})
