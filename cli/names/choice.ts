/**
 * Where the worlds of a review or a comparison are chosen from.
 */
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'
import type { Recorded } from '../../spec/suite/entry.ts'
import type { WorldName } from './world-name.ts'

export interface WorldChoice {
  readonly scenarios: readonly Scenario[]
  /** The worlds of the suite. */
  readonly suite: readonly WorldName[]
  readonly recorded: Recorded
  /** Scenarios asked for; quick ones of the suite unless given. */
  readonly asked?: readonly string[] | undefined
}
