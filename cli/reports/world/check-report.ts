/**
 * The result of `check`, and what is left of it where a baseline silences violations.
 */

import type { TreeJudged } from '../../judging/tree/judged.ts'
import type { ExitCode } from '../../run/exit-codes.ts'
import type { BaselineEntry } from '../../violations/baseline/entries.ts'
import { type HeldAgainst, knowing, promiseOf, withoutKnown } from '../../violations/baseline/held.ts'
import type { Checked } from './check-text.ts'

export interface CheckReport {
  readonly checked: readonly Checked[]
  /** The baseline that all of it was held against. */
  readonly held?: HeldAgainst | undefined
  /** The tree whose C has run. */
  readonly tree?: TreeJudged | undefined
  readonly exitCode: ExitCode
}

/** The worlds without what entries know: neither broken by that, nor said to hold. */
export function unknownOf(checked: readonly Checked[], entries: readonly BaselineEntry[]): Checked[] {
  const knows = knowing(entries)
  const promises = new Set(entries.map(({ fingerprint }) => promiseOf(fingerprint)))
  return checked.map(one => ({ ...one, outcome: withoutKnown(one.outcome, knows, promises) }))
}
