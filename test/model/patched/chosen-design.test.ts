/**
 * The design against which a patch is held, from a tree of which it changes another file.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { anchorSources } from '../../../model/anchors/index.ts'
import { parseC } from '../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import { designs } from '../../../model/designs/index.ts'
import { readPatches } from '../../../model/patched/reading.ts'
import { chosenDesign, closest } from '../../../model/patched/tree/chosen-design.ts'
import { root } from '../../cli/gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

const write = (name: string, text: string) => {
  mkdirSync(join(folder, dirname(name)), { recursive: true })
  writeFileSync(join(folder, name), text)
}
const diff = (path: string, ...lines: readonly string[]) => {
  const old = lines.filter(line => !line.startsWith('+')).length
  const fresh = lines.filter(line => !line.startsWith('-')).length
  return `diff --git a/${path} b/${path}\n--- a/${path}\n+++ b/${path}\n@@ -1,${old} +1,${fresh} @@\n${lines.join('\n')}\n`
}

const read = async (name: string, ...diffs: readonly string[]) => {
  write(`${name}.patch`, diffs.join(''))
  const [reading] = await readPatches([join(folder, `${name}.patch`)], join(folder, 'tree'))
  return reading!
}

const two = ['int a(void)', '{', '\treturn 1;', '}', '', 'int b(void)', '{', '\treturn 2;', '}', '']
write('tree/virt/kvm/kvm_main.c', two.join('\n'))
write('tree/virt/kvm/guest_memfd.c', readFileSync(join(root, 'test/fixtures/c/guest-memfd/pages.c'), 'utf8'))

describe('a patch of another file of a tree', () => {
  const patch = diff('virt/kvm/kvm_main.c', ' int a(void)', ' {', '-\treturn 1;', '+\treturn 3;', ' }')

  it('is read with the files that the model was written from', async () => {
    const reading = await read('beside', patch)
    expect(reading.around.map(({ source }) => source.file)).toContain('virt/kvm/guest_memfd.c')
  })

  it('finds the source that this file is closest to', async () => {
    const source = anchorSources.find(({ name, designs }) => name.includes('7.3') && designs.length > 0)!
    const [fn, hash] = Object.entries(source.bodies)[0]!
    const [file] = [await parseC(wholeFile('virt/kvm/guest_memfd.c', `int ${fn}(void)\n{\n}\n`))]
    const around = [{ ...file, functions: file.functions.map(one => ({ ...one, hash })) }]
    expect(closest({ ...(await read('closest', patch)), around })?.matching).toBe(1)
  })

  it('is held against a design whose machines call what the tree defines', async () => {
    const { bodies } = anchorSources.find(({ name }) => name === 'Linux 7.3')!
    const bound = async (...fns: readonly string[]) => {
      const text = fns.map(fn => `int ${fn}(void)\n{\n}\n`).join('\n')
      const file = await parseC(wholeFile('virt/kvm/guest_memfd.c', text))
      const known = file.functions.map(one => ({ ...one, hash: bodies[one.name] ?? one.hash }))
      const reading = { ...(await read('bound', patch)), around: [{ ...file, functions: known }] }
      return chosenDesign([reading], name => designs.find(one => one.name === name)!, designs).decisions.binds
    }
    const bodiesOf73 = ['kvm_gmem_allocate', 'kvm_gmem_prepare_memory_region', 'kvm_gmem_commit_memory_region']
    expect(await bound(...bodiesOf73)).toBe('at-commit')
    expect(await bound(bodiesOf73[0]!, 'kvm_gmem_bind')).toBe('at-once')
  })

  it('needs no file of the tree that is not C', async () => {
    const reading = await read('documents', patch, diff('Documentation/kvm.rst', ' one', '-two', '+three'))
    expect(reading.hunks.map(({ file, isC }) => [file, isC])).toEqual([
      ['virt/kvm/kvm_main.c', true],
      ['Documentation/kvm.rst', false],
    ])
  })
})

describe('lines that a patch removes', () => {
  const touched = async (name: string, ...lines: readonly string[]) =>
    (await read(name, diff('virt/kvm/kvm_main.c', ...lines))).touched

  it('belong to the function they stood in', async () => {
    expect(await touched('inside', ' int a(void)', ' {', '-\treturn 1;', ' }', ' ')).toEqual(['a'])
  })

  it('touch nothing that stands below them', async () => {
    const removed = ['-int a(void)', '-{', '-\treturn 1;', '-}', '-', ' int b(void)', ' {']
    expect(await touched('whole', ...removed)).toEqual([])
  })
})
