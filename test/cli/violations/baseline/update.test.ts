/**
 * What a report shows to a baseline that is made of it.
 */
import { describe, expect, it } from 'vitest'
import { shownBy } from '../../../../cli/violations/baseline/update.ts'

const fingerprint = 'a-promise:123456789abc'
const way = { fingerprint, place: 'convert: folio_put' }
const shown = (...promises: readonly object[]) =>
  shownBy(
    JSON.stringify({
      schema: 1,
      command: 'check',
      worlds: [{ world: 'convert@upstream', outcome: 'whole', promises }],
    }),
    'found.json',
  )

describe('a report', () => {
  it('that was made without a baseline shows one way to break a promise, and may hide others', () => {
    expect(shown({ promise: 'a-promise', verdict: 'violated', ...way }).isPartial).toBe(true)
  })

  it('that was made with one shows them all', () => {
    expect(shown({ promise: 'a-promise', verdict: 'violated', ...way, ways: [way] }).isPartial).toBe(false)
    expect(shown({ promise: 'a-promise', verdict: 'holds' }).isPartial).toBe(false)
  })

  it('hides nothing behind what a patch is not blamed for', () => {
    expect(shown({ promise: 'a-promise', change: 'still broken', ...way }).isPartial).toBe(false)
  })
})
