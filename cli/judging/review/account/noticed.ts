/**
 * What two searches of a world tell of a statement: one of the code as it is, the reference, and one without the statement.
 * A search that was cut proves nothing, whichever of the two it is.
 */
import type { Ended, Judged, Outcome } from '../../../run/search/job.ts'

/** Whether others can tell the code without the statement from the reference. */
export function differs(variant: Outcome, reference: Outcome): boolean {
  if (!isWhole(reference)) return false
  // Without it the world cannot be searched, as when the code computes without end: that is a difference.
  if (variant.kind === 'refused' || variant.kind === 'not-judged') return true
  return isWhole(variant) && variant.digest !== reference.digest
}

/** Whether a world is another one after a patch, in its size, its verdicts or what its calls return. */
export function isOtherwise({ before, after }: Record<'before' | 'after', Ended>): boolean {
  if (before.kind !== 'judged' || after.kind !== 'judged') return true
  const [was, is] = [before, after].map(({ result: { states, transitions, depth, judgements }, returns, alone }) => [
    [states, transitions, depth],
    judgements.map(({ property, outcome: { verdict } }) => [property, verdict]),
    [returns, alone],
  ])
  return JSON.stringify(was) !== JSON.stringify(is)
}

/** Whether a promise is broken that the reference keeps. */
export function breaksMore(variant: Outcome, reference: Outcome): boolean {
  if (!isWhole(reference) || variant.kind !== 'judged') return false
  const before = brokenIn(reference)
  return brokenIn(variant).some(promise => !before.includes(promise))
}

/** Whether the search saw all there is. */
export const isWhole = (outcome: Outcome): outcome is Judged =>
  outcome.kind === 'judged' && outcome.result.cut === undefined

const brokenIn = ({ result }: Judged): string[] =>
  result.judgements.flatMap(({ property, outcome: { verdict } }) => (verdict === 'violated' ? [property] : []))
