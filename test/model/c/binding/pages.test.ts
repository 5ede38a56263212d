/**
 * The functions of trees without hugepages, in the place of the fragments written by hand: a guest_memfd of our own, and
 * the kernel's, which is no part of the repository: give a directory with a file DESIGN.c for each tree as
 * GMEMCHECK_GUEST_MEMFD.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { seamsOf } from '../../../../model/c/binding/seams.ts'
import { type CFile, parseC } from '../../../../model/c/parse.ts'
import { wholeFile } from '../../../../model/c/source.ts'
import { runs } from '../../../../model/c/substitute.ts'
import { machinesFor } from '../../../../model/operations/machines.ts'
import { scenarios } from '../../../../model/scenarios/index.ts'
import { manifest } from '../../../../spec/manifest/index.ts'
import { designNamed, judged } from './worlds.ts'

interface Run {
  readonly design: string
  readonly scenario: string
  readonly operation: string
  readonly fn: string
}

function expectTheSame(run: Run, file: CFile) {
  const written = judged(run)
  const extracted = judged({ ...run, file })
  expect([written.cut, extracted.cut]).toEqual([false, false])
  expect(extracted.verdicts).toEqual(written.verdicts)
  expect(extracted.reached).toEqual(written.reached)
  expect([...extracted.shared].filter(state => !written.shared.has(state))).toEqual([])
  expect([...written.shared].filter(state => !extracted.shared.has(state))).toEqual([])
}

const path = new URL('../../../fixtures/c/guest-memfd/pages.c', import.meta.url).pathname
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
    ['map-shared-page-from-host-and-guest', 'host fault', 'kvm_gmem_fault_user_mapping'],
    ['populate-while-attributes-change', 'populate', '__kvm_gmem_populate'],
    ['populate-refused-by-firmware', 'populate', '__kvm_gmem_populate'],
  ])('reaches in %s what is written by hand, where %s runs %s()', async (scenario, operation, fn) => {
    expectTheSame(upstream(scenario, operation, fn), await pages())
  })

  it.each<[string, Run, string, string]>([
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
    const recorded = manifest.find(one => one.scenario === run.scenario && one.design === run.design && !one.mutation)
    expect(recorded!.holds).toContain(promise)
    expect(judged({ ...run, file: await pages(from, to) }).verdicts[promise]).toBe('violated')
  })

  it('is told of a parameter that the model does not hand over', async () => {
    const file = await pages('kvm_gmem_get_folio(struct inode *inode, pgoff_t index)', 'kvm_gmem_get_folio(int node)')
    expect(() => judged({ ...upstream('fault-in-page-twice', 'guest fault', 'kvm_gmem_get_folio'), file })).toThrow()
  })
})

const directory = process.env.GMEMCHECK_GUEST_MEMFD ?? ''
const trees = existsSync(directory) ? readdirSync(directory).filter(name => name.endsWith('.c')) : []
/** Larger worlds say the same, and take longer than a test should. */
const QUICK = 2000

describe.skipIf(trees.length === 0)('guest_memfd of the kernel', () => {
  for (const tree of trees) {
    const design = tree.replace(/\.c$/, '')
    const machines = machinesFor(designNamed(design))
    const source = readFileSync(join(directory, tree), 'utf8')
    const found = runsOf(design).filter(({ fn }) => new RegExp(`\\b${fn}\\(`).test(source))
    it.each(found)('reaches what is written by hand: $fn() as $operation runs it in $scenario@$design', async run => {
      expectTheSame(run, await parseC(wholeFile(tree, source)))
    })

    function runsOf(name: string): Run[] {
      const quick = manifest.filter(one => one.design === name && one.mutation === undefined && one.states < QUICK)
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
