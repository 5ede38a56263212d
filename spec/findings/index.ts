/**
 * Defects of designs as posted that no claim names.
 */
import { conversionThatDidNothingSucceeds } from './conversion-that-did-nothing-succeeds.ts'
import { errorOffsetIsNeverSet } from './error-offset-is-never-set.ts'
import { failedAddFreesThePage } from './failed-add-frees-the-page.ts'
import { failedSplitOfFreshFolioHitsBug } from './failed-split-of-fresh-folio-hits-bug.ts'
import type { Finding } from './finding.ts'
import { hostFaultFindsAHugeFolio } from './host-fault-finds-a-huge-folio.ts'
import { lostStashEntry } from './lost-stash-entry.ts'
import { mergeHidesAStalePage } from './merge-hides-a-stale-page.ts'
import { racingAllocations } from './racing-allocations.ts'
import { restructureReturnsAnUnsetValue } from './restructure-returns-an-unset-value.ts'
import { rollbackMakesASharedPageHuge } from './rollback-makes-a-shared-page-huge.ts'
import { rollbackMergesAMixedHugepage } from './rollback-merges-a-mixed-hugepage.ts'
import { sharedSpteOutlivesTheConversion } from './shared-spte-outlives-the-conversion.ts'

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
]
