/**
 * A file as large as guest_memfd.c is read and lowered whole.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { lowerAll } from '../../../model/c/lower/lower.ts'
import { bindingFor } from '../../../model/code/binding.ts'
import { designs } from '../../../model/designs/index.ts'
import { extraction } from '../../../model/patched/extraction.ts'
import { readPatches } from '../../../model/patched/reading.ts'
import { root } from '../../cli/gmemcheck.ts'

const folder = mkdtempSync(join(tmpdir(), 'gmemcheck-'))
afterAll(() => rmSync(folder, { recursive: true }))

const fixtures = join(root, 'test/fixtures/c')
const name = 'convert-without-rollback.c'
const design = designs.find(one => one.name === 'rfc-v2-split')!

/** The file of RFC v2 has 59,000 characters. */
const LENGTH = 60_000

/** The fixture, and copies of its functions under other names below it. */
function grown(): string {
  const fixture = readFileSync(join(fixtures, 'guest-memfd', name), 'utf8')
  let text = fixture
  for (let copy = 1; text.length < LENGTH; copy++)
    text += `\n${fixture.replaceAll(/\b(take_apart|kvm_gmem_convert_execute_work)\b/g, `$1_${copy}`)}`
  return text
}

describe('a file as large as guest_memfd.c', () => {
  it('is read before and after a patch, and lowered whole', async () => {
    writeFileSync(join(folder, name), grown())
    const [reading] = await readPatches([join(fixtures, 'take-out.patch')], folder)
    const found = extraction(reading!, design)
    const file = reading!.files[0]!
    const names = file.functions.map(fn => fn.name)
    const { lowered, refused } = lowerAll(file, names, bindingFor(design))
    expect(found.replaced).toEqual(['kvm_gmem_convert_execute_work'])
    expect([...found.baseline.keys()]).toEqual(found.replaced)
    expect(refused).toEqual([])
    expect(lowered.length).toBeGreaterThan(60)
  })
})
