import { describe, expect, it } from 'vitest'
import { indexWords } from '../../../cli/reports/memory/indices.ts'
import { callWords } from '../../../cli/reports/trace/words/calls.ts'
import { boundsWords, count, environmentWords, oddsWords } from '../../../cli/text/words.ts'
import { kernelFields } from '../../../model/kernel/state/state.ts'
import { PRIVATE, SHARED } from '../../../model/kernel/state/values.ts'

describe('a call', () => {
  it.each<[string, string, Record<string, number>]>([
    ['convert 0-1 to shared', 'convert', { start: 0, pages: 2, share: SHARED }],
    ['set attributes 3 to private, VM 1', 'set attributes', { start: 3, pages: 1, share: PRIVATE, vm: 1 }],
    ['guest fault, shared gfn 2', 'guest fault', { gfn: 2, kind: SHARED, vm: 0 }],
    ['pin, page 4', 'pin', { page: 4 }],
    ['split', 'split', {}],
  ])('is said as %s', (said, operation, args) => {
    expect(callWords(operation, args)).toBe(said)
  })
})

describe('an index', () => {
  const bounds = { pages: 4, hugepage: 2, frames: 6, threads: 2, vms: 2, failures: 0 }
  it.each<[string, string, number, number]>([
    ['CPU1 frame 2', 'held', 8, 12],
    ['VM1 SHARED gfn 2', 'spte', 14, 16],
    ['VM1 page 0', 'share', 4, 8],
    ['3', 'share', 3, 4],
    ['5', 'refs', 5, 6],
    ['CPU1 file 0', 'heldFiles', 2, 4],
    ['CPU1 page 3', 'imageDone', 7, 8],
    ['CPU1', 'vmPut', 1, 2],
    ['CPU1 a page of the image', 'heldForeign', 4, 6],
  ])('is said as %s in %s', (said, field, index, length) => {
    expect(indexWords(bounds, field, index, length)).toBe(said)
  })
  it('names the thread of every row that each thread has a part of', () => {
    const parts = ['memslots', 'new-files'] as const
    const rows = Object.entries(kernelFields(bounds, { tdxHoldsReferences: false, parts })).filter(
      ([, field]) => field.kind === 'cells' && field.length > 0 && field.threads?.as === 'entries',
    )
    expect(rows.length).toBeGreaterThan(8)
    for (const [name, field] of rows)
      expect(indexWords(bounds, name, 0, field.kind === 'cells' ? field.length : 0)).toMatch(/^CPU0\b/)
  })
  it('names no VM where there is one', () => {
    expect(indexWords({ ...bounds, vms: 1 }, 'spte', 6, 8)).toBe('SHARED gfn 2')
  })
})

describe('numbers', () => {
  it.each([
    [0, '0'],
    [999, '999'],
    [1000, '1,000'],
    [1234567, '1,234,567'],
  ])('%i is said as %s', (number, said) => {
    expect(count(number)).toBe(said)
  })
  it('of odds are never said to be smaller than they are', () => {
    expect(oddsWords(3e-12)).toBe('odds of a missed state below 1 in 10^11')
    expect(oddsWords(0.9)).toBe('a missed state is likely')
    expect(oddsWords(0)).toBe('no odds of a missed state')
  })
})

describe('a world', () => {
  it('is told by its size and by what takes part', () => {
    const bounds = { pages: 4, hugepage: 2, frames: 6, threads: 1, vms: 2, failures: 1 }
    expect(boundsWords(bounds).join(', ')).toBe(
      '4 pages in hugepages of 2, 6 frames, 1 thread, 2 VMs, 1 injected failure',
    )
    expect(boundsWords({ ...bounds, pages: 1, hugepage: 1 })[0]).toBe('1 page')
    expect(environmentWords({ tdxHoldsReferences: false })).toEqual([])
    expect(environmentWords({ tdxHoldsReferences: true, directMapEntry: 1, parts: ['tdx', 'lru'] })).toEqual([
      'direct map entries of 1 frame',
      'with tdx',
      'with lru',
      'TDX holds a reference per mapped private page',
    ])
  })
})
