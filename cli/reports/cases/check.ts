/**
 * `check` as test cases: a group for each world, a case for each promise.
 */

import { promises } from '../../../spec/promises/index.ts'
import { showWorld } from '../../names/world-name.ts'
import type { ExitCode } from '../../run/exit-codes.ts'
import type { Checked } from '../world/check-text.ts'
import type { Told } from './case.ts'
import { statements, worldCases } from './world.ts'

export const checkCases = ({
  checked,
  exitCode,
}: {
  readonly checked: readonly Checked[]
  readonly exitCode: ExitCode
}): Told => ({
  command: 'check',
  groups: checked.map(one => ({ name: showWorld(one.world), cases: worldCases(one, promises) })),
  exitCode,
  statements: statements(promises),
})
