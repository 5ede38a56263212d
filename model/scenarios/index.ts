/**
 * Every scenario, by theme.
 */
import { allocations } from './allocations.ts'
import { conversions } from './conversions.ts'
import { fragments } from './fragments.ts'
import { races } from './races.ts'
import { restructuring } from './restructuring.ts'
import type { Scenario } from './scenario.ts'
import { wide } from './wide.ts'

export const scenarios: readonly Scenario[] = [
  ...conversions,
  ...races,
  ...allocations,
  ...fragments,
  ...restructuring,
  ...wide,
]
