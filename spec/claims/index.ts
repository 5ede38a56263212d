/**
 * Claims of authors and reviewers, thread by thread.
 */
import { allocatorThreads } from './allocator-threads.ts'
import type { Claim } from './claim.ts'
import { directMapThread } from './direct-map-thread.ts'
import { followPfnThread } from './follow-pfn-thread.ts'
import { laterConversions } from './later-conversions.ts'
import { preparationThreads } from './preparation-threads.ts'
import { splitThread } from './split-thread.ts'

export const claims: readonly Claim[] = [
  ...splitThread,
  ...allocatorThreads,
  ...laterConversions,
  ...directMapThread,
  ...followPfnThread,
  ...preparationThreads,
]
