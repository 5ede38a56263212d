/**
 * Designs about the kernel's direct map: RFC v3 with its record of deviations, and the later mark per folio.
 */
import type { Delta } from './design.ts'

const rfcV3 = 'Patrick Roy, RFC PATCH v3 2/6 and 3/6 "Direct Map Removal for guest_memfd", 2024-10-30'

const removal = '"Direct Map Removal Support for guest_memfd", Patrick Roy, Nikita Kalyazin'

export const directMapDesigns: readonly Delta[] = [
  {
    name: 'direct-map-rfc-v3',
    summary: 'entries removed by default, deviations recorded in an xarray, as posted',
    source: rfcV3,
    base: 'populate-keeps-folio-locked',
    differs: { directMap: 'recorded' },
  },
  {
    name: 'direct-map-store-error-returned',
    summary: 'as posted, with the result of __xa_store() looked at',
    source: `${rfcV3}: what xa_err() is there for`,
    base: 'direct-map-rfc-v3',
    differs: { storeError: 'returned' },
  },
  {
    name: 'direct-map-error-path-unlocks',
    summary: 'as posted, with the result of __xa_store() looked at, and xa_lock dropped on that path',
    source: 'Mike Day on RFC v3 3/6',
    base: 'direct-map-store-error-returned',
    differs: { errorPath: 'unlocks' },
  },
  {
    name: 'direct-map-loops-over-folios',
    summary:
      'as posted, with xa_lock dropped on the error path, and the loop over the folios running while there are some',
    source: `Mike Day on RFC v3 3/6; repair of the finding range-is-never-set`,
    base: 'direct-map-rfc-v3',
    differs: { errorPath: 'unlocks', folioLoop: 'while-found' },
  },
  {
    name: 'direct-map-counts-right',
    summary:
      'direct-map-loops-over-folios, with bounds, counts, flushes and error paths mended, and the locks as posted',
    source: 'repairs of the findings about bounds',
    base: 'direct-map-loops-over-folios',
    differs: {
      storeError: 'returned',
      recordedEnd: 'recorded',
      folioEnd: 'own',
      configureFrom: 'from-first',
      configureBy: 'page-by-page',
      configureFlushes: 'address',
      privateFlag: 'cleared',
      populateError: 'unlocks',
    },
  },
  {
    name: 'direct-map-store-error-unnoticed',
    summary: 'direct-map-counts-right, with errors of __xa_store() unnoticed as posted',
    source: rfcV3,
    base: 'direct-map-counts-right',
    differs: { storeError: 'unnoticed' },
  },
  {
    name: 'direct-map-repaired',
    summary: 'direct-map-counts-right, under the invalidate lock, with failures undone',
    source: 'repairs of all findings about RFC v3',
    base: 'direct-map-counts-right',
    differs: {
      recordLock: 'invalidate-lock',
      lookupLock: 'shared',
      failedSet: 'undone',
      skippedFolios: 'truncated-and-unprepared',
      folioSetHolds: 'file',
      failedConfigure: 'undone',
    },
  },
  {
    name: 'direct-map-v7',
    summary: 'a mark per folio, masked instead of set; entries restored when the folio is freed, if it is marked',
    source: `${removal}, v7 (2025-09) and v8 (2025-12-05)`,
    base: 'upstream',
    differs: { directMap: 'marked' },
  },
  {
    name: 'direct-map-v9',
    summary: 'direct-map-v7, with the mark set before the entries go, and a warning when they do not come back',
    source: `${removal}, v9 (2026-01-14)`,
    base: 'direct-map-v7',
    differs: { marksHoles: 'before', restoreError: 'warned' },
  },
  {
    name: 'direct-map-v11',
    summary: 'direct-map-v9, with the mark set once the entries are gone, errors returned, and no warning',
    source: `${removal}, v10 and v11 (2026-03-17)`,
    base: 'direct-map-v9',
    differs: { marksHoles: 'after', guestZapError: 'returned', restoreError: 'ignored' },
  },
  {
    name: 'direct-map-v12',
    summary: 'direct-map-v11, without VMs that populate',
    source: `${removal}, v12 (2026-04-10)`,
    base: 'direct-map-v11',
    differs: { populateThroughHoles: 'refused' },
  },
  {
    name: 'direct-map-flag-repaired',
    summary: 'direct-map-v12, with pages poisoned whose entries do not come back',
    source: 'kvm_gmem_free_folio() of RFC v3 2/6; what Dave Hansen and Rick Edgecombe ask about',
    base: 'direct-map-v12',
    differs: { restoreError: 'poisoned' },
  },
]
