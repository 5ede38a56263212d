import { describe, expect, it } from 'vitest'
import { search } from '../../../checker/index.ts'
import { designs } from '../../../model/designs/index.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { world } from '../../../model/world.ts'
import { propertiesOf } from '../../../spec/judging/properties.ts'
import { promises } from '../../../spec/promises/index.ts'

/** Names of the promises that the world breaks. */
const brokenIn = (scenario: string, design: string): string[] =>
  search(
    world(scenarios.find(({ name }) => name === scenario)!, designs.find(({ name }) => name === design)!),
    propertiesOf(promises, []),
  ).judgements.flatMap(({ property, outcome }) => (outcome.verdict === 'holds' ? [] : [property]))

describe('a range of the file whose folios are in use', () => {
  it('is recorded and never set as posted, its references kept', () => {
    expect(brokenIn('set-range-of-pages-in-use', 'direct-map-rfc-v3')).toEqual([
      'calls-keep-no-references',
      'direct-map-is-as-recorded',
      'successful-changes-are-recorded',
      'successful-changes-are-made',
    ])
  })

  it('reaches a frame of somebody else once the loop is mended', () => {
    expect(brokenIn('set-range-of-pages-in-use', 'direct-map-loops-over-folios')).toContain(
      'direct-map-changes-stay-in-range',
    )
  })

  it('is set with nothing left to mend but the locks', () => {
    expect(brokenIn('set-range-of-pages-in-use', 'direct-map-counts-right')).toEqual(['spinlock-sections-do-not-sleep'])
  })

  it('is set under the invalidate lock', () => {
    expect(brokenIn('set-range-of-pages-in-use', 'direct-map-repaired')).toEqual([])
  })
})

describe('two changes at once', () => {
  it('mix while a store allocates without xa_lock', () => {
    expect(brokenIn('set-at-once', 'direct-map-counts-right')).toContain('direct-map-is-as-recorded')
  })

  it('do not mix under the invalidate lock', () => {
    expect(brokenIn('set-at-once', 'direct-map-repaired')).toEqual([])
  })
})

describe('a folio that is freed', () => {
  it.each([
    [
      'direct-map-v7',
      ['direct-map-holes-are-not-accessed', 'direct-map-is-as-recorded', 'free-frames-are-in-the-direct-map'],
    ],
    ['direct-map-v9', []],
    ['direct-map-v11', []],
  ])('under %s', (design, broken) => {
    expect(brokenIn('fault-and-truncate', design).sort()).toEqual(broken)
  })
})

describe('a user of a pfn without a reference', () => {
  it('is safe if he looks at the sequence, and not if he only says that he is guarded', () => {
    expect(brokenIn('map-pfn-without-reference', 'follow-pfn-v7')).toEqual([])
    expect(brokenIn('map-pfn-without-looking', 'follow-pfn-v7')).toContain('free-frames-are-unreachable')
  })
})
