/**
 * Every scenario, by theme.
 */
import { allocations } from './allocations.ts'
import { bindings } from './binding.ts'
import { conversions } from './conversions.ts'
import { directMap } from './direct-map.ts'
import { followPfn } from './follow-pfn.ts'
import { fragments } from './fragments.ts'
import { hugepageHoles } from './hugepage-holes.ts'
import { inPlace } from './in-place.ts'
import { memoryFailures } from './memory-failure.ts'
import { pagesAmongAll } from './pages-among-all.ts'
import { populationOfHugepages } from './population-of-hugepages.ts'
import { preparation } from './preparation.ts'
import { races } from './races.ts'
import { restructuring } from './restructuring.ts'
import type { Scenario } from './scenario.ts'
import { truncation } from './truncation.ts'
import { truncationOfHugepages } from './truncation-of-hugepages.ts'
import { unmapping } from './unmapping.ts'
import { wide } from './wide.ts'

export const scenarios: readonly Scenario[] = [
  ...conversions,
  ...races,
  ...allocations,
  ...fragments,
  ...restructuring,
  ...hugepageHoles,
  ...inPlace,
  ...wide,
  ...directMap,
  ...followPfn,
  ...preparation,
  ...truncation,
  ...truncationOfHugepages,
  ...unmapping,
  ...populationOfHugepages,
  ...memoryFailures,
  ...bindings,
  ...pagesAmongAll,
]
