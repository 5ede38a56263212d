/**
 * Whether worlds bear out what claims and findings say of them.
 */
import type { Claim } from '../../spec/claims/claim.ts'
import type { Finding } from '../../spec/findings/finding.ts'
import type { Entry } from '../../spec/manifest/entry.ts'
import { sameWorld, type WorldName } from '../names/world-name.ts'

/** What a claim or finding expects of one promise in one world, and what was got. */
export interface Expectation {
  readonly world: WorldName
  readonly promise: string
  readonly expected: 'holds' | 'violated'
  readonly got: Got
}

/** `not-judged`: the world was not run or its search was cut. `not-listed`: the suite has no such world. */
export type Got = 'holds' | 'violated' | 'vacuous' | 'unknown-promise' | 'not-judged' | 'not-listed'

export interface Borne<T> {
  readonly of: T
  readonly expectations: readonly Expectation[]
}

interface Seen {
  readonly world: WorldName
  readonly entry?: Entry
}

export const claimBorne = (claim: Claim, seen: readonly Seen[], listed: readonly WorldName[]): Borne<Claim> => ({
  of: claim,
  expectations: claim.worlds.flatMap(({ promises, ...world }) =>
    Object.entries(promises).map(([promise, expected]) => ({
      world,
      promise,
      expected,
      got: gotIn(seen, listed, world, promise),
    })),
  ),
})

/** The design breaks the promises, and the repaired design keeps them in the same scenario. */
export const findingBorne = (
  finding: Finding,
  seen: readonly Seen[],
  listed: readonly WorldName[],
): Borne<Finding> => ({
  of: finding,
  expectations: (['violated', 'holds'] as const).flatMap(expected => {
    const { scenario, design, repaired } = finding
    const world = { scenario, design: expected === 'violated' ? design : repaired }
    return finding.promises.map(promise => ({ world, promise, expected, got: gotIn(seen, listed, world, promise) }))
  }),
})

/** Something was got, and it is not what was expected. */
export const isContradicted = ({ expectations }: Borne<unknown>): boolean =>
  expectations.some(({ expected, got }) => got !== expected && got !== 'not-judged')

/** Everything expected was got. */
export const isBorneOut = ({ expectations }: Borne<unknown>): boolean =>
  expectations.every(({ expected, got }) => got === expected)

function gotIn(seen: readonly Seen[], listed: readonly WorldName[], world: WorldName, promise: string): Got {
  if (!listed.some(other => sameWorld(other, world))) return 'not-listed'
  const entry = seen.find(other => sameWorld(other.world, world))?.entry
  if (entry === undefined) return 'not-judged'
  if (promise in entry.violated) return 'violated'
  if (entry.holds.includes(promise)) return 'holds'
  return entry.vacuous.includes(promise) ? 'vacuous' : 'unknown-promise'
}
