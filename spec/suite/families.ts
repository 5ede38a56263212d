/**
 * The worlds about the direct map, and about pfns that are followed through a host mapping.
 */
import { themes } from '../../model/scenarios/index.ts'
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'

const { followPfn, marks, records, removals } = themes

const under = (scenarios: readonly Scenario[], ...designs: readonly string[]) =>
  designs.flatMap(design => scenarios.map(({ name }) => ({ scenario: name, design })))

export const families = [
  ...under(
    [...records, ...removals],
    'direct-map-rfc-v3',
    'direct-map-loops-over-folios',
    'direct-map-counts-right',
    'direct-map-repaired',
  ),
  { scenario: 'set-out-of-memory', design: 'direct-map-store-error-returned' },
  { scenario: 'set-out-of-memory', design: 'direct-map-error-path-unlocks' },
  { scenario: 'set-range-of-unallocated-pages-out-of-memory', design: 'direct-map-store-error-unnoticed' },
  ...under(
    [...removals, ...marks],
    'direct-map-v7',
    'direct-map-v9',
    'direct-map-v11',
    'direct-map-v12',
    'direct-map-flag-repaired',
  ),
  ...under(followPfn, 'follow-pfn-v7', 'follow-pfn-v8', 'follow-pfn-repaired'),
]
