import { describe, expect, it } from 'vitest'
import { grid } from '../../checker/bench/graphs/grid.ts'
import { type Limits, type Property, type Result, search } from '../../checker/index.ts'
import { type Counted, counter } from './toys/counter.ts'

const below = (limit: number): Property<{ shared: Counted }> => ({
  kind: 'state',
  name: 'below',
  check: ({ shared }) => (shared.count < limit ? 0 : 1),
  says: () => 'too many',
})
const never: Property = { kind: 'state', name: 'never', check: () => 0, says: () => '' }
const cutBy = (limits: Limits) => search(grid(6, 10), [never], limits)
const verdict = ({ judgements }: Result) => judgements[0]!.outcome

describe('a search that is cut never says that a promise holds', () => {
  it('by time', () => {
    const result = cutBy({ seconds: 0.05 })
    expect(result.cut).toBe('time')
    expect(verdict(result)).toEqual({ verdict: 'bound-reached', cut: 'time' })
    expect(result.states).toBeLessThan(1_000_000)
  })
  it('by memory', () => {
    const result = cutBy({ bytes: 3_000_000 })
    expect(verdict(result)).toEqual({ verdict: 'bound-reached', cut: 'memory' })
    expect(result.memory).toBeLessThan(4_000_000)
    expect(result.states).toBeGreaterThan(20_000)
  })
  it('by a table that is full', () => {
    expect(verdict(cutBy({ bytes: 700_000 }))).toEqual({ verdict: 'bound-reached', cut: 'memory' })
  })
  it('by a number of states', () => {
    const result = cutBy({ states: 5000 })
    expect(verdict(result)).toEqual({ verdict: 'bound-reached', cut: 'states' })
    expect(result.states).toBeGreaterThanOrEqual(5000)
    expect(result.states).toBeLessThan(8000)
  })
  it('by depth, where the states that far are judged', () => {
    const at = (depth: number) => search(counter(1, 2), [below(4)], { depth })
    expect(at(1).judgements[0]).toMatchObject({ outcome: { verdict: 'bound-reached', cut: 'depth' }, judged: 3 })
    expect(at(2).judgements[0]!.outcome).toMatchObject({ verdict: 'violated', trace: { path: '0a.0a' } })
    expect(at(2).depth).toBe(2)
  })
  it('by somebody who interrupts it', () => {
    let asked = 0
    const result = cutBy({ interrupted: () => ++asked > 3 })
    expect(verdict(result)).toEqual({ verdict: 'bound-reached', cut: 'interrupted' })
    expect(result.states).toBeGreaterThan(0)
  })
  it('by the first violation: at the end of its level', () => {
    const first = search(counter(2, 2), [below(4)], { stopAtFirst: true })
    const whole = search(counter(2, 2), [below(4)])
    expect(first.cut).toBe('first-violation')
    expect(first.states).toBeLessThan(whole.states)
    expect(first.judgements[0]!.outcome).toEqual(whole.judgements[0]!.outcome)
  })
})

describe('a limit that is not reached cuts nothing', () => {
  it('whatever its kind', () => {
    const free = search(counter(2, 2), [below(100)])
    const limits: Limits = {
      seconds: 60,
      bytes: 2 ** 30,
      depth: free.depth + 1,
      states: free.states + 1,
      stopAtFirst: true,
    }
    expect({ ...search(counter(2, 2), [below(100)], limits), seconds: 0 }).toEqual({ ...free, seconds: 0 })
  })
})

describe('progress', () => {
  it('is told while the search goes on', () => {
    const told: number[] = []
    search(grid(6, 10), [], { onProgress: ({ states, frontier }) => told.push(states, frontier) })
    expect(told.length).toBeGreaterThan(0)
    expect(told.every(number => number > 0)).toBe(true)
  })
})
