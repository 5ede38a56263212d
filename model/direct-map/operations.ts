/**
 * The machines of designs about the direct map.
 */
import { match } from 'ts-pattern'
import type { Machines } from '../operations/index.ts'
import { allocate } from './allocate.ts'
import type { FlagDesign, XarrayDesign } from './design.ts'
import { getPfn } from './get-pfn.ts'
import { faultUserMapping, getPfnByFlag } from './give-page.ts'
import { populate } from './populate.ts'
import { populateByFlag } from './populate-by-flag.ts'
import { release } from './release.ts'
import { setFolioRange } from './set-folio-range.ts'
import { setRange } from './set-range.ts'
import { splitFolio } from './split-folio.ts'
import { truncate } from './truncate.ts'
import type { FreeFolio } from './truncate-folio.ts'

export const xarrayMachines = (design: XarrayDesign): Machines => {
  const free = match(design.privateFlag)
    .with('stays', (): FreeFolio => ({ restored: [], failed: ['truncate.poison'] }))
    .with(
      'cleared',
      (): FreeFolio => ({ restored: ['truncate.clearMark'], failed: ['truncate.clearMark', 'truncate.poison'] }),
    )
    .exhaustive()
  return {
    'get pfn': () => getPfn(design),
    'set direct map': () => setRange(design),
    'set folio direct map': () => setFolioRange(design),
    'populate page': () => populate(design),
    allocate,
    truncate: () => truncate(free),
    'release and evict': () => release(free),
  }
}

export const flagMachines = (design: FlagDesign): Machines => {
  const free = match(design.restoreError)
    .with('ignored', (): FreeFolio => ({ restored: ['truncate.clearMark'], failed: ['truncate.clearMark'] }))
    .with(
      'warned',
      (): FreeFolio => ({ restored: ['truncate.clearMark'], failed: ['truncate.clearMark', 'truncate.warn'] }),
    )
    .with(
      'poisoned',
      (): FreeFolio => ({ restored: ['truncate.clearMark'], failed: ['truncate.clearMark', 'truncate.poison'] }),
    )
    .exhaustive()
  return {
    'get pfn': () => getPfnByFlag(design),
    'fault user mapping': () => faultUserMapping(design),
    'populate page': () => populateByFlag(design),
    allocate,
    'split folio': splitFolio,
    truncate: () => truncate(free),
    'release and evict': () => release(free),
  }
}
