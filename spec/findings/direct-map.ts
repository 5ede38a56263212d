/**
 * Defects of the direct map series as posted that no claim names.
 */
import { changesInterleave } from './changes-interleave.ts'
import { configureFillsAGap } from './configure-fills-a-gap.ts'
import { emptyRangeIsSetForEver } from './empty-range-is-set-for-ever.ts'
import { failedConfigureCountsAsDone } from './failed-configure-counts-as-done.ts'
import { failedSetLeavesRecordAndMapApart } from './failed-set-leaves-record-and-map-apart.ts'
import { failedStoreGoesUnnoticed } from './failed-store-goes-unnoticed.ts'
import type { Finding } from './finding.ts'
import { firstPageIsNeverConfigured } from './first-page-is-never-configured.ts'
import { flushOfTheFileOffset } from './flush-of-the-file-offset.ts'
import { folioLockUnderXaLock } from './folio-lock-under-xa-lock.ts'
import { folioSetAfterRelease } from './folio-set-after-release.ts'
import { folioSetAfterTruncation } from './folio-set-after-truncation.ts'
import { lastPageIsNotRecorded } from './last-page-is-not-recorded.ts'
import { markHidesAFailedZap } from './mark-hides-a-failed-zap.ts'
import { markIsMaskedAway } from './mark-is-masked-away.ts'
import { pageFreedWithPrivateFlag } from './page-freed-with-private-flag.ts'
import { populateKeepsTheFolioLock } from './populate-keeps-the-folio-lock.ts'
import { preparingThroughAHole } from './preparing-through-a-hole.ts'
import { rangeIsNeverSet } from './range-is-never-set.ts'
import { rangeSetReachesAForeignFrame } from './range-set-reaches-a-foreign-frame.ts'
import { truncatedFolioLosesItsEntries } from './truncated-folio-loses-its-entries.ts'

export const directMapFindings: readonly Finding[] = [
  rangeIsNeverSet,
  emptyRangeIsSetForEver,
  lastPageIsNotRecorded,
  failedStoreGoesUnnoticed,
  rangeSetReachesAForeignFrame,
  folioLockUnderXaLock,
  changesInterleave,
  firstPageIsNeverConfigured,
  configureFillsAGap,
  flushOfTheFileOffset,
  pageFreedWithPrivateFlag,
  failedConfigureCountsAsDone,
  failedSetLeavesRecordAndMapApart,
  preparingThroughAHole,
  truncatedFolioLosesItsEntries,
  folioSetAfterTruncation,
  folioSetAfterRelease,
  populateKeepsTheFolioLock,
  markIsMaskedAway,
  markHidesAFailedZap,
]
