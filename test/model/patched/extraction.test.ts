/**
 * What of a patch takes the place of the model, and why the rest does not.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { designs } from '../../../model/designs/index.ts'
import { refuseBadCode } from '../../../model/patched/bad-code.ts'
import { extraction } from '../../../model/patched/extraction.ts'
import { readPatches } from '../../../model/patched/reading.ts'
import { root } from '../../cli/gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

const upstream = designs.find(one => one.name === 'upstream')!
const tree = join(root, 'test/fixtures/c/guest-memfd')
const lines = readFileSync(join(tree, 'pages.c'), 'utf8').split('\n')

/** A patch of pages.c in which one line becomes another, read and extracted. */
async function changing(from: string, to: string) {
  const at = lines.indexOf(from)
  expect(at).toBeGreaterThan(0)
  const path = join(folder, 'changing.patch')
  writeFileSync(path, `--- a/pages.c\n+++ b/pages.c\n@@ -${at + 1} +${at + 1} @@\n-${from}\n+${to}\n`)
  const [reading] = await readPatches([path], tree)
  return { reading: reading!, found: extraction(reading!, upstream) }
}

const hole = 'static long kvm_gmem_punch_hole(struct inode *inode, loff_t offset, loff_t len)'

describe('a function of the model that a patch changes', () => {
  it('takes its place', async () => {
    const { found } = await changing('\tint err = 0;', '\tint err;')
    expect(found.replaced).toEqual(['kvm_gmem_allocate'])
    expect(found.refused).toEqual([])
  })

  it('is refused when it takes what the model does not hand over, which is no fault of the patch', async () => {
    const { reading, found } = await changing(hole, hole.replace(')', ', bool zero)'))
    expect(found.replaced).toEqual([])
    expect(found.leftOut).toEqual(['kvm_gmem_punch_hole'])
    expect(found.refused).toMatchObject([
      { reason: 'it takes "zero", and the model hands over inode, offset, len', tooLarge: false },
    ])
    expect(() => refuseBadCode(reading, found)).not.toThrow()
  })
})
