/**
 * Defects of designs as posted that no claim names.
 */
import { conversionThatDidNothingSucceeds } from './conversion/conversion-that-did-nothing-succeeds.ts'
import { conversionZapsWhatStaysPrivate } from './conversion/conversion-zaps-what-stays-private.ts'
import { errorOffsetIsNeverSet } from './conversion/error-offset-is-never-set.ts'
import { faultBeginsBeforeTheStore } from './conversion/fault-begins-before-the-store.ts'
import { laterSplitFailsAfterAZap } from './conversion/later-split-fails-after-a-zap.ts'
import { memoryFailureDeadlocksWithConversion } from './conversion/memory-failure-deadlocks-with-conversion.ts'
import { pageThatWentSharedStaysAssigned } from './conversion/page-that-went-shared-stays-assigned.ts'
import { restructureReturnsAnUnsetValue } from './conversion/restructure-returns-an-unset-value.ts'
import { sharedSpteOutlivesTheConversion } from './conversion/shared-spte-outlives-the-conversion.ts'
import { usersSplitBeforeFaultsAreKeptAway } from './conversion/users-split-before-faults-are-kept-away.ts'
import { directMapFindings } from './direct-map/index.ts'
import type { Finding } from './finding.ts'
import { evictionOfPinnedHugepageOopses } from './folios/eviction-of-pinned-hugepage-oopses.ts'
import { freshFolioIsUnlockedWithoutWaking } from './folios/fresh-folio-is-unlocked-without-waking.ts'
import { freshPageIsLockedTwice } from './folios/fresh-page-is-locked-twice.ts'
import { hostFaultFindsAHugeFolio } from './folios/host-fault-finds-a-huge-folio.ts'
import { onlyTheFirstPageIsCleared } from './folios/only-the-first-page-is-cleared.ts'
import { pagesFindings } from './folios/pages.ts'
import { failedAddFreesThePage } from './restructuring/failed-add-frees-the-page.ts'
import { failedFreshSplitLeavesAHugeFolio } from './restructuring/failed-fresh-split-leaves-a-huge-folio.ts'
import { failedSplitOfFreshFolioHitsBug } from './restructuring/failed-split-of-fresh-folio-hits-bug.ts'
import { hugepageFindings } from './restructuring/hugepages.ts'
import { lostStashEntry } from './restructuring/lost-stash-entry.ts'
import { mergeHidesAStalePage } from './restructuring/merge-hides-a-stale-page.ts'
import { mergeInFilemapHidesAStalePage } from './restructuring/merge-in-filemap-hides-a-stale-page.ts'
import { racingAllocations } from './restructuring/racing-allocations.ts'
import { rollbackMakesASharedPageHuge } from './restructuring/rollback-makes-a-shared-page-huge.ts'
import { rollbackMergesAMixedHugepage } from './restructuring/rollback-merges-a-mixed-hugepage.ts'

export const findings: readonly Finding[] = [
  conversionThatDidNothingSucceeds,
  restructureReturnsAnUnsetValue,
  errorOffsetIsNeverSet,
  sharedSpteOutlivesTheConversion,
  failedAddFreesThePage,
  lostStashEntry,
  rollbackMergesAMixedHugepage,
  rollbackMakesASharedPageHuge,
  mergeHidesAStalePage,
  failedSplitOfFreshFolioHitsBug,
  racingAllocations,
  hostFaultFindsAHugeFolio,
  faultBeginsBeforeTheStore,
  onlyTheFirstPageIsCleared,
  mergeInFilemapHidesAStalePage,
  freshFolioIsUnlockedWithoutWaking,
  freshPageIsLockedTwice,
  failedFreshSplitLeavesAHugeFolio,
  conversionZapsWhatStaysPrivate,
  laterSplitFailsAfterAZap,
  usersSplitBeforeFaultsAreKeptAway,
  memoryFailureDeadlocksWithConversion,
  ...directMapFindings,
  evictionOfPinnedHugepageOopses,
  ...pagesFindings,
  pageThatWentSharedStaysAssigned,
  ...hugepageFindings,
]
