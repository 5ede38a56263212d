/**
 * The result of `check`.
 */

import type { TreeJudged } from '../../../judging/tree/judged.ts'
import type { ExitCode } from '../../../run/exit-codes.ts'
import type { HeldAgainst } from '../../../violations/baseline/held.ts'
import type { Checked } from './text.ts'

export interface CheckReport {
  readonly checked: readonly Checked[]
  /** The baseline that all of it was held against. */
  readonly held?: HeldAgainst | undefined
  /** The tree whose C has run. */
  readonly tree?: TreeJudged | undefined
  readonly exitCode: ExitCode
}
