/**
 * What a violation rests on: fields that a patch adds are as their struct was made, unless the run has set them.
 */
import { describe, expect, it } from 'vitest'
import type { Trace } from '../../../../../checker/index.ts'
import { assumedOn, knownOf } from '../../../../../cli/judging/review/worlds/assumed.ts'
import type { Ended } from '../../../../../cli/run/search/job.ts'
import type { CodePlace } from '../../../../../model/patched/machines/operation-code.ts'

type Kind = 'reads' | 'counts' | 'sets'
const kinds = { reads: { assumed: 'as made' }, counts: { assumed: 'counted' }, sets: {} } as const

/** Steps that each use the field, on lines of their own unless said; and the code before, that may have it. */
function rests(uses: readonly (readonly [Kind, line?: number])[], { isOld = false } = {}): string[] {
  const steps = uses.map((_, index) => ({ operation: 'convert', at: `s${index}`, event: 'step' }))
  const points = uses.map(([kind, line = 0], index) => {
    const place = { file: 'x.c', line: line || 1 + index, within: 'f', from: [], callee: 'gmem_inode->has_shared' }
    return { operation: 'convert', at: `s${index}`, place: { ...place, ...kinds[kind] } satisfies CodePlace }
  })
  const side = (those: typeof points) => ({ kind: 'judged', points: those }) as unknown as Ended
  return assumedOn(side(isOld ? points : []), side(points), { steps } as unknown as Trace)
}

describe('a field that a patch adds', () => {
  const words =
    'gmem_inode->has_shared is as its struct was made where f() reads it, in a world that begins in the middle'

  it('is not known where it is read', () => {
    expect(rests([['reads'], ['sets']])).toEqual([words])
    expect(knownOf([words])).toBe('that is not known')
  })
  it('is known once the run has set it', () => expect(rests([['sets'], ['reads']])).toEqual([]))
  it('is not known by being counted on', () => {
    expect(rests([['counts', 7], ['sets', 7], ['reads']])).toEqual([words])
  })
  it('decides about nothing where it is only counted', () => {
    expect(
      rests([
        ['counts', 7],
        ['sets', 7],
      ]),
    ).toEqual([])
  })
  it('is the same before and after, if it was there before', () => {
    expect(rests([['reads']], { isOld: true })).toEqual([])
  })
})
