/** Systems that no search takes. */
import { describe, expect, it } from 'vitest'
import {
  type AnySystem,
  cells,
  InputError,
  type Limits,
  type Property,
  perThread,
  search,
} from '../../../checker/index.ts'
import { nested } from '../toys/nested.ts'
import { fields, world } from '../toys/one-step.ts'

describe('a system', () => {
  it('of too many threads is not reduced', () => {
    const [thread] = nested().threads
    const threads = (count: number): AnySystem => ({
      ...nested(),
      threads: Array.from({ length: count }, (_, i) => (i === 0 ? thread! : { name: `idle ${i}`, calls: [] })),
    })
    const stuck: Property = { kind: 'stuck', name: 'stuck' }
    const verdicts = (limits: Limits) => search(threads(31), [stuck], limits).judgements.map(({ outcome }) => outcome)
    expect(verdicts({ reduce: true })).toEqual(verdicts({}))
    expect(() => search(threads(54), [], { reduce: true })).toThrow(
      new InputError('a reduced search has at most 31 threads, this world has 54: leave out "reduce"'),
    )
  })
  it('has entries for each of its threads, or none', () => {
    const few: AnySystem = { ...world(() => {}), fields: { ...fields, own: perThread(cells(1, 2), 2) } }
    expect(() => search(few, [])).toThrow(
      new InputError('field "own" has 1 entries, 2 for each thread, and there are 1 threads: give it 2'),
    )
    search({ ...few, fields: { ...fields, own: perThread(cells(0, 2), 2) } }, [])
  })
  it('has properties of the kinds that there are', () => {
    expect(() =>
      search(
        world(() => {}),
        [{ kind: 'invariant', name: 'p', check: () => 1, says: () => '' } as never],
      ),
    ).toThrow(
      new InputError('"p" is a property of kind "invariant": there are state, signal, return, stuck, progress, goal'),
    )
  })
})
