/**
 * Every promise, in the order in which reports tell them.
 */

import { guestSeesNoStaleData } from './contents/guest-sees-no-stale-data.ts'
import { initialImageOverwritesNothing } from './contents/initial-image-overwrites-nothing.ts'
import { ownedDataIsNotWiped } from './contents/owned-data-is-not-wiped.ts'
import { populatedPagesHoldTheImage } from './contents/populated-pages-hold-the-image.ts'
import { allocatedHugepagesMatchShareability } from './contracts/allocated-hugepages-match-shareability.ts'
import { allocationCoversItsRange } from './contracts/allocation-covers-its-range.ts'
import { callsEndTheirInvalidations } from './contracts/calls-end-their-invalidations.ts'
import { callsKeepNoLocks } from './contracts/calls-keep-no-locks.ts'
import { callsKeepNoReferences } from './contracts/calls-keep-no-references.ts'
import { conversionIsAllOrNothing } from './contracts/conversion-is-all-or-nothing.ts'
import { conversionKeepsPages } from './contracts/conversion-keeps-pages.ts'
import { failedConversionLeavesAPrefix } from './contracts/failed-conversion-leaves-a-prefix.ts'
import { failedConversionRestoresState } from './contracts/failed-conversion-restores-state.ts'
import { invalidationsAreBalanced } from './contracts/invalidations-are-balanced.ts'
import { memslotsAreBoundWhole } from './contracts/memslots-are-bound-whole.ts'
import { memslotsDoNotOverlap } from './contracts/memslots-do-not-overlap.ts'
import { pageSizeMatchesShareability } from './contracts/page-size-matches-shareability.ts'
import { populateIsNotRefused } from './contracts/populate-is-not-refused.ts'
import { privateContentsSurvive } from './contracts/private-contents-survive.ts'
import { privateHugepagesAreMerged } from './contracts/private-hugepages-are-merged.ts'
import { punchedDataIsGone } from './contracts/punched-data-is-gone.ts'
import { punchedPagesAreUnmapped } from './contracts/punched-pages-are-unmapped.ts'
import { punchedRangeIsEmpty } from './contracts/punched-range-is-empty.ts'
import { punchedSharedRangeIsEmpty } from './contracts/punched-shared-range-is-empty.ts'
import { sharedPagesAreNotPopulated } from './contracts/shared-pages-are-not-populated.ts'
import { assignedPagesAreNotCleared } from './invariants/assigned-pages-are-not-cleared.ts'
import { callsCanReturn } from './invariants/calls-can-return.ts'
import { directMapChangesStayInRange } from './invariants/direct-map-changes-stay-in-range.ts'
import { directMapIsAsRecorded } from './invariants/direct-map-is-as-recorded.ts'
import { errorOffsetsLieInTheRequest } from './invariants/error-offsets-lie-in-the-request.ts'
import { freeFramesAreInTheDirectMap } from './invariants/free-frames-are-in-the-direct-map.ts'
import { freeFramesAreUnreachable } from './invariants/free-frames-are-unreachable.ts'
import { freedFoliosAreNotUsed } from './invariants/freed-folios-are-not-used.ts'
import { freedMemslotsAreNotUsed } from './invariants/freed-memslots-are-not-used.ts'
import { handedOutPagesHaveLeftTheDirectMap } from './invariants/handed-out-pages-have-left-the-direct-map.ts'
import { handedOutPagesHaveLeftTheTlb } from './invariants/handed-out-pages-have-left-the-tlb.ts'
import { holesClearNothingBeside } from './invariants/holes-clear-nothing-beside.ts'
import { hostMappedPagesBelongToTheHost } from './invariants/host-mapped-pages-belong-to-the-host.ts'
import { hugeMappingsAreNotMixed } from './invariants/huge-mappings-are-not-mixed.ts'
import { invalidatedPfnsAreNotUsed } from './invariants/invalidated-pfns-are-not-used.ts'
import { lockedFoliosAreNotCleared } from './invariants/locked-folios-are-not-cleared.ts'
import { locksAreTakenInOrder } from './invariants/locks-are-taken-in-order.ts'
import { mappedPagesAreUptodate } from './invariants/mapped-pages-are-uptodate.ts'
import { noFolioIsLockedTwice } from './invariants/no-folio-is-locked-twice.ts'
import { noIndexWraps } from './invariants/no-index-wraps.ts'
import { noStaleSpteIsInstalled } from './invariants/no-stale-spte-is-installed.ts'
import { noUnsetValueIsRead } from './invariants/no-unset-value-is-read.ts'
import { nothingIsStuck } from './invariants/nothing-is-stuck.ts'
import { onlyHeldLocksAreDropped } from './invariants/only-held-locks-are-dropped.ts'
import { poisonedPagesAreNotMapped } from './invariants/poisoned-pages-are-not-mapped.ts'
import { privatePagesAreNotHostMapped } from './invariants/private-pages-are-not-host-mapped.ts'
import { privatePagesAreNotPinned } from './invariants/private-pages-are-not-pinned.ts'
import { privatePagesBelongToTheirVm } from './invariants/private-pages-belong-to-their-vm.ts'
import { privatePagesHaveNoSharedSpte } from './invariants/private-pages-have-no-shared-spte.ts'
import { privatePagesOutliveHostAdvice } from './invariants/private-pages-outlive-host-advice.ts'
import { privateSptesAreZappedWhole } from './invariants/private-sptes-are-zapped-whole.ts'
import { referencesDoNotUnderflow } from './invariants/references-do-not-underflow.ts'
import { referencesHaveOwners } from './invariants/references-have-owners.ts'
import { removedEntriesHaveLeftTheTlb } from './invariants/removed-entries-have-left-the-tlb.ts'
import { sharedPagesHaveNoPrivateSpte } from './invariants/shared-pages-have-no-private-spte.ts'
import { spinlockSectionsDoNotSleep } from './invariants/spinlock-sections-do-not-sleep.ts'
import { splitPagesReturnToTheirAllocator } from './invariants/split-pages-return-to-their-allocator.ts'
import { sptesFitTheirFolio } from './invariants/sptes-fit-their-folio.ts'
import { sptesHaveAMemslot } from './invariants/sptes-have-a-memslot.ts'
import { successfulChangesAreMade } from './invariants/successful-changes-are-made.ts'
import { successfulChangesAreRecorded } from './invariants/successful-changes-are-recorded.ts'
import { uptodatePagesAreNotCleared } from './invariants/uptodate-pages-are-not-cleared.ts'
import { uptodatePagesWereCleared } from './invariants/uptodate-pages-were-cleared.ts'
import type { Promised } from './promise.ts'
import { conversionRollbackWorks } from './warnings/conversion-rollback-works.ts'
import { directMapHolesAreNotAccessed } from './warnings/direct-map-holes-are-not-accessed.ts'
import { directMapRestoreWorks } from './warnings/direct-map-restore-works.ts'
import { faultsMeetNoEmptyRange } from './warnings/faults-meet-no-empty-range.ts'
import { folioInodesExist } from './warnings/folio-inodes-exist.ts'
import { freedFoliosAreHugetlbs } from './warnings/freed-folios-are-hugetlbs.ts'
import { freedFoliosFindTheirMetadata } from './warnings/freed-folios-find-their-metadata.ts'
import { freedPagesHaveNoPrivateFlag } from './warnings/freed-pages-have-no-private-flag.ts'
import { freezeLoopDoesNotSpin } from './warnings/freeze-loop-does-not-spin.ts'
import { hostFaultsMeetNoLargeFolio } from './warnings/host-faults-meet-no-large-folio.ts'
import { invalidationsDoNotUnderflow } from './warnings/invalidations-do-not-underflow.ts'
import { invalidationsNameARange } from './warnings/invalidations-name-a-range.ts'
import { mergesFindTheirStash } from './warnings/merges-find-their-stash.ts'
import { mergingBeforeTruncationWorks } from './warnings/merging-before-truncation-works.ts'
import { rangeRollbackMerges } from './warnings/range-rollback-merges.ts'
import { rangeRollbackSplits } from './warnings/range-rollback-splits.ts'
import { rangesAreAddedDuringInvalidation } from './warnings/ranges-are-added-during-invalidation.ts'
import { readdingAfterFailedMergeWorks } from './warnings/readding-after-failed-merge-works.ts'
import { readdingAfterFailedSplitWorks } from './warnings/readding-after-failed-split-works.ts'
import { releasedRecordsAreNotUsed } from './warnings/released-records-are-not-used.ts'
import { removedFoliosAreLocked } from './warnings/removed-folios-are-locked.ts'
import { restructuredFoliosHaveAMapping } from './warnings/restructured-folios-have-a-mapping.ts'
import { splittingAfterFailedMergeWorks } from './warnings/splitting-after-failed-merge-works.ts'
import { structPagesAreRestoredOnce } from './warnings/struct-pages-are-restored-once.ts'
import { unreferencedFollowsAreGuarded } from './warnings/unreferenced-follows-are-guarded.ts'

export { goals } from './goals/index.ts'

export const promises: readonly Promised[] = [
  callsEndTheirInvalidations,
  memslotsAreBoundWhole,
  memslotsDoNotOverlap,
  freedMemslotsAreNotUsed,
  sptesHaveAMemslot,
  populatedPagesHoldTheImage,
  populateIsNotRefused,
  punchedPagesAreUnmapped,
  punchedRangeIsEmpty,
  punchedSharedRangeIsEmpty,
  sharedPagesAreNotPopulated,
  guestSeesNoStaleData,
  initialImageOverwritesNothing,
  ownedDataIsNotWiped,
  locksAreTakenInOrder,
  poisonedPagesAreNotMapped,
  privatePagesBelongToTheirVm,
  uptodatePagesAreNotCleared,
  allocatedHugepagesMatchShareability,
  callsKeepNoLocks,
  callsKeepNoReferences,
  conversionIsAllOrNothing,
  conversionKeepsPages,
  failedConversionLeavesAPrefix,
  failedConversionRestoresState,
  invalidationsAreBalanced,
  pageSizeMatchesShareability,
  privateContentsSurvive,
  privateHugepagesAreMerged,
  errorOffsetsLieInTheRequest,
  freeFramesAreUnreachable,
  hostMappedPagesBelongToTheHost,
  hugeMappingsAreNotMixed,
  mappedPagesAreUptodate,
  noFolioIsLockedTwice,
  noIndexWraps,
  noStaleSpteIsInstalled,
  noUnsetValueIsRead,
  nothingIsStuck,
  callsCanReturn,
  onlyHeldLocksAreDropped,
  privatePagesAreNotHostMapped,
  privatePagesAreNotPinned,
  privatePagesHaveNoSharedSpte,
  privateSptesAreZappedWhole,
  referencesDoNotUnderflow,
  referencesHaveOwners,
  sharedPagesHaveNoPrivateSpte,
  sptesFitTheirFolio,
  uptodatePagesWereCleared,
  conversionRollbackWorks,
  faultsMeetNoEmptyRange,
  freedFoliosAreHugetlbs,
  freedFoliosFindTheirMetadata,
  freezeLoopDoesNotSpin,
  hostFaultsMeetNoLargeFolio,
  invalidationsDoNotUnderflow,
  invalidationsNameARange,
  mergesFindTheirStash,
  rangeRollbackMerges,
  rangeRollbackSplits,
  rangesAreAddedDuringInvalidation,
  readdingAfterFailedMergeWorks,
  readdingAfterFailedSplitWorks,
  removedFoliosAreLocked,
  restructuredFoliosHaveAMapping,
  splittingAfterFailedMergeWorks,
  handedOutPagesHaveLeftTheDirectMap,
  handedOutPagesHaveLeftTheTlb,
  directMapChangesStayInRange,
  directMapIsAsRecorded,
  freeFramesAreInTheDirectMap,
  invalidatedPfnsAreNotUsed,
  spinlockSectionsDoNotSleep,
  successfulChangesAreRecorded,
  successfulChangesAreMade,
  removedEntriesHaveLeftTheTlb,
  directMapHolesAreNotAccessed,
  directMapRestoreWorks,
  folioInodesExist,
  freedPagesHaveNoPrivateFlag,
  releasedRecordsAreNotUsed,
  unreferencedFollowsAreGuarded,
  allocationCoversItsRange,
  punchedDataIsGone,
  privatePagesOutliveHostAdvice,
  freedFoliosAreNotUsed,
  splitPagesReturnToTheirAllocator,
  holesClearNothingBeside,
  assignedPagesAreNotCleared,
  lockedFoliosAreNotCleared,
  mergingBeforeTruncationWorks,
  structPagesAreRestoredOnce,
]
