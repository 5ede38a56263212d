/**
 * Defects of designs as posted that no claim names.
 */
import { conversionThatDidNothingSucceeds } from './conversion-that-did-nothing-succeeds.ts'
import { conversionZapsWhatStaysPrivate } from './conversion-zaps-what-stays-private.ts'
import { directMapFindings } from './direct-map.ts'
import { errorOffsetIsNeverSet } from './error-offset-is-never-set.ts'
import { evictionOfPinnedHugepageOopses } from './eviction-of-pinned-hugepage-oopses.ts'
import { failedAddFreesThePage } from './failed-add-frees-the-page.ts'
import { failedFreshSplitLeavesAHugeFolio } from './failed-fresh-split-leaves-a-huge-folio.ts'
import { failedSplitOfFreshFolioHitsBug } from './failed-split-of-fresh-folio-hits-bug.ts'
import { faultBeginsBeforeTheStore } from './fault-begins-before-the-store.ts'
import type { Finding } from './finding.ts'
import { freshFolioIsUnlockedWithoutWaking } from './fresh-folio-is-unlocked-without-waking.ts'
import { freshPageIsLockedTwice } from './fresh-page-is-locked-twice.ts'
import { hostFaultFindsAHugeFolio } from './host-fault-finds-a-huge-folio.ts'
import { hugepageFindings } from './hugepages.ts'
import { laterSplitFailsAfterAZap } from './later-split-fails-after-a-zap.ts'
import { lostStashEntry } from './lost-stash-entry.ts'
import { memoryFailureDeadlocksWithConversion } from './memory-failure-deadlocks-with-conversion.ts'
import { mergeHidesAStalePage } from './merge-hides-a-stale-page.ts'
import { mergeInFilemapHidesAStalePage } from './merge-in-filemap-hides-a-stale-page.ts'
import { onlyTheFirstPageIsCleared } from './only-the-first-page-is-cleared.ts'
import { pageThatWentSharedStaysAssigned } from './page-that-went-shared-stays-assigned.ts'
import { pagesFindings } from './pages.ts'
import { racingAllocations } from './racing-allocations.ts'
import { restructureReturnsAnUnsetValue } from './restructure-returns-an-unset-value.ts'
import { rollbackMakesASharedPageHuge } from './rollback-makes-a-shared-page-huge.ts'
import { rollbackMergesAMixedHugepage } from './rollback-merges-a-mixed-hugepage.ts'
import { sharedSpteOutlivesTheConversion } from './shared-spte-outlives-the-conversion.ts'
import { usersSplitBeforeFaultsAreKeptAway } from './users-split-before-faults-are-kept-away.ts'

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
