/**
 * Whether worlds bear out what claims and findings say of them.
 */
import type { Claim } from '../../../spec/claims/claim.ts'
import type { Finding } from '../../../spec/findings/finding.ts'
import type { Entry } from '../../../spec/suite/entry.ts'
import { showWorld, type WorldName } from '../../names/world-name.ts'

/** The verdict that a claim or finding expects of one promise in one world, and the one that was got. */
export interface Expectation {
  readonly world: WorldName
  readonly promise: string
  readonly expected: 'holds' | 'violated'
  readonly got: Got
}

/** `not-judged`: the world was not run or its search was cut. `not-listed`: the suite has no such world. */
type Got = 'holds' | 'violated' | 'vacuous' | 'unknown-promise' | 'not-judged' | 'not-listed'

export interface Borne<T> {
  readonly of: T
  readonly expectations: readonly Expectation[]
}

interface SeenWorld {
  readonly world: WorldName
  readonly entry?: Entry
}

/** The verdict of the suite on a promise in a world. */
type GotIn = (world: WorldName, promise: string) => Got

export const claimBorne = (claim: Claim, got: GotIn): Borne<Claim> => ({
  of: claim,
  expectations: claim.worlds.flatMap(({ promises, ...world }) =>
    Object.entries(promises).map(([promise, expected]) => ({ world, promise, expected, got: got(world, promise) })),
  ),
})

/** The design breaks the promises, and the repaired design keeps them in the same scenario. */
export const findingBorne = (finding: Finding, got: GotIn): Borne<Finding> => ({
  of: finding,
  expectations: (['violated', 'holds'] as const).flatMap(expected => {
    const { scenario, design, repaired } = finding
    const world = { scenario, design: expected === 'violated' ? design : repaired }
    return finding.promises.map(promise => ({ world, promise, expected, got: got(world, promise) }))
  }),
})

/** Something was got, and it is not what was expected. */
export const isContradicted = ({ expectations }: Borne<unknown>): boolean =>
  expectations.some(({ expected, got }) => got !== expected && got !== 'not-judged')

/** Everything expected was got. */
export const isBorneOut = ({ expectations }: Borne<unknown>): boolean =>
  expectations.every(({ expected, got }) => got === expected)

/** @param listed every world of the suite, also those that were not run this time */
export function gotFrom(seen: readonly SeenWorld[], listed: readonly WorldName[]): GotIn {
  const known = new Set(listed.map(showWorld))
  const entries = new Map(seen.map(({ world, entry }) => [showWorld(world), entry]))
  return (world, promise) => {
    const name = showWorld(world)
    if (!known.has(name)) return 'not-listed'
    const entry = entries.get(name)
    if (entry === undefined) return 'not-judged'
    if (promise in entry.violated) return 'violated'
    if (entry.holds.includes(promise)) return 'holds'
    return entry.vacuous.includes(promise) ? 'vacuous' : 'unknown-promise'
  }
}
