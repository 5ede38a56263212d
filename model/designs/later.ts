/**
 * Designs after RFC v2: order-0 conversion in place, and HugeTLB support on top of it.
 */
import type { Delta } from './design.ts'

const hugetlb = 'whole-file text of the HugeTLB generation on top of in-place conversion, virt/kvm/guest_memfd.c'

export const later: readonly Delta[] = [
  {
    name: 'in-place-conversion',
    summary: 'conversion of order-0 folios in place, with everything that can fail before anything is changed',
    source:
      'Ackerley Tng, "guest_memfd: In-place conversion support" v8, 2026-06-18, and a later whole-file text of virt/kvm/guest_memfd.c',
    base: 'upstream',
    differs: {
      conversion: 'in-place',
      registers: 'private',
      conversionTells: 'shared',
      populateClears: 'at-lookup',
      pfnReference: 'dropped',
      lookupLock: 'shared',
      hostFaultUnlocks: 'after-lookup',
      unbindOfDyingFile: 'locked',
      bindError: 'checked',
      binds: 'at-commit',
    },
  },
  {
    name: 'in-place-repaired',
    summary: 'in-place conversion with the repairs of all findings',
    source: 'our own, see gmemcheck list findings',
    base: 'in-place-conversion',
    differs: { populateFolio: 'locked', failureHandlerLock: 'none', assignedElsewhere: 'refused' },
  },
  {
    name: 'tdx-split-before-zap',
    summary: 'RFC v2 repaired, with private SPTEs of all VMs split before an item is zapped, which then cannot fail',
    source: 'Yan Zhao, kvm_gmem_split_private() in TDX huge pages RFC v2, 2025-08',
    base: 'rfc-v2-repaired',
    differs: { privateSplit: 'before-zap' },
  },
  {
    name: 'tdx-split-before-any-zap',
    summary: 'tdx-split-before-zap, with private SPTEs of all items split before the first is zapped',
    source: 'our own, see gmemcheck list findings',
    base: 'rfc-v2-repaired',
    differs: { privateSplit: 'before-any-zap' },
  },
  {
    name: 'tdx-users-split-first',
    summary: 'RFC v2 repaired, with the users asked to split their private SPTEs before anything is invalidated',
    source: 'Yan Zhao in the thread of "KVM: TDX: Increase/decrease folio ref for huge pages", 2025-06',
    base: 'rfc-v2-repaired',
    differs: { privateSplit: 'before-invalidation' },
  },
  {
    name: 'tdx-unmap-failures-flagged',
    summary: 'RFC v2 repaired, with pages that TDX could not unmap flagged, and the conversion stopped by the flag',
    source:
      'Rick Edgecombe, Vishal Annapurve, Yan Zhao in the thread of "KVM: TDX: Increase/decrease folio ref for huge pages"',
    base: 'tdx-split-before-any-zap',
    differs: { failedUnmap: 'flag' },
  },
  {
    name: 'hugetlb-restructuring',
    summary:
      'HugeTLB support on top of in-place conversion: hugepage by hugepage, folios split and merged in the filemap',
    source: `Ackerley Tng; ${hugetlb} and mm/hugetlb_restructuring.c`,
    base: 'rfc-v2-split',
    differs: {
      conversion: 'hugepage-batches',
      restructuring: 'in-filemap',
      fallocateRanges: 'hugepages',
      hostFaultUnlocks: 'after-lookup',
      uptodate: 'cleared',
      clears: 'first-page',
      privateSplit: 'before-zap',
    },
  },
  {
    name: 'hugetlb-window-to-the-store',
    summary: 'hugetlb-restructuring, with faults kept away until the attributes are stored',
    source: 'our own, see gmemcheck list findings',
    base: 'hugetlb-restructuring',
    differs: { batchEnds: 'after-store' },
  },
  {
    name: 'hugetlb-restructures-first',
    summary: 'hugetlb-restructuring, with nothing zapped before the conversion can no longer fail',
    source: 'Ackerley Tng and Yan Zhao in the thread of "KVM: TDX huge page support for private memory" v3',
    base: 'hugetlb-window-to-the-store',
    differs: { batchBegins: 'restructure' },
  },
  {
    name: 'hugetlb-zaps-old-kind',
    summary: 'hugetlb-restructuring, with SPTEs zapped of the old kind only',
    source: 'our own, as in-place conversion does; see gmemcheck list findings',
    base: 'hugetlb-restructuring',
    differs: { batchZaps: 'old-kind' },
  },
  {
    name: 'hugetlb-clears-folio',
    summary: 'hugetlb-restructuring, with every page of a folio cleared',
    source: 'our own, see gmemcheck list findings',
    base: 'hugetlb-restructuring',
    differs: { clears: 'folio' },
  },
  {
    name: 'hugetlb-merge-clears-stale-pages',
    summary: 'hugetlb-restructuring, with pages that are not up to date cleared at a merge',
    source: 'our own, see gmemcheck list findings',
    base: 'hugetlb-clears-folio',
    differs: { uptodateAtMerge: 'every-page' },
  },
  {
    name: 'hugetlb-fresh-split-under-mutex',
    summary: 'hugetlb-restructuring, with nobody looking a hugepage up while it is split for the first time',
    source: 'our own, see gmemcheck list findings',
    base: 'hugetlb-restructuring',
    differs: { freshSplit: 'under-mutex' },
  },
  {
    name: 'hugetlb-tells-firmware',
    summary: 'hugetlb-restructuring, with the firmware told what goes shared, and only private pages registered',
    source: 'our own, as in-place conversion after v8 does; see gmemcheck list findings',
    base: 'hugetlb-restructuring',
    differs: { registers: 'private', conversionTells: 'shared' },
  },
  {
    name: 'hugetlb-pages-leave-metadata',
    summary: 'hugetlb-restructuring, with metadata restored for hugetlb folios only',
    source: 'our own, see gmemcheck list findings',
    base: 'hugetlb-restructuring',
    differs: { metadataOfPages: 'leaves' },
  },
  {
    name: 'hugetlb-error-offset-clamped',
    summary: 'hugetlb-restructuring, with an error offset that lies within the request',
    source: 'Fuad Tabba on in-place conversion v6',
    base: 'hugetlb-restructuring',
    differs: { busyOffset: 'within-request' },
  },
  {
    name: 'hugetlb-repaired',
    summary: 'HugeTLB restructuring with the repairs of all findings',
    source: 'our own, see gmemcheck list findings',
    base: 'hugetlb-restructuring',
    differs: {
      batchEnds: 'after-store',
      batchBegins: 'restructure',
      batchZaps: 'old-kind',
      clears: 'folio',
      uptodateAtMerge: 'every-page',
      freshSplit: 'under-mutex',
      metadataOfPages: 'leaves',
      registers: 'private',
      conversionTells: 'shared',
      busyOffset: 'within-request',
      freezeLoop: 'quiet',
    },
  },
]
