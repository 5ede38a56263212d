/**
 * Defects of the direct map series as posted that no claim names.
 */

import type { Finding } from '../finding.ts'
import { folioLockUnderXaLock } from './folios/folio-lock-under-xa-lock.ts'
import { folioSetAfterRelease } from './folios/folio-set-after-release.ts'
import { folioSetAfterTruncation } from './folios/folio-set-after-truncation.ts'
import { markHidesAFailedZap } from './folios/mark-hides-a-failed-zap.ts'
import { markIsMaskedAway } from './folios/mark-is-masked-away.ts'
import { pageFreedWithPrivateFlag } from './folios/page-freed-with-private-flag.ts'
import { populateKeepsTheFolioLock } from './folios/populate-keeps-the-folio-lock.ts'
import { preparingThroughAHole } from './folios/preparing-through-a-hole.ts'
import { truncatedFolioLosesItsEntries } from './folios/truncated-folio-loses-its-entries.ts'
import { changesInterleave } from './ranges/changes-interleave.ts'
import { configureFillsAGap } from './ranges/configure-fills-a-gap.ts'
import { emptyRangeIsSetForEver } from './ranges/empty-range-is-set-for-ever.ts'
import { failedConfigureCountsAsDone } from './ranges/failed-configure-counts-as-done.ts'
import { failedSetLeavesRecordAndMapApart } from './ranges/failed-set-leaves-record-and-map-apart.ts'
import { failedStoreGoesUnnoticed } from './ranges/failed-store-goes-unnoticed.ts'
import { firstPageIsNeverConfigured } from './ranges/first-page-is-never-configured.ts'
import { flushOfTheFileOffset } from './ranges/flush-of-the-file-offset.ts'
import { lastPageIsNotRecorded } from './ranges/last-page-is-not-recorded.ts'
import { rangeIsNeverSet } from './ranges/range-is-never-set.ts'
import { rangeSetReachesAForeignFrame } from './ranges/range-set-reaches-a-foreign-frame.ts'

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
