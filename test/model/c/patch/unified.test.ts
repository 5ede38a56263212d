import fc from 'fast-check'
import { expect, it } from 'vitest'
import { unifiedDiff } from '../../../../model/c/patch/unified.ts'
import { applyPatch } from '../../../../model/c/tree/apply.ts'
import { patchesIn } from '../../../../model/patched/series.ts'
import { memoryTree } from '../tree/memory.ts'

const line = fc.string({ unit: fc.constantFrom('a', ' ', '-', '+', '{'), maxLength: 4 })
const block = fc.array(line, { maxLength: 6 })

it('leads from the text before to the text after', () => {
  fc.assert(
    fc.property(block, block, block, block, (above, old, now, below) => {
      const text = (middle: readonly string[]) => [...above, 'x', ...middle, 'y', ...below, ''].join('\n')
      const [before, after] = [text(old), text(now)]
      fc.pre(before !== after)
      const message = { where: 'a diff', subject: '', reply: false, isMail: false, notes: [] }
      const [patch] = patchesIn([{ ...message, text: unifiedDiff('virt/b.c', before, after) }])
      expect(applyPatch(memoryTree({ 'virt/b.c': before }), patch!).tree.read('virt/b.c')).toBe(after)
    }),
    { seed: 7 },
  )
})

it('shows no line behind the last one', () => {
  expect(unifiedDiff('b.c', 'a\n', 'b\n')).toMatch(/@@ -1,1 \+1,1 @@\n-a\n\+b\n$/)
})
