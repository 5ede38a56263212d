import { describe, expect, it } from 'vitest'
import { lostBy } from '../../../../../cli/judging/review/worlds/lost.ts'
import type { Ended, Returns } from '../../../../../cli/run/search/job.ts'
import { EAGAIN, OK } from '../../../../../model/kernel/state/values.ts'

const world = { scenario: 'convert-pages', design: 'upstream' }
const searched = (returns: Returns) =>
  ({ kind: 'judged', result: { judgements: [], goals: [] }, returns }) as unknown as Ended

const lost = (before: Returns, after: Returns) => lostBy([{ world, before: searched(before), after: searched(after) }])

describe('a call', () => {
  it('is lost when it returns so in no world any more', () => {
    expect(lost({ convert: [OK, EAGAIN] }, { convert: [EAGAIN] })).toEqual(['convert returns 0'])
  })

  it('is lost in one world when those with its arguments succeed there no more, though others do', () => {
    const others = { convert: [OK, EAGAIN], 'convert (start 0)': [OK] }
    expect(lost({ ...others, 'convert (start 1)': [OK] }, others)).toEqual([
      'convert (start 1) returns 0 in convert-pages',
    ])
    expect(lost(others, others)).toEqual([])
  })
})
