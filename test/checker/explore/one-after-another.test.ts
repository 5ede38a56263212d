import { describe, expect, it } from 'vitest'
import {
  cell,
  oneAfterAnother,
  operation,
  type Property,
  type ScopeOf,
  type System,
  type View,
} from '../../../checker/index.ts'

const fields = { count: cell(20) }
type Adding = ScopeOf<View<typeof fields>, 'by' | 'was'>

/** Adds what it has read before to a number that others may have raised by then. */
const add = operation<Adding, { type: 'step' | 'fail' }>()({
  guards: {},
  effects: {
    read: ({ shared, locals }) => {
      locals.was = shared.count
    },
    write: ({ shared, locals }) => {
      shared.count = locals.was + locals.by
    },
  },
})

const adders = (threads: number): System<typeof fields> => ({
  fields,
  initial: [() => {}],
  operations: {
    add: () =>
      add.createMachine({
        context: ({ input }) => input,
        meta: { locals: { by: cell(3), was: cell(20) } },
        initial: 'reading',
        states: {
          reading: { meta: { fn: 'read' }, on: { step: { actions: 'read', target: 'writing' } } },
          writing: {
            meta: { fn: 'write' },
            on: { step: { actions: 'write', target: 'done' }, fail: { target: 'done' } },
          },
          done: { type: 'final' },
        },
      }),
  },
  threads: Array.from({ length: threads }, (_, i) => ({
    name: `T${i}`,
    calls: [{ operation: 'add', args: [{ by: 1 }, { by: 2 }], times: 1 }],
  })),
})

const odd: Property = {
  kind: 'return',
  name: 'odd',
  of: ['add'],
  check: ({ shared }: Adding) => shared.count % 2,
  says: () => '',
}

function calls(threads: number, properties: readonly Property[] = [], most = 1000) {
  const seen = new Map<string, Set<string>>()
  const whole = oneAfterAnother(
    adders(threads),
    properties,
    {
      found: ({ shared }: Adding) => shared.count,
      told: (_: string, { shared, locals }: Adding) => ({ by: locals.by, count: shared.count }),
      returned: (found, { by, count }, { choices, breaks }) => {
        const call = [`${found} + ${by}`, ...choices].join(', ')
        seen.set(call, (seen.get(call) ?? new Set()).add(`${count}${breaks ? ' odd' : ''}`))
      },
    },
    most,
  )
  return { whole, seen: Object.fromEntries([...seen].map(([call, ends]) => [call, [...ends].sort()]).sort()) }
}

describe('calls made one after another', () => {
  it('find what the others left, and are disturbed by none of them', () => {
    // Side by side the second would also write what it had read before the first wrote.
    expect(calls(2)).toEqual({
      whole: true,
      seen: {
        '0 + 1': ['1'],
        '0 + 1, write: fail': ['0'],
        '0 + 2': ['2'],
        '0 + 2, write: fail': ['0'],
        '1 + 1': ['2'],
        '1 + 1, write: fail': ['1'],
        '1 + 2': ['3'],
        '1 + 2, write: fail': ['1'],
        '2 + 1': ['3'],
        '2 + 1, write: fail': ['2'],
        '2 + 2': ['4'],
        '2 + 2, write: fail': ['2'],
      },
    })
  })

  it('tell whether they break a property, those before them left aside', () => {
    const { seen } = calls(2, [odd])
    expect(seen['1 + 1']).toEqual(['2'])
    expect(seen['1 + 1, write: fail']).toEqual(['1 odd'])
    expect(seen['2 + 2']).toEqual(['4'])
  })

  it('are given up where there are too many', () => {
    expect(calls(2, [], 3).whole).toBe(false)
  })
})
