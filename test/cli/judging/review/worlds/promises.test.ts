import { describe, expect, it } from 'vitest'
import { reviewedPromises } from '../../../../../cli/judging/review/worlds/promises.ts'
import { holds, judged, open, violated } from '../../../by-hand/results.ts'

const cut = 'time'
const sides = {
  broken: violated('some-promise', 3),
  kept: holds('some-promise'),
  untested: holds('some-promise', 0),
  open: open('some-promise', cut),
}

describe('a promise before and after a patch', () => {
  it.each([
    ['kept', 'broken', 'broken'],
    ['untested', 'broken', 'broken'],
    ['broken', 'broken', 'still broken'],
    ['broken', 'kept', 'repaired'],
    ['kept', 'kept', 'kept'],
    ['kept', 'untested', 'untested'],
    ['kept', 'open', 'open'],
    ['broken', 'open', 'open'],
    // It may have been broken before: a search that was cut has not shown the contrary.
    ['open', 'broken', 'open'],
  ] as const)('%s, then %s: %s', (before, after, change) => {
    const [one] = reviewedPromises(judged([sides[before]]), judged([sides[after]]))
    expect(one).toMatchObject({ promise: 'some-promise', change })
  })
})
