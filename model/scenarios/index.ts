/**
 * Every scenario, by theme: the one way in from outside, beside the parts of which scenarios are made.
 */

import { bothKinds } from './conversion/both-kinds.ts'
import { conversions } from './conversion/conversions.ts'
import { fragments } from './conversion/fragments.ts'
import { inPlace } from './conversion/in-place.ts'
import { races } from './conversion/races.ts'
import { restructuring } from './conversion/restructuring.ts'
import { unmapping } from './conversion/unmapping.ts'
import {
  creations,
  flaggedCreations,
  hostMappings,
  migrations,
  oddConversions,
  oddRequests,
  plainScenarios,
  questions,
  writes,
} from './files/files.ts'
import { allocations } from './folios/allocations.ts'
import { memoryFailures } from './folios/memory-failure.ts'
import { pagesAmongAll } from './folios/pages-among-all.ts'
import { populationOfHugepages } from './folios/population-of-hugepages.ts'
import { preparation } from './folios/preparation.ts'
import { sharedFiles } from './folios/shared-files.ts'
import { wide } from './folios/wide.ts'
import { hugepageHoles } from './holes/hugepage-holes.ts'
import { truncation } from './holes/truncation.ts'
import { truncationOfHugepages } from './holes/truncation-of-hugepages.ts'
import { bindings } from './mappings/binding.ts'
import { marks, records, removals } from './mappings/direct-map.ts'
import { followPfn } from './mappings/follow-pfn.ts'
import type { Scenario } from './parts/scenario.ts'

/** In the order in which they are listed. */
export const themes = {
  conversions,
  races,
  allocations,
  fragments,
  restructuring,
  hugepageHoles,
  inPlace,
  wide,
  records,
  removals,
  marks,
  followPfn,
  preparation,
  truncation,
  truncationOfHugepages,
  unmapping,
  populationOfHugepages,
  memoryFailures,
  bindings,
  sharedFiles,
  pagesAmongAll,
  creations,
  flaggedCreations,
  hostMappings,
  oddRequests,
  migrations,
  oddConversions,
  writes,
  plainScenarios,
  questions,
  bothKinds,
} as const

export const scenarios: readonly Scenario[] = Object.values(themes).flat()
