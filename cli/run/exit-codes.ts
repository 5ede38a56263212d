/**
 * How a command ends: what a script reads when it reads nothing else.
 */
import type { Result } from '../../checker/index.ts'
import type { Ended } from '../search/job.ts'

/** Everything asked for holds, or is as expected. */
export const OK = 0
/** Something is violated, or differs from the recorded results. */
export const BROKEN = 1
/** The command line or a name in it is wrong. */
export const MISUSE = 2
/** A search was cut, so that part of the answer is missing. */
export const CUT = 3
/** gmemcheck itself failed. */
export const INTERNAL = 4

export type ExitCode = typeof OK | typeof BROKEN | typeof MISUSE | typeof CUT | typeof INTERNAL

/** For searches without expectations: a failure counts before Ctrl-C, then a violation, then any other cut. */
export function exitCodeOf(outcomes: readonly Ended[]): ExitCode {
  if (outcomes.some(({ kind }) => kind === 'failed')) return INTERNAL
  if (outcomes.some(wasInterrupted)) return CUT
  const results = outcomes.flatMap(outcome => (outcome.kind === 'judged' ? [outcome.result] : []))
  if (results.some(({ judgements }) => judgements.some(({ outcome }) => outcome.verdict === 'violated'))) return BROKEN
  const isCut = ({ cut, judgements }: Result) =>
    cut !== undefined || judgements.some(({ outcome }) => outcome.verdict === 'bound-reached')
  return results.some(isCut) ? CUT : OK
}

/** Ctrl-C came before or during the search. */
export const wasInterrupted = (outcome: Ended): boolean =>
  outcome.kind === 'not-run' || (outcome.kind === 'judged' && outcome.result.cut === 'interrupted')
