import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Patch } from '../../../../model/c/patch/patch.ts'
import type { Source } from '../../../../model/c/text/source.ts'
import { applyPatch } from '../../../../model/c/tree/apply.ts'
import { imageOf } from '../../../../model/c/tree/post-image.ts'
import { unseenTree } from '../../../../model/c/tree/shown.ts'
import { directoryTree } from '../../../../model/c/tree/tree.ts'
import { memoryTree, shownImage } from '../tree/memory.ts'
import { after, before, diff, patchOf } from './mails.ts'

const result = (tree: Readonly<Record<string, string>>, text: string, path = 'virt/pool.c') =>
  applyPatch(memoryTree(tree), patchOf(text)).tree.read(path)

describe('applying a patch in memory', () => {
  it('changes the file, and leaves the tree it was given', () => {
    const tree = { 'virt/pool.c': before }
    expect(result(tree, diff)).toBe(after)
    expect(tree['virt/pool.c']).toBe(before)
  })

  it('finds hunks that have moved, and says by how much', () => {
    const { tree, shift } = applyPatch(memoryTree({ 'virt/pool.c': `/* a */\n/* b */\n${before}` }), patchOf(diff))
    expect(tree.read('virt/pool.c')).toBe(`/* a */\n/* b */\n${after}`)
    expect([...shift.values()]).toEqual([2, 2])
    const image = imageOf(patchOf(diff).files[0]!, { tree, shift: new Map() })!
    expect(image.text.split('\n')[4]).toBe('\tif (!p->free--)')
  })

  it('creates, deletes and renames', () => {
    const create = 'diff --git a/n.c b/n.c\nnew file mode 100644\n--- /dev/null\n+++ b/n.c\n@@ -0,0 +1,2 @@\n+a\n+b\n'
    expect(result({}, create, 'n.c')).toBe('a\nb\n')
    const remove =
      'diff --git a/n.c b/n.c\ndeleted file mode 100644\n--- a/n.c\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n'
    expect(result({ 'n.c': 'a\nb\n' }, remove, 'n.c')).toBeUndefined()
    const rename =
      'diff --git a/n.c b/m.c\nsimilarity index 50%\nrename from n.c\nrename to m.c\n--- a/n.c\n+++ b/m.c\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n'
    expect(result({ 'n.c': 'a\nb\n' }, rename, 'm.c')).toBe('a\nc\n')
    expect(result({ 'n.c': 'a\nb\n' }, rename, 'n.c')).toBeUndefined()
  })

  it('does to any file what diff says was done', () => {
    const directory = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
    const text = fc.array(fc.constantFrom('a', 'b', '', '\t{', '}', '-- ', '--- x', '> y'), {
      minLength: 1,
      maxLength: 40,
    })
    fc.assert(
      fc.property(text, text, fc.constantFrom('-U0', '-U1', '-U3'), (old, fresh, context) => {
        fc.pre(old.join('\n') !== fresh.join('\n'))
        writeFileSync(join(directory, 'a'), `${old.join('\n')}\n`)
        writeFileSync(join(directory, 'b'), `${fresh.join('\n')}\n`)
        const made = spawnSync('diff', [context, '--label', 'a/x.c', '--label', 'b/x.c', 'a', 'b'], { cwd: directory })
        expect(result({ 'x.c': `${old.join('\n')}\n` }, made.stdout.toString(), 'x.c')).toBe(`${fresh.join('\n')}\n`)
      }),
      { numRuns: 150 },
    )
  })
})

describe('a patch that does not apply', () => {
  it('names the hunk and the line', () => {
    const other = before.replace('p->free++', 'p->left++')
    expect(() => result({ 'virt/pool.c': other }, diff)).toThrow(
      'given.patch: hunk 2 of virt/pool.c (@@ -10,4 +11,9 @@, line 14) does not apply: ' +
        'at line 11 it expects "p->free++;", the tree has "p->left++;"',
    )
  })
  it('says when it differs in nothing but tabs and blanks', () => {
    expect(() => result({ 'virt/pool.c': before }, diff.replaceAll('\t', '        '))).toThrow(
      /does not apply: at line \d+, ".+", it differs from the tree in tabs and blanks\nfetch the message again/,
    )
  })
  it('names the first line that has other words, though one above it has other blanks', () => {
    const own = '--- a/x.c\n+++ b/x.c\n@@ -1,2 +1,3 @@\n \ta();\n \tb();\n+\tc();\n'
    expect(() => result({ 'x.c': '    a();\n\td();\n' }, own)).toThrow(
      'at line 2 it expects "b();", the tree has "d();"',
    )
  })
  it('says that the tree has it already', () => {
    const own = '--- a/x.c\n+++ b/x.c\n@@ -1,2 +1,2 @@\n-a();\n+b();\n c();\n'
    expect(() => result({ 'x.c': 'b();\nc();\n' }, own)).toThrow(
      /the tree has this patch already\ngive the tree before/,
    )
    expect(() => result({ 'x.c': 'd();\nc();\n' }, own)).toThrow('it expects "a();", the tree has "d();"')
  })
  it('names a file the tree does not have, or has already', () => {
    expect(() => result({}, diff)).toThrow(/changes virt\/pool.c, which the tree does not have/)
    const create = '--- /dev/null\n+++ b/n.c\n@@ -0,0 +1 @@\n+a\n'
    expect(() => result({ 'n.c': 'b\n' }, create)).toThrow(/creates n.c, which the tree has already/)
  })
})

describe('a directory as a tree', () => {
  it('gives its files, and none outside', () => {
    const directory = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
    mkdirSync(join(directory, 'virt'))
    writeFileSync(join(directory, 'virt/pool.c'), before)
    symlinkSync('/etc/hostname', join(directory, 'virt/link.c'))
    const tree = directoryTree(directory)
    expect(tree.read('virt/pool.c')).toBe(before)
    expect(tree.read('virt/none.c')).toBeUndefined()
    expect(() => tree.read('virt/link.c')).toThrow(/leads outside the tree/)
    expect(() => tree.read('../x')).toThrow(/leads outside the tree/)
    expect(() => directoryTree(join(directory, 'virt/pool.c'))).toThrow(/is no directory/)
  })
})

describe('what a patch shows without a tree', () => {
  const image = shownImage(patchOf(diff).files[0]!)

  it('keeps the line numbers of the file, and blanks functions shown in part', () => {
    const lines = image.text.split('\n')
    expect(lines.slice(0, 6).join('\n')).toBe(after.split('\n').slice(0, 6).join('\n'))
    expect(lines[10]).toBe('')
    expect(lines.slice(15, 19)).toEqual(after.split('\n').slice(15, 19))
    expect(image.parts).toEqual([{ name: 'pool_give', start: 11, end: 14 }])
  })

  it('knows the changed lines and where the message shows them', () => {
    expect([...image.changed]).toEqual([3, 4, 15, 16, 17, 18, 19])
    expect(diff.split('\n')[image.message.get(18)! - 1]).toBe('+\treturn p->size;')
  })

  it('sees a function that is cut at the end, labels and directives inside it included', () => {
    const cut =
      '--- a/x.c\n+++ b/x.c\n@@ -11,2 +11,9 @@ static int first(void)\n out:\n }\n+static int\n+second(int a)\n+{\n+#ifdef X\n+\tfoo();\n+out:\n+#endif\n'
    const shown = shownImage(patchOf(cut).files[0]!)
    expect(shown.parts).toEqual([
      { name: 'first', start: 11, end: 12 },
      { name: 'second', start: 13, end: 19 },
    ])
    expect(shown.text.trim()).toBe('')
  })
})

describe('a series without a tree', () => {
  /** `@@ -OLD +NEW @@` of virt/pool.c, with these lines. */
  const hunk = (header: string, ...lines: readonly string[]) =>
    patchOf(`--- a/virt/pool.c\n+++ b/virt/pool.c\n@@ ${header}\n${lines.join('\n')}\n`)
  const show = ['+int f(void)', '+{', '+\treturn 1;', '+}']
  const first = hunk('-20,1 +20,5 @@ int before(void)', ' ', ...show)
  const changing = (header: string, old = '\treturn 1;') => hunk(header, ' {', `-${old}`, '+\treturn 2;', ' }')

  /** The file after patches, one on top of another, and what each of them changed so far. */
  function shown(...patches: readonly Patch[]) {
    let tree = unseenTree
    let image: Source | undefined
    for (const patch of patches) {
      const applied = applyPatch(tree, patch)
      tree = applied.tree
      image = imageOf(patch.files[0]!, applied, image?.changed)
    }
    return image!
  }

  it('changes a function that an earlier patch shows whole', () => {
    const image = shown(first, changing('-22,3 +22,3 @@ int f(void)'))
    expect(image.text.split('\n').slice(20, 24)).toEqual(['int f(void)', '{', '\treturn 2;', '}'])
    expect([...image.changed].sort()).toEqual([21, 22, 23, 24])
  })

  it('moves what is known where a patch changes lines above it', () => {
    const above = hunk('-3,2 +3,4 @@ int above(void)', ' \ta = 1;', '+\tb = 1;', '+\tc = 1;', ' \td = 1;')
    const image = shown(first, above, changing('-24,3 +24,3 @@ int f(void)'))
    expect(image.text.split('\n').slice(22, 26)).toEqual(['int f(void)', '{', '\treturn 2;', '}'])
    expect(image.parts).toEqual([{ name: 'above', start: 3, end: 6 }])
    expect([...image.changed].sort((a, b) => a - b)).toEqual([4, 5, 23, 24, 25, 26])
  })

  it('finds known lines that stand elsewhere, but never guesses by unknown ones', () => {
    expect(shown(first, changing('-23,3 +23,3 @@ int f(void)')).text.split('\n')[22]).toBe('\treturn 2;')
    expect(() => shown(first, changing('-22,3 +22,3 @@ int f(void)', '\treturn 7;'))).toThrow(
      'hunk 1 of virt/pool.c (@@ -22,3 +22,3 @@, line 3) does not apply: ' +
        'at line 23 it expects "return 7;", the patches before it leave "return 1;"',
    )
  })
})
