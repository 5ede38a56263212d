import { describe, expect, it } from 'vitest'
import { named, nearest } from '../../../cli/names/nearest.ts'

const scenarios = ['convert-to-shared', 'convert-to-private', 'host-fault-during-conversion', 'split-alone']

describe('the nearest name', () => {
  it.each([
    ['convert-to-shraed', 'convert-to-shared'],
    ['convert-to-privte', 'convert-to-private'],
    ['host-fault', 'host-fault-during-conversion'],
    ['splitalone', 'split-alone'],
  ])('to %s is %s', (typed, meant) => {
    expect(nearest(typed, scenarios)).toBe(meant)
  })

  it.each(['bananas', 'x', ''])('to %j is none', typed => {
    expect(nearest(typed, scenarios)).toBeUndefined()
  })
})

describe('naming something that does not exist', () => {
  const things = scenarios.map(name => ({ name }))
  it('says what, what may be meant, and where to see them all', () => {
    expect(() => named('scenario', things, 'host-fualt-during-conversion', 'gmemcheck list scenarios')).toThrow(
      'no scenario is called "host-fualt-during-conversion"; did you mean host-fault-during-conversion?\n' +
        'see them all: gmemcheck list scenarios',
    )
  })
})
