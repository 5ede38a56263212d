/**
 * The functions of trees without hugepages, in the place of the fragments written by hand: a guest_memfd of our own, and
 * the kernel's, which is no part of the repository: GMEMCHECK_TREES names a directory with trees 6.12 and 7.3.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loadRecorded } from '../../../cli/judging/suite/recorded.ts'
import { showWorld } from '../../../cli/names/world-name.ts'
import { sourcesWith } from '../../../model/anchors/index.ts'
import { runs } from '../../../model/c/machine/substitute.ts'
import { type CFile, parseC } from '../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../model/c/text/source.ts'
import { seamsOf } from '../../../model/code/seams.ts'
import { machinesFor } from '../../../model/operations/machines.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { designNamed, type Judged, judged } from './worlds.ts'

interface Run {
  readonly design: string
  readonly scenario: string
  readonly operation: string
  readonly fn: string
}

/** By world: it is the same whichever function is read from C. */
const byHand = new Map<string, Judged>()
function writtenByHand({ design, scenario, operation }: Run): Judged {
  const world = showWorld({ design, scenario })
  if (!byHand.has(world)) byHand.set(world, judged({ design, scenario, operation }))
  return byHand.get(world)!
}

function expectTheSame(run: Run, file: CFile) {
  const written = writtenByHand(run)
  const extracted = judged({ ...run, file })
  expect([written.cut, extracted.cut]).toEqual([false, false])
  expect(extracted.verdicts).toEqual(written.verdicts)
  expect(extracted.reached).toEqual(written.reached)
  expect(extracted.ways).toEqual(written.ways)
  expect([...extracted.shared].filter(state => !written.shared.has(state))).toEqual([])
  expect([...written.shared].filter(state => !extracted.shared.has(state))).toEqual([])
}

const path = new URL('../../fixtures/c/guest-memfd/pages.c', import.meta.url).pathname
const text = readFileSync(path, 'utf8')
const pages = async (from = '', to = '') => {
  expect(text).toContain(from)
  return parseC(wholeFile('pages.c', text.replace(from, to)))
}
const upstream = (scenario: string, operation: string, fn: string): Run => ({
  design: 'upstream',
  scenario,
  operation,
  fn,
})

describe('a guest_memfd of our own', () => {
  it.each([
    ['fault-in-page-from-two-vms', 'guest fault', 'kvm_gmem_get_pfn'],
    ['delete-memslot-during-guest-fault', 'guest fault', 'kvm_gmem_get_folio'],
    ['fault-in-page-from-two-vms', 'guest fault', 'kvm_gmem_prepare_folio'],
    ['punch-hole-during-allocation', 'allocate', 'kvm_gmem_allocate'],
    ['memory-failure-during-punch-hole', 'punch hole', 'kvm_gmem_punch_hole'],
    ['punch-hole', 'punch hole', 'kvm_gmem_free_folio'],
    ['memory-failure-of-mapped-page', 'memory failure', 'kvm_gmem_error_folio'],
    ['close-file-during-guest-fault', 'release', 'kvm_gmem_release'],
    ['create-memslot', 'create memslot', 'kvm_gmem_bind'],
    ['delete-memslot-during-guest-fault', 'create memslot', 'kvm_gmem_bind'],
    ['delete-memslot-during-guest-fault', 'delete memslot', 'kvm_gmem_unbind'],
    ['bind-pages-twice', 'create memslot', 'kvm_gmem_bind'],
    ['bind-pages-twice', 'delete memslot', 'kvm_gmem_unbind'],
    ['create-memslot-while-file-is-closed', 'create memslot', 'kvm_gmem_unbind'],
    ['punch-hole-while-another-file-is-closed', 'delete memslot', 'kvm_gmem_unbind'],
    ['map-shared-page-from-host-and-guest', 'host fault', 'kvm_gmem_fault_user_mapping'],
    ['populate-while-attributes-change', 'populate', '__kvm_gmem_populate'],
    ['populate-refused-by-firmware', 'populate', '__kvm_gmem_populate'],
  ])('reaches in %s what is written by hand, where %s runs %s()', async (scenario, operation, fn) => {
    expectTheSame(upstream(scenario, operation, fn), await pages())
  })

  it.each([
    [
      'is not unbound, as until 2025',
      'prepared-flag-abstracted',
      '\tif (is_open)\n',
      '\tif (!is_open)\n\t\treturn;\n\tif (is_open)\n',
    ],
    [
      'is unbound under the lock',
      'dying-file-unbound-under-lock',
      '\tCLASS(active_file, file)(slot);\n\tis_open = file != NULL;\n',
      '\tis_open = true;\n',
    ],
  ])('reaches what is written by hand where a dying file %s', async (_, design, from, to) => {
    const file = await pages(from, to)
    for (const scenario of ['close-file-and-delete-memslot', 'punch-hole-while-another-file-is-closed'])
      expectTheSame({ design, scenario, operation: 'delete memslot', fn: 'kvm_gmem_unbind' }, file)
  })

  it('reaches what is written by hand where a binding that is not stored whole is undone', async () => {
    const file = await pages(
      '\txa_store_range(&view->bindings, first, last, slot, GFP_KERNEL);\nunlock',
      '\terr = xa_err(xa_store_range(&view->bindings, first, last, slot, GFP_KERNEL));\n\tif (err)\n\t\tforget(slot, view);\nunlock',
    )
    const run = { scenario: 'create-memslot', operation: 'create memslot', fn: 'kvm_gmem_bind' }
    expectTheSame({ ...run, design: 'bind-error-checked' }, file)
  })

  it.each([
    ['is never said', '\tslot->gmem.pgoff = first;\n', ''],
    ['is said wrong', '\tslot->gmem.pgoff = first;', '\tslot->gmem.pgoff = first + 1;'],
  ])('breaks a promise where it %s from where a memslot is bound', async (_, from, to) => {
    const run = { design: 'upstream', scenario: 'create-memslot', operation: 'create memslot', fn: 'kvm_gmem_bind' }
    const { verdicts } = judged({ ...run, file: await pages(from, to) })
    expect(verdicts['memslots-are-bound-in-place']).toBe('violated')
  })

  it.each([
    ['create-memslot', 'kvm_gmem_prepare_memory_region'],
    ['create-memslot', 'kvm_gmem_commit_memory_region'],
    ['bind-pages-twice', 'kvm_gmem_prepare_memory_region'],
    ['bind-pages-twice', 'kvm_gmem_commit_memory_region'],
    ['create-memslot-while-file-is-closed', 'kvm_gmem_commit_memory_region'],
  ])('reaches in %s what is written by hand, where a memslot is bound last by %s()', async (scenario, fn) => {
    expectTheSame({ design: 'linux-7-3', scenario, operation: 'create memslot', fn }, await pages())
  })

  it.each([
    [
      'kvm_arch_gmem_prepare(kvm, gfn, folio_pfn(folio), folio_order(folio))',
      'kvm_arch_gmem_make_private(kvm, gfn, folio_pfn(folio), folio_nr_pages(folio))',
      'fault-in-page-from-two-vms',
      'guest fault',
      'kvm_gmem_prepare_folio',
    ],
    [
      'kvm_arch_gmem_invalidate(folio_pfn(folio), folio_pfn(folio) + folio_nr_pages(folio))',
      'kvm_arch_gmem_reclaim(folio_pfn(folio), folio_nr_pages(folio))',
      'punch-hole',
      'punch hole',
      'kvm_gmem_free_folio',
    ],
    [
      'kvm_mmu_unmap_gfn_range(kvm, &range);',
      'kvm_mmu_unmap_gfn_range(kvm, &range);\n#ifdef CONFIG_HAVE_KVM_ARCH_GMEM_INVALIDATE\n\t\tkvm_arch_gmem_invalidate_range(kvm, &range);\n#endif',
      'memory-failure-during-punch-hole',
      'punch hole',
      'kvm_gmem_punch_hole',
    ],
  ])('knows %s under its name of 2026: %s', async (from, to, scenario, operation, fn) => {
    expectTheSame(upstream(scenario, operation, fn), await pages(from, to))
  })

  it.each<[string, Run, string, string]>([
    [
      'freed-memslots-are-not-used',
      upstream('close-file-and-delete-memslot', 'delete memslot', 'kvm_gmem_unbind'),
      '\txa_store_range(&view->bindings, slot->gmem.pgoff, slot->gmem.pgoff + slot->npages - 1, NULL, GFP_KERNEL);\n',
      '',
    ],
    [
      'memslots-do-not-overlap',
      upstream('bind-pages-twice', 'create memslot', 'kvm_gmem_bind'),
      '\t\terr = -EEXIST;\n\t\tgoto unlock;\n',
      '\t\terr = -EEXIST;\n',
    ],
    [
      'memslots-are-bound-whole',
      { ...upstream('create-memslot', 'create memslot', 'kvm_gmem_commit_memory_region'), design: 'linux-7-3' },
      '\treturn err;\n}\n\nstatic void forget',
      '\treturn 0;\n}\n\nstatic void forget',
    ],
    [
      'freed-memslots-are-not-used',
      {
        ...upstream('create-memslot-while-file-is-closed', 'create memslot', 'kvm_gmem_commit_memory_region'),
        design: 'linux-7-3',
      },
      '\tif (err && err != -EEXIST)\n\t\txa_store_range(&view->bindings, first, last, NULL, GFP_KERNEL);\n',
      '',
    ],
    [
      'calls-keep-no-locks',
      upstream('delete-memslot-during-guest-fault', 'create memslot', 'kvm_gmem_bind'),
      'unlock:\n\tfilemap_invalidate_unlock(file->f_mapping);\nput:',
      'unlock:\nput:',
    ],
    [
      'calls-keep-no-locks',
      upstream('fault-in-page-of-second-vm', 'guest fault', 'kvm_gmem_get_pfn'),
      '\t*max_order = 0;\n\tfolio_unlock(folio);\n',
      '\t*max_order = 0;\n',
    ],
    [
      'calls-end-their-invalidations',
      upstream('close-file-during-guest-fault', 'release', 'kvm_gmem_release'),
      '\tallow_faults(view, 0, -1ul);\n',
      '',
    ],
    [
      'sptes-have-a-memslot',
      upstream('close-file-during-guest-fault', 'release', 'kvm_gmem_release'),
      '\tzap(view, 0, -1ul);\n\tallow_faults(view, 0, -1ul);\n',
      '',
    ],
    [
      'no-assertion-fires',
      upstream('punch-hole-over-two-memslots', 'punch hole', 'kvm_gmem_punch_hole'),
      'min(end, first + slot->npages) - first',
      'end - first',
    ],
    [
      'calls-keep-no-references',
      upstream('punch-hole-during-allocation', 'allocate', 'kvm_gmem_allocate'),
      '\tfolio_unlock(folio);\n\tfolio_put(folio);\n',
      '\tfolio_unlock(folio);\n',
    ],
    [
      'poisoned-pages-are-not-mapped',
      upstream('memory-failure-of-mapped-page', 'memory failure', 'kvm_gmem_error_folio'),
      '\tfor_each_file_of(view, mapping->host)\n\t\tzap(view, start, end);\n',
      '',
    ],
    [
      'mapped-pages-are-uptodate',
      upstream('map-shared-page-from-host-and-guest', 'host fault', 'kvm_gmem_fault_user_mapping'),
      '\t\tclear_highpage(folio_page(folio, 0));\n\t\tfolio_mark_uptodate(folio);\n\t}\n\tvmf',
      '\t\tclear_highpage(folio_page(folio, 0));\n\t}\n\tvmf',
    ],
  ])('breaks %s without one of its lines', async (promise, run, from, to) => {
    // Above it is seen that the C as it stands does what the hand-written fragments do.
    const recorded = loadRecorded().get(showWorld(run))
    expect(recorded!.holds).toContain(promise)
    expect(judged({ ...run, file: await pages(from, to) }).verdicts[promise]).toBe('violated')
  })

  it('keeps its promises where a file leaves the list first of all that is done under the lock', async () => {
    const lines = '\txa_for_each(&view->bindings, at, slot)\n\t\tWRITE_ONCE(slot->gmem.file, NULL);\n'
    const rest = '\tzap(view, 0, -1ul);\n\tallow_faults(view, 0, -1ul);\n'
    const leaving = '\tlist_del(&view->entry);\n'
    const file = await pages(`${lines}${rest}${leaving}`, `${leaving}${lines}${rest}`)
    const { verdicts } = judged({
      ...upstream('close-file-during-guest-fault', 'release', 'kvm_gmem_release'),
      file,
    })
    expect(Object.values(verdicts)).not.toContain('violated')
    expect(verdicts['sptes-have-a-memslot']).toBe('holds')
  })

  it('is told of a parameter that the model does not hand over', async () => {
    const file = await pages('kvm_gmem_get_folio(struct inode *inode, pgoff_t index)', 'kvm_gmem_get_folio(int node)')
    expect(() => judged({ ...upstream('fault-in-page-twice', 'guest fault', 'kvm_gmem_get_folio'), file })).toThrow()
  })
})

/** Larger worlds say the same, and take longer than a test should. */
const QUICK = 2000

describe.each(['6.12', '7.3'])('guest_memfd of Linux %s', async version => {
  const file = join(process.env.GMEMCHECK_TREES ?? 'none', version, 'virt/kvm/guest_memfd.c')
  const design = `linux-${version.replace('.', '-')}`
  if (!existsSync(file)) it.skip(`is compared with ${design}, where GMEMCHECK_TREES has the tree`)
  else {
    const parsed = await parseC(wholeFile(file, readFileSync(file, 'utf8')))
    const machines = machinesFor(designNamed(design))
    // The tree may be older or newer than the one that the design was written from.
    const hashes = new Map(parsed.functions.map(({ name, hash }) => [name, hash]))
    const asModelled = ({ fn }: Run) =>
      sourcesWith(fn, hashes.get(fn) ?? '').some(({ designs }) => designs.includes(design))
    // By hand all memslots forget the file in one step; the C goes from one to the next.
    const isInOneStep = ({ scenario, fn }: Run) =>
      scenario === 'close-file-of-two-memslots' && fn === 'kvm_gmem_release'
    it.each(runsOf(design).filter(run => asModelled(run) && !isInOneStep(run)))(
      'reaches what is written by hand: $fn() as $operation runs it in $scenario@$design',
      async run => {
        expectTheSame(run, parsed)
      },
    )

    function runsOf(name: string): Run[] {
      const quick = [...loadRecorded().values()].filter(
        one => one.design === name && one.mutation === undefined && one.states < QUICK,
      )
      return quick.flatMap(({ scenario }) => {
        const { threads } = scenarios.find(one => one.name === scenario)!
        const operations = [...new Set(threads.flatMap(({ calls }) => calls.map(call => call.operation)))]
        return operations.flatMap(operation =>
          seamsOf(designNamed(name))
            .filter(seam => runs(machines[operation]!(), seam))
            .map(({ fn }) => ({ design: name, scenario, operation, fn })),
        )
      })
    }
  }
})
