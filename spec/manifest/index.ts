/**
 * What the suite expects of every world. Written by `gmemcheck suite --record`.
 */
import { entries as addKeepsThePage } from './add-keeps-the-page.ts'
import { entries as allocationEndRoundedUp } from './allocation-end-rounded-up.ts'
import { entries as bindErrorChecked } from './bind-error-checked.ts'
import { entries as directMapCountsRight } from './direct-map-counts-right.ts'
import { entries as directMapErrorPathUnlocks } from './direct-map-error-path-unlocks.ts'
import { entries as directMapFlagRepaired } from './direct-map-flag-repaired.ts'
import { entries as directMapLoopsOverFolios } from './direct-map-loops-over-folios.ts'
import { entries as directMapRepaired } from './direct-map-repaired.ts'
import { entries as directMapRfcV3 } from './direct-map-rfc-v3.ts'
import { entries as directMapStoreErrorReturned } from './direct-map-store-error-returned.ts'
import { entries as directMapStoreErrorUnnoticed } from './direct-map-store-error-unnoticed.ts'
import { entries as directMapV7 } from './direct-map-v7.ts'
import { entries as directMapV9 } from './direct-map-v9.ts'
import { entries as directMapV11 } from './direct-map-v11.ts'
import { entries as directMapV12 } from './direct-map-v12.ts'
import { entries as dyingFileUnboundUnderLock } from './dying-file-unbound-under-lock.ts'
import type { Entry } from './entry.ts'
import { entries as errorFolioWithoutLock } from './error-folio-without-lock.ts'
import { entries as errorOffsetSet } from './error-offset-set.ts'
import { entries as exactWindow } from './exact-window.ts'
import { entries as fallocateByHugepages } from './fallocate-by-hugepages.ts'
import { entries as followPfnRepaired } from './follow-pfn-repaired.ts'
import { entries as followPfnV7 } from './follow-pfn-v7.ts'
import { entries as followPfnV8 } from './follow-pfn-v8.ts'
import { entries as freshSplitUnderMutex } from './fresh-split-under-mutex.ts'
import { entries as holeClearedFromItsStart } from './hole-cleared-from-its-start.ts'
import { entries as holeClearedUnderLock } from './hole-cleared-under-lock.ts'
import { entries as hostAdviceOnSharedPages } from './host-advice-on-shared-pages.ts'
import { entries as hugetlbClearsFolio } from './hugetlb-clears-folio.ts'
import { entries as hugetlbErrorOffsetClamped } from './hugetlb-error-offset-clamped.ts'
import { entries as hugetlbFreshSplitUnderMutex } from './hugetlb-fresh-split-under-mutex.ts'
import { entries as hugetlbMergeClearsStalePages } from './hugetlb-merge-clears-stale-pages.ts'
import { entries as hugetlbPagesLeaveMetadata } from './hugetlb-pages-leave-metadata.ts'
import { entries as hugetlbRepaired } from './hugetlb-repaired.ts'
import { entries as hugetlbRestructuresFirst } from './hugetlb-restructures-first.ts'
import { entries as hugetlbRestructuring } from './hugetlb-restructuring.ts'
import { entries as hugetlbTellsFirmware } from './hugetlb-tells-firmware.ts'
import { entries as hugetlbWindowToTheStore } from './hugetlb-window-to-the-store.ts'
import { entries as hugetlbZapsOldKind } from './hugetlb-zaps-old-kind.ts'
import { entries as inPlaceConversion } from './in-place-conversion.ts'
import { entries as inPlaceRepaired } from './in-place-repaired.ts'
import { entries as linux612 } from './linux-6-12.ts'
import { entries as linux73 } from './linux-7-3.ts'
import { entries as marksAfterPreparation } from './marks-after-preparation.ts'
import { entries as memoryReserved } from './memory-reserved.ts'
import { entries as mergeClearsStalePages } from './merge-clears-stale-pages.ts'
import { entries as populateHoldsLocks } from './populate-holds-locks.ts'
import { entries as populateKeepsFolioLocked } from './populate-keeps-folio-locked.ts'
import { entries as populateMapsGivenPfn } from './populate-maps-given-pfn.ts'
import { entries as populateWholeFolios } from './populate-whole-folios.ts'
import { entries as prepareRefusesOtherOwners } from './prepare-refuses-other-owners.ts'
import { entries as preparedFlagAbstracted } from './prepared-flag-abstracted.ts'
import { entries as preparesAtFirstAccess } from './prepares-at-first-access.ts'
import { entries as preparesAtLookup } from './prepares-at-lookup.ts'
import { entries as refusedImageCleared } from './refused-image-cleared.ts'
import { entries as restructureResultSet } from './restructure-result-set.ts'
import { entries as rfcV2Repaired } from './rfc-v2-repaired.ts'
import { entries as rfcV2Split } from './rfc-v2-split.ts'
import { entries as rfcV2WithoutHugepages } from './rfc-v2-without-hugepages.ts'
import { entries as rollbackByWorkList } from './rollback-by-work-list.ts'
import { entries as rollbackIndexGuarded } from './rollback-index-guarded.ts'
import { entries as sharedSptesZapped } from './shared-sptes-zapped.ts'
import { entries as stashErrorChecked } from './stash-error-checked.ts'
import { entries as tdxSplitBeforeAnyZap } from './tdx-split-before-any-zap.ts'
import { entries as tdxSplitBeforeZap } from './tdx-split-before-zap.ts'
import { entries as tdxUnmapFailuresFlagged } from './tdx-unmap-failures-flagged.ts'
import { entries as tdxUsersSplitFirst } from './tdx-users-split-first.ts'
import { entries as truncatedFolioHeld } from './truncated-folio-held.ts'
import { entries as unmergedPagesTruncated } from './unmerged-pages-truncated.ts'
import { entries as upstream } from './upstream.ts'
import { entries as upstreamRepaired } from './upstream-repaired.ts'
import { entries as vmemmapRestoredBeforeStash } from './vmemmap-restored-before-stash.ts'
import { entries as workListErrorReported } from './work-list-error-reported.ts'

export const manifest: readonly Entry[] = [
  ...addKeepsThePage,
  ...allocationEndRoundedUp,
  ...bindErrorChecked,
  ...directMapCountsRight,
  ...directMapErrorPathUnlocks,
  ...directMapFlagRepaired,
  ...directMapLoopsOverFolios,
  ...directMapRepaired,
  ...directMapRfcV3,
  ...directMapStoreErrorReturned,
  ...directMapStoreErrorUnnoticed,
  ...directMapV11,
  ...directMapV12,
  ...directMapV7,
  ...directMapV9,
  ...dyingFileUnboundUnderLock,
  ...errorFolioWithoutLock,
  ...errorOffsetSet,
  ...exactWindow,
  ...fallocateByHugepages,
  ...followPfnRepaired,
  ...followPfnV7,
  ...followPfnV8,
  ...freshSplitUnderMutex,
  ...holeClearedFromItsStart,
  ...holeClearedUnderLock,
  ...hostAdviceOnSharedPages,
  ...hugetlbClearsFolio,
  ...hugetlbErrorOffsetClamped,
  ...hugetlbFreshSplitUnderMutex,
  ...hugetlbMergeClearsStalePages,
  ...hugetlbPagesLeaveMetadata,
  ...hugetlbRepaired,
  ...hugetlbRestructuresFirst,
  ...hugetlbRestructuring,
  ...hugetlbTellsFirmware,
  ...hugetlbWindowToTheStore,
  ...hugetlbZapsOldKind,
  ...inPlaceConversion,
  ...inPlaceRepaired,
  ...linux612,
  ...linux73,
  ...marksAfterPreparation,
  ...memoryReserved,
  ...mergeClearsStalePages,
  ...populateHoldsLocks,
  ...populateKeepsFolioLocked,
  ...populateMapsGivenPfn,
  ...populateWholeFolios,
  ...prepareRefusesOtherOwners,
  ...preparedFlagAbstracted,
  ...preparesAtFirstAccess,
  ...preparesAtLookup,
  ...refusedImageCleared,
  ...restructureResultSet,
  ...rfcV2Repaired,
  ...rfcV2Split,
  ...rfcV2WithoutHugepages,
  ...rollbackByWorkList,
  ...rollbackIndexGuarded,
  ...sharedSptesZapped,
  ...stashErrorChecked,
  ...tdxSplitBeforeAnyZap,
  ...tdxSplitBeforeZap,
  ...tdxUnmapFailuresFlagged,
  ...tdxUsersSplitFirst,
  ...truncatedFolioHeld,
  ...unmergedPagesTruncated,
  ...upstream,
  ...upstreamRepaired,
  ...vmemmapRestoredBeforeStash,
  ...workListErrorReported,
]
