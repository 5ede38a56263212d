import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { build } from '../../../checker/bench/graphs/index.ts'
import { InputError, type Property, type Result, search } from '../../../checker/index.ts'
import { ExactSet } from '../../../checker/store/seen/exact-set.ts'
import { description, naiveSearch, neverBad, systemOf } from '../toys/random.ts'

/** Odds and memory differ, nothing else may. */
const told = (result: Result) => ({ ...result, seconds: 0, memory: 0, collisionOdds: 0 })

describe('an exact search', () => {
  it('tells what a search by fingerprints tells, without odds', () => {
    for (const graph of ['blocks-S-broken', 'phil-8']) {
      const { system, properties } = build(graph)
      const exact = search(system, properties, { exact: true })
      expect(exact.collisionOdds).toBe(0)
      expect(told(exact), graph).toEqual(told(search(system, properties)))
    }
  })
  it('does so in random worlds', () => {
    const stuck: Property = { kind: 'stuck', name: 'stuck' }
    fc.assert(
      fc.property(description, world => {
        fc.pre(naiveSearch(world) !== undefined)
        const properties = [neverBad(world), stuck]
        const exact = search(systemOf(world), properties, { exact: true })
        expect(told(exact)).toEqual(told(search(systemOf(world), properties)))
      }),
      { numRuns: 40 },
    )
  })
  it('is cut by memory', () => {
    const { system, properties } = build('blocks-S')
    expect(search(system, properties, { exact: true, bytes: 1_000_000 }).cut).toBe('memory')
  })
  it('runs on one thread', () => {
    const { system, properties } = build('blocks-S')
    const workers = { count: 2, source: { module: '', name: '', argument: '' } }
    expect(() => search(system, properties, { exact: true, workers })).toThrow(
      new InputError('an exact search runs on one thread: leave out the other workers'),
    )
  })
})

describe('a set of states', () => {
  it('tells new ones from known ones, however many there are', () => {
    const set = new ExactSet(2)
    const state = new Int32Array(2)
    for (const isNew of [true, false]) {
      for (let i = 0; i < 30_000; i++) {
        state.set([i % 300, Math.floor(i / 300)])
        expect(set.add(state)).toBe(isNew)
      }
    }
    expect(set.size).toBe(30_000)
  })
})
