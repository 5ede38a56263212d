/**
 * The result of `check`.
 */

import type { TreeJudged } from '../../../judging/tree/judged.ts'
import type { ExitCode } from '../../../run/exit-codes.ts'
import type { SharedRun } from '../../../run/shards/share.ts'
import type { HeldAgainst } from '../../../violations/baseline/held.ts'
import type { Checked } from './text.ts'

export interface CheckReport {
  readonly checked: readonly Checked[]
  /** The baseline that all of it was held against. */
  readonly held?: HeldAgainst | undefined
  /** The tree whose C has run. */
  readonly tree?: TreeJudged | undefined
  /** The share of the run that it tells of, unless that is all of it. */
  readonly shared?: SharedRun
  readonly exitCode: ExitCode
}
