import { describe, expect, it } from 'vitest'
import { philosophers } from '../../../checker/bench/graphs/philosophers.ts'
import { InternalError, type Property, type Result, search } from '../../../checker/index.ts'
import { audited } from '../../../checker/reduce/audit.ts'
import { nested } from '../toys/nested.ts'

const system = philosophers(5)
const properties: Property[] = [{ kind: 'stuck', name: 'stuck' }]
const full = search(system, properties)
const reduced = search(system, properties, { reduce: true })

describe('an audit of a reduced search', () => {
  it('tells both sizes where all is the same', () => {
    const { states, transitions } = full
    const result = search(system, properties, { reduce: true, audit: true })
    expect(result.reduced!.full).toEqual({ states, transitions })
    expect(result.states).toBe(reduced.states)
    expect(result.states).toBeLessThan(states)
  })
  it.each<[string, Partial<Result>, string]>([
    ['a verdict', { judgements: reduced.judgements.map(each => ({ ...each, judged: 0 })) }, 'never judged by fewer'],
    ['a goal', { goals: [{ goal: 'g', reached: true }] }, 'the goal g: nothing by all states, reached by fewer'],
    [
      'a transition',
      { neverFired: [{ operation: 'o', at: 'p', event: 'step', candidate: 1 }] },
      'o p, step, candidate 1',
    ],
  ])('fails where %s differs', (_, wrong, says) => {
    const audit = () => audited(full, { ...reduced, ...wrong })
    expect(audit).toThrow(InternalError)
    expect(audit).toThrow(says)
  })
  it('compares nothing where one of them was cut', () => {
    const cut = search(system, properties, { states: 100 })
    expect(audited(cut, reduced)).toBe(cut)
    const short = search(system, properties, { reduce: true, states: 10 })
    expect(audited(full, short)).toBe(short)
  })
  it('agrees with another search where all is well', () => {
    const plain = search(nested(), [])
    const audited = search(nested(), [], { audit: true })
    expect({ ...audited, seconds: 0 }).toEqual({ ...plain, seconds: 0 })
  })
})
