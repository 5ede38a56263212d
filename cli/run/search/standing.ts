/**
 * The verdict on one promise in one world.
 */
import type { Judgement, Result } from '../../../checker/index.ts'

/** A promise that holds because it was never judged is `vacuous`. */
export type Standing = 'holds' | 'vacuous' | 'violated' | 'bound-reached'

export const standingOf = ({ outcome, judged }: Judgement): Standing =>
  outcome.verdict === 'holds' && judged === 0 ? 'vacuous' : outcome.verdict

/** Judgements of one standing. */
export const standing = (result: Result, wanted: Standing): Judgement[] =>
  result.judgements.filter(judgement => standingOf(judgement) === wanted)
