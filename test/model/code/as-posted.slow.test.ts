/**
 * Patches as they were mailed against the fragments written by hand. The mails are not part of the repository: give the
 * directory they are saved in as GMEMCHECK_THREADS.
 */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { lowerAll } from '../../../model/c/lower/lower.ts'
import { fragmentOf } from '../../../model/c/machine/fragment.ts'
import { type CFile, parseC } from '../../../model/c/parse/parse.ts'
import { bindingFor } from '../../../model/code/binding.ts'
import { readSeries } from '../../../model/patched/series.ts'
import { shownImage } from '../c/tree/memory.ts'
import { type Asked, designNamed, type Judged, judged, scenariosWith } from './worlds.ts'

const directory = process.env.GMEMCHECK_THREADS ?? ''
const mails = existsSync(directory) ? readdirSync(directory) : []
const mailed = (number: string) => mails.find(name => name.startsWith(number))

/** What a mail shows of guest_memfd.c, some of its text replaced. */
async function shown(mail: string, ...changes: readonly (readonly [string, string])[]): Promise<CFile> {
  const [patch] = await readSeries([join(directory, mail)])
  const source = shownImage(patch!.files.find(file => file.path === 'virt/kvm/guest_memfd.c')!)
  let { text } = source
  for (const [from, to] of changes) {
    expect(text).toContain(from)
    text = text.replace(from, to)
  }
  return parseC({ ...source, text })
}

const broken = ({ verdicts }: Judged) => Object.keys(verdicts).filter(name => verdicts[name] === 'violated')

function expectTheSame(asked: Asked, file: CFile) {
  const written = judged(asked)
  const extracted = judged({ ...asked, file })
  expect([written.cut, extracted.cut]).toEqual([false, false])
  expect(extracted.verdicts).toEqual(written.verdicts)
  expect(extracted.reached).toEqual(written.reached)
  expect(extracted.ways).toEqual(written.ways)
  expect([...extracted.shared].filter(state => !written.shared.has(state))).toEqual([])
  expect([...written.shared].filter(state => !extracted.shared.has(state))).toEqual([])
}

const split = mailed('002_')

describe.skipIf(split === undefined)('RFC v2 38/51, as mailed', () => {
  const file = (...changes: readonly (readonly [string, string])[]) => shown(split!, ...changes)

  it('gives every function whose whole body it shows', async () => {
    const parsed = await file()
    const binding = bindingFor(designNamed('rfc-v2-split'))
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
    expectTheSame({ scenario, operation: 'convert' }, await file())
  })

  it.each([
    ['split-alone', 'split', 'kvm_gmem_split_folio_in_filemap'],
    ['merge-alone', 'merge', 'kvm_gmem_merge_folio_in_filemap'],
    ['allocate-shared-hugepage-twice', 'allocate', 'kvm_gmem_split_folio_in_filemap'],
    ['convert-two-items-out-of-memory', 'convert', 'kvm_gmem_restructure_folios_in_range'],
    ['convert-to-private-out-of-memory', 'convert', 'kvm_gmem_merge_folio_in_filemap'],
  ])('and in %s, where %s runs %s', async (scenario, operation, fn) => {
    expectTheSame({ scenario, operation, fn }, await file())
  })

  const add = '= __kvm_gmem_filemap_add_folio(inode->i_mapping, f,'
  const back = (by: string) => `index -= ${by}; index >= start;`
  it.each([
    ['a dropped unlock', 'convert-to-shared', '\tfolio_unlock(folio);\n', ''],
    ['a put too many', 'convert-to-shared', 'folio_put(f);', 'folio_put(f);\n\t\tfolio_put(f);'],
    ['one page too many taken out', 'convert-to-shared-out-of-memory', 'j < i; ++j', 'j <= i; ++j'],
    ['a shadowed error', 'convert-two-hugepages-out-of-memory-once', `\t\tret ${add}`, `\t\tint ret ${add}`],
    ['an item not rolled back', 'convert-two-hugepages-out-of-memory', back('to_nr_pages'), back('2 * to_nr_pages')],
  ])('shows %s', async (_, scenario, from, to) => {
    const before = broken(judged({ scenario, operation: 'convert', file: await file() }))
    const after = broken(judged({ scenario, operation: 'convert', file: await file([from, to]) }))
    expect(after.filter(name => !before.includes(name))).not.toEqual([])
  })
})

const directMap = mailed('003_')

describe.skipIf(directMap === undefined)('RFC v3 3/6 of the direct map, as mailed', () => {
  const file = (...changes: readonly (readonly [string, string])[]) => shown(directMap!, ...changes)
  const setRange = { operation: 'set direct map', fn: 'kvm_gmem_set_direct_map' }
  const setFolio = { operation: 'set folio direct map', fn: 'kvm_gmem_folio_set_direct_map' }

  it('gives every function whose whole body it shows', async () => {
    const parsed = await file()
    const names = parsed.functions.map(fn => fn.name)
    const { lowered, refused } = lowerAll(parsed, names, bindingFor(designNamed('direct-map-rfc-v3')))
    expect(refused).toEqual([])
    expect(lowered.length).toBe(4)
  })

  it.each(scenariosWith(setRange.operation))('reaches what is written by hand in %s, set by range', async scenario => {
    expectTheSame({ ...setRange, scenario, design: 'direct-map-rfc-v3' }, await file())
  })

  it.each(scenariosWith(setFolio.operation))('reaches what is written by hand in %s, set by folio', async scenario => {
    expectTheSame({ ...setFolio, scenario, design: 'direct-map-rfc-v3' }, await file())
  })

  it('keeps the lock once a store error is returned, unless it unlocks as Mike Day has it', async () => {
    const stores = '__xa_store(xa, index, gmem_priv, GFP_KERNEL);\n\n\t\tr = xa_err(xa);'
    const returned = [stores, `r = PTR_ERR_OR_ZERO(${stores.slice(0, stores.indexOf(';'))});\n`] as const
    const goesOut = '\tif (r)\n\t\tgoto out;\n\n\tfolio_batch_init'
    const unlocks = [
      goesOut,
      goesOut.replace('goto', '{ xa_unlock(&gmem_priv->direct_map_state); goto').replace('out;', 'out; }'),
    ] as const
    const scenario = 'set-range-of-unallocated-pages-out-of-memory'
    const posted = judged({ ...setRange, scenario, design: 'direct-map-rfc-v3', file: await file(returned) })
    const repaired = judged({ ...setRange, scenario, design: 'direct-map-rfc-v3', file: await file(returned, unlocks) })
    expect(broken(posted).filter(name => !broken(repaired).includes(name))).toEqual(['calls-keep-no-locks'])
    expect(broken(repaired).filter(name => !broken(posted).includes(name))).toEqual([])
    const written = (design: string) => broken(judged({ ...setRange, scenario, design }))
    expect(broken(posted)).toEqual(written('direct-map-store-error-returned'))
    expect(broken(repaired)).toEqual(written('direct-map-error-path-unlocks'))
  })
})
