import { describe, expect, it } from 'vitest'
import type { Hunk } from '../../../model/c/patch/patch.ts'
import { changesHash } from '../../../model/c/tree/touched.ts'

/** Lines 10 to 12 of the file after the patch, of which the second one is changed. */
const hunk = (removed: string, added: string, shown = 'int a;'): Hunk => ({
  old: { start: 10, lines: 3 },
  new: { start: 10, lines: 3 },
  context: '',
  at: 1,
  complete: true,
  lines: [
    { kind: ' ', text: shown, old: 10, new: 10, at: 2 },
    { kind: '-', text: removed, old: 11, at: 3 },
    { kind: '+', text: added, new: 11, at: 4 },
    { kind: '+', text: 'elsewhere();', new: 12, at: 5 },
  ],
})
const hash = (one: Hunk, lines = [11]) => changesHash([{ hunk: one, lines }])

describe('a hash of what a hunk changes in a function', () => {
  it('is of lines added and removed there', () => {
    const known = hash(hunk('b = 1;', 'b = 2;'))
    expect(hash(hunk('b = 1;', 'b = 3;'))).not.toBe(known)
    expect(hash(hunk('b = 0;', 'b = 2;'))).not.toBe(known)
    expect(hash(hunk('b = 1;', 'b = 2;'), [11, 12])).not.toBe(known)
  })
  it('is of nothing that is only shown, or indented otherwise', () => {
    expect(hash(hunk('b = 1;', '\tb = 2;', 'int c;'))).toBe(hash(hunk('b = 1;', 'b = 2;')))
  })
})
