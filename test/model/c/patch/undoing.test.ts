import { describe, expect, it } from 'vitest'
import type { Patch } from '../../../../model/c/patch/patch.ts'
import { applyPatch } from '../../../../model/c/tree/apply.ts'
import { imageOf } from '../../../../model/c/tree/post-image.ts'
import { reversed } from '../../../../model/c/tree/reverse.ts'
import { unseenTree } from '../../../../model/c/tree/shown.ts'
import type { Tree } from '../../../../model/c/tree/tree.ts'
import { memoryTree } from '../tree/memory.ts'
import { before, diff, patchOf } from './mails.ts'

function undone(tree: Tree, patch: Patch) {
  const applied = applyPatch(tree, patch)
  const undoing = reversed(patch, applied)
  return { undoing, ...applyPatch(applied.tree, undoing) }
}

describe('a patch read backwards', () => {
  it('leads back to the tree it was applied to, wherever its hunks have landed', () => {
    // The same lines stand nearer to where the header says than where the hunk has landed.
    for (const text of [before, `/* a */\n/* b */\n${before}`, `${before}${before}`])
      expect(undone(memoryTree({ 'virt/pool.c': text }), patchOf(diff)).tree.read('virt/pool.c')).toBe(text)
  })

  it('creates what was deleted, deletes what was created, and gives old names back', () => {
    const create = '--- /dev/null\n+++ b/n.c\n@@ -0,0 +1,2 @@\n+a\n+b\n'
    expect(undone(memoryTree({}), patchOf(create)).tree.read('n.c')).toBeUndefined()
    const remove = '--- a/n.c\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n'
    expect(undone(memoryTree({ 'n.c': 'a\nb\n' }), patchOf(remove)).tree.read('n.c')).toBe('a\nb\n')
    const rename =
      'diff --git a/n.c b/m.c\nrename from n.c\nrename to m.c\n--- a/n.c\n+++ b/m.c\n@@ -1,2 +1 @@\n-a\n b\n'
    const { tree } = undone(memoryTree({ 'n.c': 'a\nb\n' }), patchOf(rename))
    expect([tree.read('n.c'), tree.read('m.c')]).toEqual(['a\nb\n', undefined])
  })

  it('shows the functions that the hunks show whole as they were', () => {
    const { undoing, ...applied } = undone(unseenTree, patchOf(diff))
    const image = imageOf(undoing.files[0]!, applied)!
    expect(image.text.split('\n').slice(0, 5)).toEqual(before.split('\n').slice(0, 5))
    expect(image.parts).toEqual([{ name: 'pool_give', start: 10, end: 13 }])
    expect(image.text).not.toContain('pool_size')
  })
})

describe('the blobs of a patch', () => {
  it('are what its index line says', () => {
    expect(patchOf(diff).files[0]!.blobs).toEqual({ before: '1111111', after: '2222222' })
    expect(patchOf(diff.replace(/^index .*\n/m, '')).files[0]!.blobs).toBeUndefined()
  })
})
