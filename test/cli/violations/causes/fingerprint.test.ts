import { describe, expect, it } from 'vitest'
import type { Trace } from '../../../../checker/declare/result.ts'
import { fingerprintJson, fingerprintOf, fingerprintWords } from '../../../../cli/violations/causes/fingerprint.ts'
import { change, race, starts, step } from '../../by-hand/traces.ts'

const trace = (steps: Trace['steps'], more: Partial<Trace> = {}): Trace => ({
  property: 'no-index-wraps',
  says: 'page 0 wraps',
  initial: 0,
  path: '',
  preemptions: 0,
  needed: steps.map((_, index) => index),
  steps,
  ...more,
})
const words = (...those: Parameters<typeof trace>) => fingerprintWords(fingerprintOf(trace(...those)))

describe('the fingerprint of a violation', () => {
  it('says the promise, and a hash', () => {
    expect(words(race)).toMatch(/^no-index-wraps:[0-9a-f]{12}$/)
  })

  it('names the function that breaks the promise, and what that needs', () => {
    expect(fingerprintOf(trace(race, { needed: [0, 5, 6] }))).toEqual({
      promise: 'no-index-wraps',
      place: 'convert: filemap_invalidate_lock_shared',
      slice: ['calls convert', 'convert: kvm_gmem_shareability_store', 'convert: __kvm_gmem_filemap_add_folio enomem'],
    })
  })

  const one = [starts(0, 'convert', { start: 0 }), step(0, 'store', [change('share', 0, 'PRIVATE', 'SHARED')])]

  it.each([
    ['another CPU', one.map(each => ({ ...each, thread: 3, element: '3' }))],
    ['another page', [starts(0, 'convert', { start: 7 }), step(0, 'store', [change('share', 7, 'PRIVATE', 'SHARED')])]],
    ['other states of the machine', one.map(each => ({ ...each, to: 'somewhere else' }))],
    ['a loop that goes round once more', [...one, one[1]!]],
  ])('is the same on %s', (_, steps) => {
    expect(words(steps)).toBe(words(one))
  })

  it('is the same when steps come between that the violation does not need', () => {
    const longer = [one[0]!, step(1, 'schedule'), one[1]!]
    expect(words(longer, { needed: [0, 2] })).toBe(words(one))
  })

  it.each([
    ['another promise', one, { property: 'nothing-is-stuck' }],
    ['another function', [one[0]!, step(0, 'xa_store')], {}],
    ['a failure on the way', [one[0]!, step(0, 'xa_store', [], { event: 'enomem' }), one[1]!], {}],
    ['another operation', [starts(0, 'allocate', {}), one[1]!], {}],
    ['the same call from another place', [...one, { ...one[1]!, at: 'later' }], {}],
    ['the same call in another function', [one[0]!, { ...one[1]!, within: 'kvm_gmem_release' }], {}],
  ])('differs for %s', (_, steps, more) => {
    expect(words(steps, more)).not.toBe(words(one))
  })

  it('is told to programs only where the needed steps are known', () => {
    expect(fingerprintJson(trace(one))).toMatchObject({
      place: 'convert: store',
      slice: ['calls convert', 'convert: store'],
    })
    const { needed, ...unknown } = trace(one)
    expect(fingerprintJson(unknown)).toEqual({})
  })
})
