/**
 * Every promise, in the order in which reports tell them.
 */

import type { Promised } from '../promise.ts'
import { callsCanReturn } from './calls/calls-can-return.ts'
import { callsEndTheirInvalidations } from './calls/calls-end-their-invalidations.ts'
import { callsKeepNoFileReferences } from './calls/calls-keep-no-file-references.ts'
import { callsKeepNoLocks } from './calls/calls-keep-no-locks.ts'
import { callsKeepNoReferences } from './calls/calls-keep-no-references.ts'
import { callsPutWhatTheyGet } from './calls/calls-put-what-they-get.ts'
import { errorOffsetsLieInTheRequest } from './calls/error-offsets-lie-in-the-request.ts'
import { interruptedCallsStop } from './calls/interrupted-calls-stop.ts'
import { interruptionsFollowASignal } from './calls/interruptions-follow-a-signal.ts'
import { longCallsCanBeInterrupted } from './calls/long-calls-can-be-interrupted.ts'
import { noAssertionFires } from './calls/no-assertion-fires.ts'
import { noIndexWraps } from './calls/no-index-wraps.ts'
import { noUnsetValueIsRead } from './calls/no-unset-value-is-read.ts'
import { nothingIsStuck } from './calls/nothing-is-stuck.ts'
import { resultsAreKnown } from './calls/results-are-known.ts'
import { assignedPagesAreNotCleared } from './contents/assigned-pages-are-not-cleared.ts'
import { guestSeesNoStaleData } from './contents/guest-sees-no-stale-data.ts'
import { initialImageOverwritesNothing } from './contents/initial-image-overwrites-nothing.ts'
import { lockedFoliosAreNotCleared } from './contents/locked-folios-are-not-cleared.ts'
import { ownedDataIsNotWiped } from './contents/owned-data-is-not-wiped.ts'
import { populateIsNotRefused } from './contents/populate-is-not-refused.ts'
import { populateStaysInItsRequest } from './contents/populate-stays-in-its-request.ts'
import { populateTellsItsProgress } from './contents/populate-tells-its-progress.ts'
import { populatedPagesHoldTheImage } from './contents/populated-pages-hold-the-image.ts'
import { refusedImagesAreNotKept } from './contents/refused-images-are-not-kept.ts'
import { sharedPagesAreNotPopulated } from './contents/shared-pages-are-not-populated.ts'
import { unusedPagesArePopulated } from './contents/unused-pages-are-populated.ts'
import { uptodatePagesAreNotCleared } from './contents/uptodate-pages-are-not-cleared.ts'
import { uptodatePagesWereCleared } from './contents/uptodate-pages-were-cleared.ts'
import { attributesAreOfTheFile } from './conversion/attributes-are-of-the-file.ts'
import { conversionIsAllOrNothing } from './conversion/conversion-is-all-or-nothing.ts'
import { conversionKeepsPages } from './conversion/conversion-keeps-pages.ts'
import { conversionRollbackWorks } from './conversion/conversion-rollback-works.ts'
import { conversionsAreNotRefused } from './conversion/conversions-are-not-refused.ts'
import { conversionsStayInRange } from './conversion/conversions-stay-in-range.ts'
import { conversionsToTheSameKindSucceed } from './conversion/conversions-to-the-same-kind-succeed.ts'
import { failedConversionLeavesAPrefix } from './conversion/failed-conversion-leaves-a-prefix.ts'
import { failedConversionRestoresState } from './conversion/failed-conversion-restores-state.ts'
import { pageSizeMatchesShareability } from './conversion/page-size-matches-shareability.ts'
import { privateContentsSurvive } from './conversion/private-contents-survive.ts'
import { privateHugepagesAreMerged } from './conversion/private-hugepages-are-merged.ts'
import { privatePagesOutliveHostAdvice } from './conversion/private-pages-outlive-host-advice.ts'
import { directMapChangesStayInRange } from './direct-map/direct-map-changes-stay-in-range.ts'
import { directMapHolesAreNotAccessed } from './direct-map/direct-map-holes-are-not-accessed.ts'
import { directMapIsAsRecorded } from './direct-map/direct-map-is-as-recorded.ts'
import { directMapRestoreWorks } from './direct-map/direct-map-restore-works.ts'
import { folioInodesExist } from './direct-map/folio-inodes-exist.ts'
import { freeFramesAreInTheDirectMap } from './direct-map/free-frames-are-in-the-direct-map.ts'
import { freedPagesHaveNoPrivateFlag } from './direct-map/freed-pages-have-no-private-flag.ts'
import { handedOutPagesHaveLeftTheDirectMap } from './direct-map/handed-out-pages-have-left-the-direct-map.ts'
import { handedOutPagesHaveLeftTheTlb } from './direct-map/handed-out-pages-have-left-the-tlb.ts'
import { releasedRecordsAreNotUsed } from './direct-map/released-records-are-not-used.ts'
import { removedEntriesHaveLeftTheTlb } from './direct-map/removed-entries-have-left-the-tlb.ts'
import { successfulChangesAreMade } from './direct-map/successful-changes-are-made.ts'
import { successfulChangesAreRecorded } from './direct-map/successful-changes-are-recorded.ts'
import { allowedMappingsAreMade } from './files/allowed-mappings-are-made.ts'
import { callsFailWithoutMemory } from './files/calls-fail-without-memory.ts'
import { callsFreeWhatTheyTake } from './files/calls-free-what-they-take.ts'
import { filesAreWholeWhenInstalled } from './files/files-are-whole-when-installed.ts'
import { interleavingCountsOffsetsOnce } from './files/interleaving-counts-offsets-once.ts'
import { nothingIsGivenBackTwice } from './files/nothing-is-given-back-twice.ts'
import { onlyOwnFilesAreUsed } from './files/only-own-files-are-used.ts'
import { onlySharedMappingsAreMade } from './files/only-shared-mappings-are-made.ts'
import { onlySoundRequestsAreMet } from './files/only-sound-requests-are-met.ts'
import { onlyValidFilesAreCreated } from './files/only-valid-files-are-created.ts'
import { policiesAreOfTheirPage } from './files/policies-are-of-their-page.ts'
import { refusalsNameTheirReason, refusedMappingsNameTheirReason } from './files/refusals-name-their-reason.ts'
import { soundRequestsAreMet } from './files/sound-requests-are-met.ts'
import { validFilesAreMade } from './files/valid-files-are-made.ts'
import { allocatedHugepagesMatchShareability } from './folios/allocated-hugepages-match-shareability.ts'
import { allocationCoversItsRange } from './folios/allocation-covers-its-range.ts'
import { allocationStaysInItsRange } from './folios/allocation-stays-in-its-range.ts'
import { allocationsAreNotRefused } from './folios/allocations-are-not-refused.ts'
import { freeFramesAreUnreachable } from './folios/free-frames-are-unreachable.ts'
import { freedFoliosAreHugetlbs } from './folios/freed-folios-are-hugetlbs.ts'
import { freedFoliosAreNotUsed } from './folios/freed-folios-are-not-used.ts'
import { freedFoliosFindTheirMetadata } from './folios/freed-folios-find-their-metadata.ts'
import { lookupsStayInTheFile } from './folios/lookups-stay-in-the-file.ts'
import { referencesDoNotUnderflow } from './folios/references-do-not-underflow.ts'
import { referencesHaveOwners } from './folios/references-have-owners.ts'
import { splitPagesReturnToTheirAllocator } from './folios/split-pages-return-to-their-allocator.ts'
import { structPagesAreRestoredOnce } from './folios/struct-pages-are-restored-once.ts'
import { holesAreNotRefused } from './holes/holes-are-not-refused.ts'
import { holesClearNothingBeside } from './holes/holes-clear-nothing-beside.ts'
import { holesKeepPagesBeside } from './holes/holes-keep-pages-beside.ts'
import { pagesLeaveTheFileOnRequest } from './holes/pages-leave-the-file-on-request.ts'
import { punchedDataIsGone } from './holes/punched-data-is-gone.ts'
import { punchedPagesAreUnmapped } from './holes/punched-pages-are-unmapped.ts'
import { punchedRangeIsEmpty } from './holes/punched-range-is-empty.ts'
import { atomicSectionsDoNotSleep } from './locks/atomic-sections-do-not-sleep.ts'
import { freezeLoopDoesNotSpin } from './locks/freeze-loop-does-not-spin.ts'
import { locksAreTakenInOrder } from './locks/locks-are-taken-in-order.ts'
import { noFolioIsLockedTwice } from './locks/no-folio-is-locked-twice.ts'
import { onlyHeldLocksAreDropped } from './locks/only-held-locks-are-dropped.ts'
import { removedFoliosAreLocked } from './locks/removed-folios-are-locked.ts'
import { spinlockSectionsDoNotSleep } from './locks/spinlock-sections-do-not-sleep.ts'
import { guestFaultsAreNotRefused } from './mappings/guest/guest-faults-are-not-refused.ts'
import { hugeMappingsAreNotMixed } from './mappings/guest/huge-mappings-are-not-mixed.ts'
import { mappedPagesAreUptodate } from './mappings/guest/mapped-pages-are-uptodate.ts'
import { pagesAreAssignedAtTheirGfn } from './mappings/guest/pages-are-assigned-at-their-gfn.ts'
import { poisonedPagesAreNotMapped } from './mappings/guest/poisoned-pages-are-not-mapped.ts'
import { privatePagesBelongToTheirVm } from './mappings/guest/private-pages-belong-to-their-vm.ts'
import { privatePagesHaveNoSharedSpte } from './mappings/guest/private-pages-have-no-shared-spte.ts'
import { privateSptesAreZappedWhole } from './mappings/guest/private-sptes-are-zapped-whole.ts'
import { sharedPagesHaveNoPrivateSpte } from './mappings/guest/shared-pages-have-no-private-spte.ts'
import { sptesFitTheirFolio } from './mappings/guest/sptes-fit-their-folio.ts'
import { sptesMapTheirPage } from './mappings/guest/sptes-map-their-page.ts'
import { hostFaultsAreNotRefused } from './mappings/host/host-faults-are-not-refused.ts'
import { hostFaultsMeetNoLargeFolio } from './mappings/host/host-faults-meet-no-large-folio.ts'
import { hostMappedPagesBelongToTheHost } from './mappings/host/host-mapped-pages-belong-to-the-host.ts'
import { privatePagesAreNotHostMapped } from './mappings/host/private-pages-are-not-host-mapped.ts'
import { privatePagesAreNotPinned } from './mappings/host/private-pages-are-not-pinned.ts'
import { retriedFaultsGiveUpTheMmapLock } from './mappings/host/retried-faults-give-up-the-mmap-lock.ts'
import { faultsMeetNoEmptyRange } from './mappings/invalidations/faults-meet-no-empty-range.ts'
import { invalidatedPfnsAreNotUsed } from './mappings/invalidations/invalidated-pfns-are-not-used.ts'
import { invalidationsAreBalanced } from './mappings/invalidations/invalidations-are-balanced.ts'
import { invalidationsDoNotUnderflow } from './mappings/invalidations/invalidations-do-not-underflow.ts'
import { invalidationsNameARange } from './mappings/invalidations/invalidations-name-a-range.ts'
import { noStaleSpteIsInstalled } from './mappings/invalidations/no-stale-spte-is-installed.ts'
import { rangesAreAddedDuringInvalidation } from './mappings/invalidations/ranges-are-added-during-invalidation.ts'
import { unreferencedFollowsAreGuarded } from './mappings/invalidations/unreferenced-follows-are-guarded.ts'
import { zappedPagesHaveLeftTheTlb } from './mappings/invalidations/zapped-pages-have-left-the-tlb.ts'
import { freedFilesAreNotUsed } from './memslots/freed-files-are-not-used.ts'
import { freedMemslotsAreNotBound } from './memslots/freed-memslots-are-not-bound.ts'
import { freedMemslotsAreNotUsed } from './memslots/freed-memslots-are-not-used.ts'
import { memslotsAreBoundInPlace } from './memslots/memslots-are-bound-in-place.ts'
import { memslotsAreBoundWhole } from './memslots/memslots-are-bound-whole.ts'
import { memslotsAreNotRefused } from './memslots/memslots-are-not-refused.ts'
import { memslotsDoNotOverlap } from './memslots/memslots-do-not-overlap.ts'
import { onlyHeldFilesArePut } from './memslots/only-held-files-are-put.ts'
import { putVmsAreNotUsed } from './memslots/put-vms-are-not-used.ts'
import { refusedMemslotsHaveNoFile } from './memslots/refused-memslots-have-no-file.ts'
import { releasedFilesAreForgotten } from './memslots/released-files-are-forgotten.ts'
import { releasedFilesAreFreed } from './memslots/released-files-are-freed.ts'
import { sptesHaveAMemslot } from './memslots/sptes-have-a-memslot.ts'
import { mergesFindTheirStash } from './restructuring/merges-find-their-stash.ts'
import { mergingBeforeTruncationWorks } from './restructuring/merging-before-truncation-works.ts'
import { rangeRollbackMerges } from './restructuring/range-rollback-merges.ts'
import { rangeRollbackSplits } from './restructuring/range-rollback-splits.ts'
import { readdingAfterFailedMergeWorks } from './restructuring/readding-after-failed-merge-works.ts'
import { readdingAfterFailedSplitWorks } from './restructuring/readding-after-failed-split-works.ts'
import { restructuredFoliosHaveAMapping } from './restructuring/restructured-folios-have-a-mapping.ts'
import { splittingAfterFailedMergeWorks } from './restructuring/splitting-after-failed-merge-works.ts'

export { goals } from '../goals/index.ts'

export const promises: readonly Promised[] = [
  callsEndTheirInvalidations,
  memslotsAreBoundWhole,
  freedMemslotsAreNotBound,
  memslotsAreBoundInPlace,
  memslotsDoNotOverlap,
  memslotsAreNotRefused,
  freedMemslotsAreNotUsed,
  freedFilesAreNotUsed,
  onlyHeldFilesArePut,
  releasedFilesAreForgotten,
  refusedMemslotsHaveNoFile,
  resultsAreKnown,
  releasedFilesAreFreed,
  putVmsAreNotUsed,
  sptesHaveAMemslot,
  sptesMapTheirPage,
  populatedPagesHoldTheImage,
  populateIsNotRefused,
  populateTellsItsProgress,
  populateStaysInItsRequest,
  punchedPagesAreUnmapped,
  holesKeepPagesBeside,
  pagesLeaveTheFileOnRequest,
  punchedRangeIsEmpty,
  sharedPagesAreNotPopulated,
  guestSeesNoStaleData,
  initialImageOverwritesNothing,
  ownedDataIsNotWiped,
  locksAreTakenInOrder,
  poisonedPagesAreNotMapped,
  privatePagesBelongToTheirVm,
  pagesAreAssignedAtTheirGfn,
  uptodatePagesAreNotCleared,
  allocatedHugepagesMatchShareability,
  callsKeepNoLocks,
  callsKeepNoReferences,
  callsKeepNoFileReferences,
  callsPutWhatTheyGet,
  attributesAreOfTheFile,
  conversionIsAllOrNothing,
  conversionKeepsPages,
  conversionsStayInRange,
  conversionsToTheSameKindSucceed,
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
  interruptedCallsStop,
  interruptionsFollowASignal,
  longCallsCanBeInterrupted,
  noAssertionFires,
  noIndexWraps,
  noStaleSpteIsInstalled,
  zappedPagesHaveLeftTheTlb,
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
  refusedImagesAreNotKept,
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
  atomicSectionsDoNotSleep,
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
  allocationStaysInItsRange,
  allocationsAreNotRefused,
  hostFaultsAreNotRefused,
  retriedFaultsGiveUpTheMmapLock,
  guestFaultsAreNotRefused,
  unusedPagesArePopulated,
  conversionsAreNotRefused,
  holesAreNotRefused,
  punchedDataIsGone,
  privatePagesOutliveHostAdvice,
  freedFoliosAreNotUsed,
  splitPagesReturnToTheirAllocator,
  holesClearNothingBeside,
  assignedPagesAreNotCleared,
  lockedFoliosAreNotCleared,
  mergingBeforeTruncationWorks,
  structPagesAreRestoredOnce,
  callsFreeWhatTheyTake,
  nothingIsGivenBackTwice,
  filesAreWholeWhenInstalled,
  onlyValidFilesAreCreated,
  onlySharedMappingsAreMade,
  interleavingCountsOffsetsOnce,
  policiesAreOfTheirPage,
  refusalsNameTheirReason,
  refusedMappingsNameTheirReason,
  onlySoundRequestsAreMet,
  soundRequestsAreMet,
  validFilesAreMade,
  allowedMappingsAreMade,
  onlyOwnFilesAreUsed,
  lookupsStayInTheFile,
  callsFailWithoutMemory,
]
