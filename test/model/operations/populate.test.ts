/**
 * Copying the initial image in: what is called, and what the caller is told.
 */
import { describe, expect, it } from 'vitest'
import type { Part } from '../../../model/kernel/state/state.ts'
import { type Choose, runAlone } from './alone.ts'

const populate = (...parts: readonly Part[]) => ({
  operation: 'populate',
  args: { start: 0, pages: 2, vm: 0 },
  pages: 2,
  parts: ['launch', 'firmware', ...parts] as const,
  initial: () => {},
})
const interruptedAt =
  (page: number): Choose =>
  (fn, nth) =>
    fn === 'signal_pending' && nth === page ? 'eintr' : undefined
const sources = (fns: readonly string[]) => fns.filter(fn => fn === 'get_user_pages_fast').length

describe('populate', () => {
  it('asks for a page of the image where there is one, and for none of an image of zeroes', () => {
    expect(sources(runAlone('linux-7-3', populate()).fns)).toBe(2)
    expect(sources(runAlone('linux-7-3', populate('zero-image')).fns)).toBe(0)
  })

  it('tells its errno where no page is done', () => {
    const { result } = runAlone('linux-7-3', populate(), interruptedAt(1))
    expect(result).toBe('-EINTR')
  })

  it.each(['linux-7-3', 'linux-6-12'])('loses it once a page is done, in %s', design => {
    const { fns, result } = runAlone(design, populate(), interruptedAt(2))
    expect({ done: fns.filter(fn => fn === 'sev_issue_cmd').length, result }).toEqual({ done: 1, result: '-EIO' })
  })
})
