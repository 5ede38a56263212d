/**
 * `check` as test cases: a group for each world, a case for each promise.
 */

import { promises } from '../../../spec/promises/index.ts'
import { showWorld } from '../../names/world-name.ts'
import { knowing } from '../../violations/baseline/held.ts'
import type { CheckReport } from '../world/check/report.ts'
import type { Told } from './case.ts'
import { statements, worldCases } from './world.ts'

export const checkCases = ({ checked, held, exitCode }: CheckReport): Told => ({
  command: 'check',
  groups: checked.map(one => ({
    name: showWorld(one.world),
    cases: worldCases(one, promises, knowing(held?.known ?? [])),
  })),
  exitCode,
  statements: statements(promises),
})
