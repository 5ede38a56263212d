import { describe, expect, it } from 'vitest'
import { oneInside, peterson } from '../../../checker/bench/graphs/peterson.ts'
import { InputError, type Property, replay } from '../../../checker/index.ts'
import { elementOf, parsePath } from '../../../checker/trace/path.ts'
import { counter } from '../toys/counter.ts'
import { nested, type Sum } from '../toys/nested.ts'

describe('a path', () => {
  it('names the first event of a thread by the thread alone, the others by letters', () => {
    expect([0, 1, 26, 27, 52, 53, 702, 703].map(event => elementOf(3, event))).toEqual([
      '3',
      '3a',
      '3z',
      '3aa',
      '3az',
      '3ba',
      '3zz',
      '3aaa',
    ])
  })
  it('is read as it was written', () => {
    for (let event = 0; event < 2000; event++) expect(parsePath(elementOf(12, event))).toEqual([{ thread: 12, event }])
  })
})

describe('a replay', () => {
  it('takes the steps of a path, and says what is possible then', () => {
    const { steps, broken, possible } = replay(peterson(), [oneInside], 0, '0.0.1')
    expect(steps.map(({ at, to }) => [at, to])).toEqual([
      ['', 'asking'],
      ['asking', 'yielding'],
      ['', 'asking'],
    ])
    expect(broken).toEqual([])
    expect(possible).toEqual(['0', '1'])
  })
  it('shows what breaks on the way', () => {
    const { broken } = replay(peterson(false), [oneInside], 0, '0.1.1.1.1.0.0.0.1')
    expect(broken).toEqual([{ property: 'one-inside', says: '2 threads are inside', after: 8 }])
  })
  it('of nothing is the initial state', () => {
    expect(replay(counter(1, 1), [], 0, '')).toMatchObject({ steps: [], possible: ['0', '0a'] })
  })
  it('starts where it is told to', () => {
    const at = (initial: number) => replay(nested(), [], initial, '0.0.0.0').steps.at(-1)!.changes[0]
    expect(at(0)).toMatchObject({ field: 'total', before: 0, after: 1 })
    expect(at(1)).toMatchObject({ field: 'total', before: 2, after: 3 })
  })

  const fatal: Property<Sum> = {
    kind: 'signal',
    name: 'overflow',
    fatal: true,
    check: ({ shared }) => (shared.overflow === 1 ? 1 : 0),
    says: () => 'overflow',
  }
  it.each([
    ['0..1', 'element 2 of the path is "": write a thread and perhaps an event letter, like 0 or 1a'],
    ['0.x', 'element 2 of the path is "x": write a thread and perhaps an event letter, like 0 or 1a'],
    ['00', 'element 1 of the path is "00": write a thread and perhaps an event letter, like 0 or 1a'],
    ['7', 'step 1 of the path, "7", is not possible: possible there 0, 0a, 0b, 1, 1a, 1b'],
    ['0.0c', 'step 2 of the path, "0c", is not possible: possible there 0, 0a, 1, 1a, 1b'],
    ['0a.0.0.0.0.0.0.0.0', undefined],
  ])('refuses %s', (path, message) => {
    const act = () => replay(nested(), [fatal], 1, path)
    if (message === undefined)
      expect(act).toThrow(/^step \d of the path, "0", is not possible: step \d ended the world, cut the path there$/)
    else expect(act).toThrow(new InputError(message))
  })
  it('refuses an initial state that is not there', () => {
    expect(() => replay(nested(), [], 2, '0')).toThrow(new InputError('this world has no initial state 2: it has 0, 1'))
  })
})
