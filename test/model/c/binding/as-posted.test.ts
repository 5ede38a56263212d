/**
 * The patch as it was mailed against the fragments written by hand. The mail is not part of the repository: give the
 * directory it is saved in as GMEMCHECK_THREADS.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { kernelBinding } from '../../../../model/c/binding/kernel.ts'
import { lowerAll } from '../../../../model/c/lower/lower.ts'
import { fragmentOf } from '../../../../model/c/machine/fragment.ts'
import { type CFile, parseC } from '../../../../model/c/parse.ts'
import { shownImage } from '../../../../model/c/patch/post-image.ts'
import { readSeries } from '../../../../model/c/patch/series.ts'
import type { Source } from '../../../../model/c/source.ts'
import { asPosted, judged, scenariosWith } from './worlds.ts'

const directory = process.env.GMEMCHECK_THREADS ?? ''
const mail = existsSync(directory) ? readdirSync(directory).find(name => name.startsWith('002_')) : undefined

describe.skipIf(mail === undefined)('RFC v2 38/51, as mailed', () => {
  const source = async (): Promise<Source> => {
    const [patch] = await readSeries([join(directory, mail!)])
    return shownImage(patch!.files.find(file => file.path === 'virt/kvm/guest_memfd.c')!)
  }
  const file = async (from = '', to = ''): Promise<CFile> => {
    const shown = await source()
    expect(shown.text).toContain(from)
    return parseC({ ...shown, text: shown.text.replace(from, to) })
  }

  it('gives every function whose whole body it shows', async () => {
    const parsed = await file()
    const binding = kernelBinding(asPosted.decisions, 4)
    const names = parsed.functions.map(fn => fn.name)
    const { lowered, refused } = lowerAll(parsed, names, binding)
    expect(refused).toEqual([])
    expect(lowered.length).toBe(16)
    for (const one of lowered) expect(() => fragmentOf(one, binding, scope => scope.call)).not.toThrow()
  })

  // Larger worlds say the same, and take longer than a test should.
  const large =
    /^(any-conversions|conversion-among|conversion-with|convert-back-and-forth|convert-and-punch|convert-pages-of)/
  const quick = scenariosWith('convert').filter(name => !large.test(name))

  it.each(quick)('reaches what the hand-written fragments reach in %s', async scenario => {
    const written = judged(scenario, 'convert')
    const extracted = judged(scenario, 'convert', await file())
    expect([written.cut, extracted.cut]).toEqual([false, false])
    expect(extracted.verdicts).toEqual(written.verdicts)
    expect(extracted.reached).toEqual(written.reached)
    expect([...extracted.shared].filter(state => !written.shared.has(state))).toEqual([])
    expect([...written.shared].filter(state => !extracted.shared.has(state))).toEqual([])
  })

  it.each([
    ['split-alone', 'split', 'kvm_gmem_split_folio_in_filemap'],
    ['merge-alone', 'merge', 'kvm_gmem_merge_folio_in_filemap'],
    ['allocate-shared-hugepage-twice', 'allocate', 'kvm_gmem_split_folio_in_filemap'],
    ['convert-two-items-out-of-memory', 'convert', 'kvm_gmem_restructure_folios_in_range'],
    ['convert-to-private-out-of-memory', 'convert', 'kvm_gmem_merge_folio_in_filemap'],
  ])('and in %s, where %s runs %s', async (scenario, operation, fn) => {
    const written = judged(scenario, operation)
    const extracted = judged(scenario, operation, await file(), fn)
    expect(extracted.verdicts).toEqual(written.verdicts)
    expect(extracted.shared).toEqual(written.shared)
  })

  const broken = ({ verdicts }: { verdicts: Readonly<Record<string, string>> }) =>
    Object.keys(verdicts).filter(name => verdicts[name] === 'violated')
  it.each([
    ['a dropped unlock', 'convert-to-shared', '\tfolio_unlock(folio);\n', ''],
    ['a put too many', 'convert-to-shared', 'folio_put(f);', 'folio_put(f);\n\t\tfolio_put(f);'],
    ['a rollback that takes out one page too many', 'convert-to-shared-out-of-memory', 'j < i; ++j', 'j <= i; ++j'],
    [
      'an error return lost by shadowing',
      'convert-two-hugepages-out-of-memory-once',
      '\t\tret = __kvm_gmem_filemap_add_folio(inode->i_mapping, f,',
      '\t\tint ret = __kvm_gmem_filemap_add_folio(inode->i_mapping, f,',
    ],
    [
      'a rollback that forgets an item',
      'convert-two-hugepages-out-of-memory',
      'index -= to_nr_pages; index >= start;',
      'index -= 2 * to_nr_pages; index >= start;',
    ],
  ])('shows %s', async (_, scenario, from, to) => {
    const before = broken(judged(scenario, 'convert', await file()))
    const after = broken(judged(scenario, 'convert', await file(from, to)))
    expect(after.filter(name => !before.includes(name))).not.toEqual([])
  })
})
