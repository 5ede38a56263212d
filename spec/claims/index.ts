/**
 * What authors and reviewers said, thread by thread.
 */
import type { Claim } from './claim.ts'
import { splitThread } from './split-thread.ts'

export const claims: readonly Claim[] = [...splitThread]
