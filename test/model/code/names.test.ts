/**
 * One table of names in every world: the direct map knows the invalidate lock, and pages of the file know the xarray lock.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { lowerAll } from '../../../model/c/lower/lower.ts'
import { parseC } from '../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import { bindingFor } from '../../../model/code/binding.ts'
import { needsOf, withNeeds } from '../../../model/code/needs.ts'
import { parsed, withCode } from '../../../model/patched/machines/with-code.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { world } from '../../../model/world.ts'
import { designNamed, judged } from './worlds.ts'

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/c/guest-memfd/${name}.c`, import.meta.url).pathname, 'utf8')
const read = (text: string) => parseC(wholeFile('guest_memfd.c', text))
const changed = (name: string, ...changes: readonly (readonly [string, string])[]) => {
  let text = fixture(name)
  for (const [from, to] of changes) {
    expect(text).toContain(from)
    text = text.replaceAll(from, to)
  }
  return read(text)
}

const setFolio = {
  design: 'direct-map-rfc-v3',
  scenario: 'set-folio-of-allocated-page',
  operation: 'set folio direct map',
  fn: 'kvm_gmem_folio_set_direct_map',
}

describe('a change of the direct map under the invalidate lock', () => {
  const underLock = () =>
    changed(
      'direct-map',
      [
        'xa_lock(&priv->direct_map_state);\n\terr = record',
        'filemap_invalidate_lock(inode->i_mapping);\n\txa_lock(&priv->direct_map_state);\n\terr = record',
      ],
      ['start, end, state);\n\tif (!err)', 'start, end, state);\n\txa_unlock(&priv->direct_map_state);\n\tif (!err)'],
      ['xa_unlock(&priv->direct_map_state);\n\treturn', 'filemap_invalidate_unlock(inode->i_mapping);\n\treturn'],
    )

  it('does not sleep under a spinlock, and leaves what it left before', async () => {
    const before = judged({ ...setFolio, file: await read(fixture('direct-map')) })
    const after = judged({ ...setFolio, file: await underLock() })
    expect(before.verdicts['spinlock-sections-do-not-sleep']).toBe('violated')
    expect(after.verdicts['spinlock-sections-do-not-sleep']).toBe('holds')
    for (const promise of ['successful-changes-are-made', 'removed-entries-have-left-the-tlb', 'calls-keep-no-locks'])
      expect([promise, after.verdicts[promise]]).toEqual([promise, before.verdicts[promise]])
  })
})

const preparing = {
  design: 'upstream',
  scenario: 'fault-in-page-twice',
  operation: 'guest fault',
  fn: 'kvm_gmem_prepare_folio',
}

describe('an argument that the model does not know', () => {
  const refusedIn = async (from: string, to: string, fn: string) => {
    const file = await changed('pages', [from, to])
    return lowerAll(file, [fn], bindingFor(designNamed('upstream'))).refused.map(({ reason }) => reason)
  }

  it.each([
    [
      'filemap_invalidate_lock(inode->i_mapping);\n\tfor_each',
      'filemap_invalidate_lock(NULL);\n\tfor_each',
      'kvm_gmem_punch_hole',
      'filemap_invalidate_lock() is given NULL for the mapping of the file: no world has that',
    ],
    [
      'signal_pending(current)',
      'signal_pending(NULL)',
      'kvm_gmem_allocate',
      'signal_pending() is given NULL for the task that runs: no world has that',
    ],
    [
      'xa_store_range(&view->bindings, first, last, slot, GFP_KERNEL);\nunlock',
      'xa_store_range(&view->bindings, first, last, slot, 0);\nunlock',
      'kvm_gmem_bind',
      'xa_store_range() is given 0 for GFP_KERNEL, with or without __GFP_ACCOUNT: no world has that',
    ],
    [
      'folio_unlock(folio);\n\tfolio_put(folio);\n}',
      'folio_unlock(folio, 1);\n\tfolio_put(folio);\n}',
      'kvm_gmem_allocate',
      'folio_unlock() is given 2 arguments, and the model knows it with 1',
    ],
  ])('is refused where it shows: %s', async (from, to, fn, reason) => {
    expect(await refusedIn(from, to, fn)).toEqual([reason])
  })

  it('ends the search that meets it: another order', async () => {
    const file = await changed('pages', ['folio_order(folio))', 'folio_order(folio) + 1)'])
    expect(() => judged({ ...preparing, file })).toThrow('takes the order of the folio')
  })

  it('is broken where the model knows what the firmware was told: another gfn', async () => {
    const file = await changed('pages', ['kvm_arch_gmem_prepare(kvm, gfn,', 'kvm_arch_gmem_prepare(kvm, gfn + 1,'])
    expect(judged({ ...preparing, file }).verdicts).toMatchObject({ 'pages-are-assigned-at-their-gfn': 'violated' })
  })

  it('stops the kernel where it is a pointer that leads nowhere', async () => {
    const file = await changed('pages', [
      'filemap_invalidate_lock(inode->i_mapping);\n\tfor_each',
      'struct address_space *none = offset ? inode->i_mapping : NULL;\n\tfilemap_invalidate_lock(none);\n\tfor_each',
    ])
    const run = { design: 'upstream', scenario: 'punch-hole', operation: 'punch hole', fn: 'kvm_gmem_punch_hole' }
    expect(judged({ ...run, file }).verdicts['nothing-is-stuck']).toBe('violated')
  })
})

describe('what the kernel does with a folio for a moment', () => {
  const allocate = {
    design: 'upstream',
    scenario: 'punch-hole-during-allocation',
    operation: 'allocate',
    fn: 'kvm_gmem_allocate',
  }
  const oneTooMany = [
    'free-frames-are-unreachable',
    'nothing-is-stuck',
    'only-held-locks-are-dropped',
    'references-do-not-underflow',
    'references-have-owners',
  ]
  const brokenBy = async (lines: string) => {
    const file = await changed('pages', [
      'at = folio_next_index(folio);\n',
      `at = folio_next_index(folio);\n\t\t${lines}\n`,
    ])
    const { verdicts } = judged({ ...allocate, file })
    return Object.keys(verdicts).filter(promise => verdicts[promise] === 'violated')
  }

  it.each([
    ['folio_get(folio); folio_put_refs(folio, 1);', []],
    ['folio_get(folio); folio_put_refs(folio, 2);', oneTooMany],
    ['folio_try_get(folio);', ['calls-keep-no-references']],
    ['if (folio_try_get(folio)) folio_put(folio);', []],
    ['if (folio_trylock(folio)) folio_put(folio);', []],
    ['folio_unlock(folio); if (!folio_trylock(folio)) folio_lock(folio);', []],
    ['if (!folio_test_lru(folio)) lru_add_drain_all();', []],
    ['if (folio_test_lru(folio)) folio_put(folio);', oneTooMany],
  ])('%s', async (lines, broken) => {
    expect(await brokenBy(lines)).toEqual(broken)
  })
})

describe('state that only the code asks for', () => {
  it('is added to the world', async () => {
    const scenario = scenarios.find(({ name }) => name === 'punch-hole')!
    const design = designNamed('upstream')
    expect(scenario.environment.parts ?? []).not.toContain('memslots')
    const text = fixture('pages').replace(
      'filemap_invalidate_lock(inode->i_mapping);\n\tfor_each',
      'mutex_lock(&kvm_of(inode)->slots_lock);\n\tfilemap_invalidate_lock(inode->i_mapping);\n\tfor_each',
    )
    const known = text.replace(
      'static long kvm_gmem_punch_hole',
      'static struct kvm *kvm_of(struct inode *inode)\n{\n\tstruct gmem_file *view;\n\n\tfor_each_file_of(view, inode)\n\t\treturn view->kvm;\n\treturn NULL;\n}\n\nstatic long kvm_gmem_punch_hole',
    )
    const built = { scenario, design, system: world(scenario, design) }
    const lock = (system: { fields: object }) => (system.fields as { slotsLock: { length: number } }).slotsLock.length
    const files = await parsed([wholeFile('guest_memfd.c', known)])
    const { system } = withCode(built, files, ['kvm_gmem_punch_hole'])
    expect([lock(built.system), lock(system as never)]).toEqual([0, scenario.bounds.vms])
  })

  it('is that of a world in which it is said', () => {
    const scenario = scenarios.find(({ name }) => name === 'punch-hole')!
    const { environment } = withNeeds(scenario, ['memslots', 'direct-map', 'memslots'])
    expect(environment.parts).toContain('memslots')
    expect(environment.directMapEntry).toBe(scenario.bounds.hugepage)
    expect(withNeeds(scenario, [])).toBe(scenario)
    expect(needsOf({ blocks: [] })).toEqual([])
  })
})

describe('a number of bytes', () => {
  const reasons = async (bytes: string) => {
    const text = `static void f(struct folio *folio)\n{\n\tfolio_zero_segment(folio, 0, ${bytes});\n}\n`
    const file = await parseC(wholeFile('x.c', text))
    return lowerAll(file, ['f'], bindingFor(designNamed('upstream'))).refused.map(({ reason }) => reason)
  }

  it.each(['PAGE_SIZE', '2 * PAGE_SIZE', 'PAGE_SIZE - 1', 'folio_size(folio)'])(
    'is one here as well: %s',
    async bytes => {
      expect(await reasons(bytes)).toEqual([])
    },
  )

  it.each(['8', 'PAGE_SIZE + 64', '0x1000'])('means another share of a page here: %s', async bytes => {
    expect(await reasons(bytes)).toEqual(['pages have fewer bytes here than in the kernel'])
  })
})
