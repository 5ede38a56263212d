import { describe, expect, it } from 'vitest'
import { differencesBetween, entryOf } from '../../../../cli/judging/suite/expectations.ts'
import { holds, result, violated } from '../../by-hand/results.ts'

const world = { scenario: 'convert', design: 'as-posted' }
const seen = result([holds('b'), violated('z', 9), holds('a'), holds('never-tested', 0), violated('c', 4)], {
  goals: [
    { goal: 'reached', reached: true },
    { goal: 'missed', reached: false },
  ],
})

describe('what was seen of a world', () => {
  it('is written down by name, what was never judged apart from what holds', () => {
    expect(entryOf(world, seen)).toEqual({
      scenario: 'convert',
      design: 'as-posted',
      violated: { c: 4, z: 9 },
      holds: ['a', 'b'],
      vacuous: ['never-tested'],
      unreached: ['missed'],
      states: 26,
      transitions: 30,
      depth: 9,
    })
  })
})

describe('what is not as expected', () => {
  const expected = entryOf(world, seen)
  it('is nothing when the same was seen', () => {
    expect(differencesBetween(expected, entryOf(world, seen))).toEqual([])
  })
  it.each([
    [
      'a longer trace',
      [holds('a'), holds('b'), violated('c', 5), violated('z', 9), holds('never-tested', 0)],
      ['c: expected violated after 4 steps, got violated after 5 steps'],
    ],
    [
      'a promise no longer broken',
      [holds('a'), holds('b'), holds('c'), violated('z', 9), holds('never-tested', 0)],
      ['c: expected violated after 4 steps, got holds'],
    ],
    [
      'a promise no longer tested',
      [holds('a'), holds('b', 0), violated('c', 4), violated('z', 9), holds('never-tested', 0)],
      ['b: expected holds, got not put to the test'],
    ],
    [
      'a promise that is new, and one that is gone',
      [holds('a'), holds('new'), violated('c', 4), violated('z', 9), holds('never-tested', 0)],
      ['b: expected holds, got no verdict', 'new: expected no verdict, got holds'],
    ],
  ])('is told of %s', (_, judgements, differences) => {
    expect(differencesBetween(expected, entryOf(world, { ...seen, judgements }))).toEqual(differences)
  })
  it('is told in one phrase of all that differs alike', () => {
    const judgements = [holds('a', 0), holds('b', 0), violated('c', 4), violated('z', 9), holds('never-tested', 0)]
    expect(differencesBetween(expected, entryOf(world, { ...seen, judgements }))).toEqual([
      'a, b: expected holds, got not put to the test',
    ])
  })
  it('is told of goals and of the size of the graph, down to one transition', () => {
    const goals = [{ goal: 'missed', reached: true }]
    const got = entryOf(world, { ...seen, goals, states: 1026, transitions: 31, depth: 10 })
    expect(differencesBetween(expected, got)).toEqual([
      'goal missed: expected unreached, got reached',
      'states: expected 26, got 1,026',
      'transitions: expected 30, got 31',
      'depth: expected 9, got 10',
    ])
  })
})
