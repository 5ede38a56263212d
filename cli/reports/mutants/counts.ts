/**
 * How many mutants came to which end.
 */
import type { Fate } from '../../judging/mutants/fates.ts'
import type { JudgedMutant } from '../../judging/mutants/mutants.ts'

export const ofKind = (those: readonly JudgedMutant[], kind: Fate['kind']): JudgedMutant[] =>
  those.filter(({ fate }) => fate.kind === kind)

/** Of those that do harm, as far as is known, the share that a promise killed: from 0 to 1. Those not judged count as not killed. */
export function shareKilled(those: readonly JudgedMutant[]): number {
  const killable = those.length - ofKind(those, 'equivalent').length - ofKind(those, 'harmless').length
  return killable === 0 ? 1 : ofKind(those, 'killed').length / killable
}
