/**
 * What a patch changes of functions that no world has judged, for the table of its functions: see the account for its
 * statements.
 */
import { type ChangedByHand, changedByHand } from '../../../../model/patched/by-hand.ts'
import type { Extraction } from '../../../../model/patched/extraction.ts'
import { type Unreached, unreached } from '../../../../model/patched/reached.ts'
import type { PatchReading } from '../../../../model/patched/reading.ts'
import type { Ended } from '../../../run/search/job.ts'

export interface Unjudged {
  /** Functions that the model stands for, and whose patched code was refused. */
  readonly leftOut: readonly string[]
  /** How many hunks may change what the model stands for, or not: only the tree would tell. */
  readonly unplaced: number
  /** Functions that stay as written by hand, and are not the code that was written from. */
  readonly byHand: readonly ChangedByHand[]
  /** Patched code that runs, and to which no world came. */
  readonly neverRun: Unreached
}

/** @param outcomes of the searches that ran the patched code */
export const unjudgedOf = (reading: PatchReading, extraction: Extraction, outcomes: readonly Ended[]): Unjudged => ({
  leftOut: extraction.leftOut,
  unplaced: reading.hunks.filter(({ unplaced }) => unplaced).length,
  byHand: changedByHand(reading, extraction),
  neverRun: unreached(
    reading,
    extraction,
    outcomes.flatMap(outcome => (outcome.kind === 'judged' ? (outcome.points ?? []) : [])),
  ),
})
