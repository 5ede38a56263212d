/**
 * Patches that each put one defect into C of our own, found from the C alone.
 */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { gmemcheck, headline, root } from '../../gmemcheck.ts'

const fixtures = join(root, 'test/fixtures/c')

interface Step {
  readonly fn: string
  readonly place?: { readonly within: string; readonly line: number }
}

interface Defect {
  readonly design: string
  readonly scenario: string
  readonly breaks: readonly string[]
  /** The function in which the defect stands, and the calls right before and behind it. */
  readonly within: string
  readonly around: readonly [string, string?]
}

const defects: Readonly<Record<string, Defect>> = {
  'locks/dropped-unlock': {
    design: 'upstream',
    scenario: 'fault-in-page-of-second-vm',
    breaks: ['calls-keep-no-locks'],
    within: 'kvm_gmem_get_pfn',
    around: ['kvm_arch_gmem_prepare', 'fput'],
  },
  'errors/loop-bound': {
    design: 'upstream',
    scenario: 'allocate-then-populate',
    breaks: ['allocation-covers-its-range'],
    within: 'kvm_gmem_allocate',
    around: ['folio_put', 'filemap_invalidate_unlock_shared'],
  },
  'errors/shadowed-error': {
    design: 'upstream',
    scenario: 'fault-in-page-twice',
    breaks: ['private-pages-belong-to-their-vm'],
    within: 'kvm_gmem_get_pfn',
    around: ['kvm_arch_gmem_prepare', 'folio_unlock'],
  },
  'folios/put-too-many': {
    design: 'upstream',
    scenario: 'punch-hole-during-allocation',
    breaks: ['references-have-owners', 'free-frames-are-unreachable'],
    within: 'kvm_gmem_allocate',
    around: ['folio_put', 'folio_put'],
  },
  'folios/check-after-use': {
    design: 'upstream',
    scenario: 'fault-in-page-from-two-vms',
    breaks: ['nothing-is-stuck'],
    within: 'kvm_gmem_get_pfn',
    // An error pointer is followed: the kernel goes no further.
    around: ['filemap_alloc_folio'],
  },
  'errors/forgotten-item': {
    design: 'add-keeps-the-page',
    scenario: 'convert-two-hugepages-out-of-memory-once',
    breaks: ['failed-conversion-restores-state'],
    within: 'split_at',
    around: ['guestmem_hugetlb_split_folio'],
  },
  'errors/lost-error': {
    design: 'direct-map-counts-right',
    scenario: 'set-part-of-large-folio-out-of-memory',
    breaks: ['successful-changes-are-made'],
    within: 'change',
    around: ['set_direct_map_valid_noflush', 'folio_unlock'],
  },
  'mappings/dropped-flush': {
    design: 'direct-map-counts-right',
    scenario: 'set-folio-in-use',
    breaks: ['removed-entries-have-left-the-tlb'],
    within: 'change',
    around: ['set_direct_map_valid_noflush', 'folio_unlock'],
  },
  'folios/folio-put-too-many': {
    design: 'direct-map-counts-right',
    scenario: 'set-folio-in-use',
    breaks: ['free-frames-are-unreachable', 'free-frames-are-in-the-direct-map'],
    within: 'kvm_gmem_folio_set_direct_map',
    around: ['xa_unlock', 'folio_put'],
  },
  'mappings/flush-of-one-page': {
    design: 'direct-map-counts-right',
    scenario: 'set-pages-of-large-folio',
    breaks: ['removed-entries-have-left-the-tlb'],
    within: 'change',
    around: ['set_direct_map_valid_noflush', 'folio_unlock'],
  },
  'folios/kept-poisoned-folio': {
    design: 'upstream',
    scenario: 'memory-failure-during-first-fault',
    breaks: ['calls-keep-no-references'],
    within: 'kvm_gmem_get_pfn',
    around: ['folio_test_hwpoison', 'folio_unlock'],
  },
  'locks/failure-locks-for-write': {
    design: 'upstream',
    scenario: 'memory-failure-of-mapped-page',
    breaks: ['only-held-locks-are-dropped', 'calls-keep-no-locks'],
    within: 'kvm_gmem_error_folio',
    around: ['filemap_invalidate_unlock_shared'],
  },
  'errors/warn-that-fires': {
    design: 'upstream',
    scenario: 'allocate-out-of-memory',
    breaks: ['no-assertion-fires'],
    within: 'kvm_gmem_allocate',
    around: ['filemap_add_folio'],
  },
  'locks/lock-not-held': {
    design: 'upstream',
    scenario: 'close-unmapped-shared-file',
    breaks: ['no-assertion-fires'],
    within: 'kvm_gmem_get_pfn',
    around: ['get_file_active', 'kvm_memory_slot_gmem->file'],
  },
  'locks/reschedules-under-mmu-lock': {
    design: 'upstream',
    scenario: 'punch-hole',
    breaks: ['atomic-sections-do-not-sleep'],
    within: 'allow_faults',
    around: ['find_get_entries', 'KVM_MMU_LOCK'],
  },
  'mappings/host-maps-private-page': {
    design: 'upstream',
    scenario: 'host-mapping-of-private-page',
    breaks: ['private-pages-are-not-host-mapped'],
    within: 'kvm_gmem_fault_user_mapping',
    around: ['folio_mark_uptodate', 'finish_fault'],
  },
  // The bindings may go as soon as the lock is dropped.
  'locks/ends-behind-the-lock': {
    design: 'upstream',
    scenario: 'delete-memslot-during-memory-failure',
    breaks: ['calls-end-their-invalidations'],
    within: 'kvm_gmem_error_folio',
    around: ['filemap_invalidate_unlock_shared'],
  },
  // A private file may be mapped, and not touched.
  'mappings/asks-for-mmap': {
    design: 'upstream',
    scenario: 'host-mapping-of-private-page',
    breaks: ['private-pages-are-not-host-mapped'],
    within: 'kvm_gmem_fault_user_mapping',
    around: ['folio_mark_uptodate', 'finish_fault'],
  },
  // Where the host maps the file, its notifier hides it.
  'mappings/zap-of-private-pages-only': {
    design: 'upstream',
    scenario: 'punch-hole-in-unmapped-shared-file',
    breaks: ['punched-pages-are-unmapped', 'guest-sees-no-stale-data'],
    within: 'kvm_gmem_punch_hole',
    around: ['KVM_MMU_LOCK', 'filemap_invalidate_unlock'],
  },
  // The guest is told that the memslot is gone, and a hole walks over what it left in the file.
  'memslots/unbinds-too-little': {
    design: 'upstream',
    scenario: 'delete-memslot-of-part',
    breaks: ['freed-memslots-are-not-used'],
    within: 'forget',
    around: ['xa_store_range', 'kvm_memory_slot_gmem->file'],
  },
  'memslots/begins-per-memslot': {
    design: 'upstream',
    scenario: 'punch-hole-over-two-memslots',
    breaks: ['calls-end-their-invalidations'],
    within: 'allow_faults',
    around: ['KVM_MMU_LOCK', 'filemap_invalidate_unlock'],
  },
  'memslots/unbinds-one-page-more': {
    design: 'upstream',
    scenario: 'renew-two-memslots',
    breaks: ['memslots-are-bound-whole'],
    within: 'forget',
    around: ['xa_store_range'],
  },
  'memslots/forgets-refusal': {
    design: 'upstream',
    scenario: 'bind-pages-twice',
    breaks: ['memslots-are-bound-whole'],
    within: 'kvm_gmem_bind',
    around: ['filemap_invalidate_unlock', 'fput'],
  },
  'locks/ends-without-mmu-lock': {
    design: 'upstream',
    scenario: 'punch-hole',
    breaks: ['no-assertion-fires'],
    within: 'allow_faults',
    around: ['kvm_mmu_invalidate_end'],
  },
  'files/releases-beside-memslots': {
    design: 'upstream',
    scenario: 'close-file-and-delete-memslot',
    breaks: ['freed-files-are-not-used', 'freed-memslots-are-not-used'],
    within: 'kvm_gmem_release',
    around: ['list_del', 'filemap_invalidate_unlock'],
  },
  // Task work of the one that closes the file does not wait for the one that put it early.
  'files/puts-file-early': {
    design: 'upstream',
    scenario: 'close-file-during-guest-fault',
    breaks: ['freed-files-are-not-used'],
    within: 'kvm_gmem_get_pfn',
    around: ['xa_destroy', 'file->private_data'],
  },
  'files/keeps-vm': {
    design: 'upstream',
    scenario: 'close-file-during-guest-fault',
    breaks: ['released-files-are-freed'],
    within: 'kvm_gmem_release',
    around: ['mutex_unlock', 'xa_destroy'],
  },
  'mappings/flushes-for-the-last': {
    design: 'upstream',
    scenario: 'punch-hole-over-two-memslots',
    breaks: ['zapped-pages-have-left-the-tlb'],
    within: 'zap',
    around: ['kvm_gmem_free_folio', 'folio_put_refs'],
  },
  'memslots/takes-gfn-for-page': {
    design: 'upstream',
    scenario: 'punch-hole-over-two-memslots',
    breaks: ['sptes-map-their-page', 'punched-pages-are-unmapped'],
    within: 'kvm_gmem_get_pfn',
    around: ['is_page_fault_stale', 'kvm_tdp_mmu_map'],
  },
  'memslots/binds-one-page-more': {
    design: 'upstream',
    scenario: 'delete-one-of-two-memslots',
    breaks: ['memslots-are-bound-in-place'],
    within: 'kvm_gmem_bind',
    around: ['xa_store_range', 'xa_store_range'],
  },
  'memslots/binds-before-the-file': {
    design: 'upstream',
    scenario: 'bind-anyhow',
    breaks: ['only-sound-requests-are-met'],
    within: 'kvm_gmem_bind',
    around: ['filemap_invalidate_unlock', 'fput'],
  },
  'files/puts-refused-file-twice': {
    design: 'upstream',
    scenario: 'bind-pages-twice',
    breaks: ['only-held-files-are-put'],
    within: 'kvm_gmem_bind',
    around: ['filemap_invalidate_unlock', 'fput'],
  },
  'errors/forgets-pages-that-are-done': {
    design: 'upstream',
    scenario: 'punch-hole-during-populate',
    breaks: ['populate-tells-its-progress'],
    within: 'kvm_gmem_populate',
    around: ['signal_pending', 'fput'],
  },
  'locks/hole-without-lock': {
    design: 'upstream',
    scenario: 'punch-hole-during-allocation',
    breaks: ['only-held-locks-are-dropped', 'calls-keep-no-locks'],
    within: 'kvm_gmem_punch_hole',
    around: ['down_write_trylock', 'KVM_MMU_LOCK'],
  },
  'locks/removal-without-lock': {
    design: 'add-keeps-the-page',
    scenario: 'convert-to-shared',
    breaks: ['removed-folios-are-locked'],
    within: 'take_out',
    around: ['folio_ref_freeze', '__filemap_remove_folio'],
  },
}

describe('a review lets pass', () => {
  it.each([
    // What others change while the call is on its way out is not its doing.
    ['put-behind-lock', 'direct-map-counts-right', 'set-at-once,set-folio-during-set-and-fault'],
    // The same lock by its rw_semaphore.
    ['lock-by-guard', 'upstream', 'punch-hole,punch-hole-during-guest-fault'],
    // Offsets are tried that are behind the end of the file, and below 0.
    ['offset-before-size', 'upstream', 'bind-anyhow,create-memslot'],
    // A lookup is written as the one that it calls.
    [
      'null-for-no-folio',
      'upstream',
      'allocate-out-of-memory,fault-in-page-from-two-vms,host-fault-in-shared-file-out-of-memory,populate-refused-by-firmware',
    ],
  ])('%s', (name, design, scenarios) => {
    const patch = join(fixtures, 'right', `${name}.patch`)
    const tree = ['--tree', join(fixtures, 'guest-memfd'), '--against', design, '--scenario', scenarios]
    const { status, stdout } = gmemcheck('review', patch, ...tree)
    expect(headline(stdout)).toMatch(
      /^(\d+) of \1 changed statements judged, none breaks a promise: the patched code keeps every promise that the tree keeps, in \d worlds$/,
    )
    expect(status).toBe(0)
  })

  it('no call that fails where it waited, though it has done nothing', () => {
    const patch = join(fixtures, 'right', 'hole-tries-lock.patch')
    const scenarios = ['--scenario', 'punch-hole,punch-hole-during-allocation']
    const tree = ['--tree', join(fixtures, 'guest-memfd'), '--against', 'upstream', ...scenarios]
    const { status, stdout } = gmemcheck('review', patch, ...tree)
    expect(headline(stdout)).toMatch(
      /^other results of the same calls: punch hole returns -EAGAIN, which it never did before,/,
    )
    expect(status).toBe(3)
  })
})

describe('a review finds', () => {
  it.each(Object.entries(defects))('a %s', (name, { design, scenario, breaks, within, around: [before, behind] }) => {
    const patch = join(fixtures, 'defects', `${name}.patch`)
    const tree = ['--tree', join(fixtures, 'guest-memfd'), '--against', design, '--scenario', scenario]
    const { status, stdout } = gmemcheck('review', patch, ...tree, '--format', 'json')
    expect(status).toBe(1)
    const [world] = JSON.parse(stdout).worlds as [{ promises: { promise: string; change: string; trace?: object }[] }]
    const broken = world.promises.filter(({ change }) => change === 'broken')
    expect(broken.map(({ promise }) => promise)).toEqual(expect.arrayContaining([...breaks]))
    const { steps } = broken.find(({ promise }) => promise === breaks[0])!.trace as { steps: Step[] }
    expect(steps.filter(({ place }) => place?.within === within)).not.toEqual([])
    const at = steps.findIndex(({ fn }, index) => fn === before && (!behind || steps[index + 1]?.fn === behind))
    expect(at).toBeGreaterThan(-1)
  })
})
