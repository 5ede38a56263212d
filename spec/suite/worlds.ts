/**
 * The worlds of the suite. `recorded.jsonl` holds their results.
 */

import { themes } from '../../model/scenarios/index.ts'
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'
import type { Listed } from './entry.ts'
import { families } from './families.ts'
import { fileWorlds } from './files.ts'
import { hugepageWorlds } from './hugepages.ts'
import { pageScenarios, pageWorlds } from './pages.ts'

const { allocations, conversions, fragments, hugepageHoles, inPlace, races, restructuring, wide } = themes

const worldsOf = (scenarios: readonly Scenario[], ...designs: readonly string[]): readonly Listed[] =>
  designs.flatMap(design => scenarios.map(({ name }) => ({ scenario: name, design })))

/** `SCENARIO@DESIGN` or `SCENARIO@DESIGN~MUTATION`. */
const named = (world: string): Listed => {
  const [scenario, design, mutation] = world.split(/[@~]/) as [string, string, string?]
  return { scenario, design, ...(mutation && { mutation }) }
}

const rfcV2: readonly Listed[] = [
  ...worldsOf([...conversions, ...races, ...allocations, ...fragments, ...wide], 'rfc-v2-split', 'rfc-v2-repaired'),
  ...worldsOf(conversions, 'memory-reserved'),
  ...[
    'convert-from-zero-out-of-memory@rollback-index-guarded',
    'convert-to-shared-during-guest-fault@exact-window',
    'convert-to-shared-during-guest-faults@exact-window',
    // each finding's repair alone
    'convert-two-hugepages-out-of-memory-once@add-keeps-the-page',
    'convert-mixed-out-of-memory@rollback-by-work-list',
    'convert-mixed-unmapped-out-of-memory@rollback-by-work-list',
    'convert-unallocated@restructure-result-set',
    'convert-two-hugepages-out-of-memory-once@error-offset-set',
    'convert-two-hugepages-out-of-memory-once@work-list-error-reported',
    'convert-guest-mapped-to-private@shared-sptes-zapped',
    'convert-to-shared-out-of-memory@stash-error-checked',
    'convert-partly-prepared-to-private@merge-clears-stale-pages',
    'allocate-shared-hugepage-out-of-memory@fresh-split-under-mutex',
    'allocate-shared-hugepage-twice@fresh-split-under-mutex',
    'fault-in-shared-hugepage-from-host-and-guest@fresh-split-under-mutex',
    'allocate-shared-hugepage-beside-sleeper@fresh-split-under-mutex',
    'fault-in-mixed-hugepage-out-of-memory@fresh-split-under-mutex',
    'allocate-private-hugepage-beside-sleeper@fresh-split-under-mutex',
  ].map(named),
]

/** What conversion in place has in common with the trees before it: there the attributes are those of the inode, and no longer the VM's. */
const alsoInPlace = pageScenarios
  .filter(
    ({ environment: { parts = [] }, threads }) =>
      !parts.includes('vm-attributes') &&
      !threads.some(({ calls }) => calls.some(({ operation }) => operation === 'set attributes')),
  )
  .map(({ name }) => name)

const inPlaceWorlds: readonly Listed[] = [
  ...worldsOf(inPlace, 'in-place-conversion', 'in-place-repaired'),
  ...alsoInPlace.map((scenario): Listed => ({ scenario, design: 'in-place-conversion' })),
  ...[
    'punch-hole-under-guest-without-reference@in-place-conversion~without-stale-check',
    'convert-over-two-memslots@in-place-conversion~takes-gfn-for-page',
    'convert-beside-memslot@in-place-conversion~without-invalidation-end',
    'populate-during-conversion@in-place-conversion~populates-shared-pages',
    'convert-page-during-host-fault@in-place-conversion~without-reference-check',
    'convert-pinned-page-to-private@in-place-conversion~without-reference-check',
    'convert-pages-in-turn@in-place-conversion~with-page-beside',
    'convert-pinned-page-to-private@in-place-conversion~without-comparison',
  ].map(named),
]

const hugetlb: readonly Listed[] = [
  ...worldsOf(
    [...conversions, ...races, ...allocations, ...restructuring, ...hugepageHoles],
    'hugetlb-restructuring',
    'hugetlb-repaired',
  ),
  ...worldsOf(restructuring, 'rfc-v2-split', 'rfc-v2-repaired'),
  ...[
    'any-conversions-in-turn@hugetlb-restructuring',
    'any-conversions-in-turn@hugetlb-repaired',
    'any-conversions-at-once@hugetlb-repaired',
    'conversion-with-allocations-out-of-memory@hugetlb-restructuring',
    'conversion-among-all@hugetlb-repaired',
    // each repair alone
    'fault-on-page-that-goes-shared@hugetlb-window-to-the-store',
    'fault-on-pages-that-go-private@hugetlb-window-to-the-store',
    'first-access-to-private-hugepage@hugetlb-clears-folio',
    'convert-partly-prepared-to-private@hugetlb-merge-clears-stale-pages',
    'allocate-shared-hugepage-twice@hugetlb-fresh-split-under-mutex',
    'allocate-shared-hugepage-beside-sleeper@hugetlb-fresh-split-under-mutex',
    'fault-in-shared-hugepage-out-of-memory@hugetlb-fresh-split-under-mutex',
    'convert-private-and-shared-to-private-on-tdx@hugetlb-zaps-old-kind',
    'evict-pinned-hugepage@hugetlb-pages-leave-metadata',
    'fault-in-mixed-hugepage-out-of-memory@hugetlb-fresh-split-under-mutex',
    'convert-to-shared-on-snp-during-faults@hugetlb-tells-firmware',
    'convert-to-private-beside-busy-hugepage@hugetlb-error-offset-clamped',
    'convert-to-shared-on-tdx-out-of-memory@hugetlb-restructures-first',
    'convert-to-shared-on-tdx-of-two-vms-out-of-memory@hugetlb-restructures-first',
    // what the threads of TDX huge pages propose
    'convert-to-shared-on-tdx-of-two-vms-out-of-memory@tdx-split-before-zap',
    'convert-two-items-on-tdx-out-of-memory@tdx-split-before-zap',
    'convert-to-shared-on-tdx-during-guest-fault@tdx-split-before-zap',
    'convert-two-items-on-tdx-out-of-memory@tdx-split-before-any-zap',
    'convert-to-shared-on-tdx-during-guest-fault@tdx-split-before-any-zap',
    'convert-to-shared-when-tdx-keeps-the-page@tdx-split-before-any-zap',
    'convert-two-items-on-tdx-out-of-memory@tdx-users-split-first',
    'convert-to-shared-on-tdx-during-guest-fault@tdx-users-split-first',
    'convert-to-shared-when-tdx-keeps-the-page@tdx-unmap-failures-flagged',
  ].map(named),
]

/** Each breaks promises that its design keeps in the same scenario: their checks are seen to fail. */
const twins: readonly Listed[] = [
  'convert-to-private-during-host-fault@rfc-v2-repaired~without-reference-check',
  'convert-pinned-to-private@rfc-v2-repaired~without-reference-check',
  'convert-both-ways-during-guest-fault@rfc-v2-repaired~without-stale-check',
  'convert-to-shared@rfc-v2-repaired~without-invalidation-begin',
  'convert-to-shared-during-guest-fault@rfc-v2-repaired~without-invalidation-range',
  'convert-guest-mapped-to-private@rfc-v2-split~without-invalidation-range',
  'convert-to-shared@rfc-v2-repaired~without-invalidation-end',
  'convert-to-shared-during-guest-fault@rfc-v2-repaired~without-unlock',
  'convert-to-private-during-host-fault@rfc-v2-repaired~without-shared-lock',
  'convert-to-shared-during-guest-fault@rfc-v2-repaired~without-put',
  'convert-to-shared@rfc-v2-split~without-last-pages-of-split',
  'convert-to-private@rfc-v2-repaired~without-merge',
  'convert-one-of-two-to-private@rfc-v2-repaired~without-look-for-shared-pages',
  'fault-in-private-hugepage-twice@rfc-v2-repaired~without-clearing',
  'fault-in-private-hugepage-twice@rfc-v2-repaired~without-marking',
  'convert-to-private@rfc-v2-repaired~without-put-of-host-ptes',
  'allocate-shared-hugepage-out-of-memory@fresh-split-under-mutex~without-references-of-failed-add',
  'set-part-of-large-folio-out-of-memory@direct-map-repaired~without-error-of-set',
  'set-folio-in-use@direct-map-repaired~without-flush-of-set',
  'map-pfn-without-reference@follow-pfn-v7~without-asserted-guard',
].map(named)

/** In any order: reports sort them by design, scenario and mutation. */
export const worlds: readonly Listed[] = [
  ...rfcV2,
  ...inPlaceWorlds,
  ...hugetlb,
  ...families,
  ...pageWorlds,
  ...hugepageWorlds,
  ...fileWorlds,
  ...twins,
]
