import { describe, expect, it } from 'vitest'
import { oneLine } from '../../../model/c/text/one-line.ts'

describe('C in one line', () => {
  it.each([
    ['a +\n\t\tb', 20, 'a + b'],
    ['kvm_gmem_get_folio(inode, index)', 30, 'kvm_gmem_get_folio(inode, ...'],
    ['folio_put(folio) || again', 20, 'folio_put(folio) ...'],
    ['averylongnamewithoutanyblank', 12, 'averylon ...'],
  ])('%j in %i characters', (text, most, line) => {
    expect(oneLine(text, most)).toBe(line)
    expect(line.length).toBeLessThanOrEqual(most)
  })
})
