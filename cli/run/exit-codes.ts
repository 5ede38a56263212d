/**
 * How a command ends: what a script reads when it reads nothing else. Commands give reasons; only this file knows which
 * reason comes before which, and what number it is.
 */
import type { Ended, WalksEnded } from './search/job.ts'

/** Why a command does not end with 0. Where several reasons apply, the first of these decides. */
const codes = {
  /** gmemcheck itself failed. */
  failed: 4,
  /** Ctrl-C came before the answer. */
  interrupted: 3,
  /** The command line or a file that it names is wrong, or the answer cannot be written. */
  misused: 2,
  /** Something is violated, or is not as it is expected to be. */
  violated: 1,
  /** A search was cut, or something was not judged: part of the answer is missing. */
  open: 3,
} as const

export type Reason = keyof typeof codes
export type ExitCode = typeof OK | (typeof codes)[Reason]

/** Everything asked for holds, or is as expected. */
export const OK = 0

export function exitCodeFor(reasons: readonly Reason[]): ExitCode {
  const first = (Object.keys(codes) as Reason[]).find(reason => reasons.includes(reason))
  return first === undefined ? OK : codes[first]
}

/**
 * The exit code where what was asked about is not in the report, such as a cause by its number. A search that was cut or
 * failed keeps its own: the part that is missing may have it.
 */
export const whereNotFound = (code: ExitCode): ExitCode =>
  code === OK || code === codes.violated ? codes.misused : code

/** The reason, if it applies. */
export const reasonIf = (applies: boolean, reason: Reason): Reason[] => (applies ? [reason] : [])

/** The reasons why searches did not come to an end of their own. */
export const troublesOf = (outcomes: readonly (Ended | WalksEnded)[]): Reason[] => [
  ...reasonIf(
    outcomes.some(({ kind }) => kind === 'failed'),
    'failed',
  ),
  ...reasonIf(outcomes.some(wasInterrupted), 'interrupted'),
]

/** For searches without recorded results. */
export const reasonsOf = (outcomes: readonly Ended[]): Reason[] => [
  ...troublesOf(outcomes),
  ...reasonIf(outcomes.some(isViolated), 'violated'),
  ...reasonIf(outcomes.some(isCut), 'open'),
]

/** Ctrl-C came before or during the search. */
export const wasInterrupted = (outcome: Ended | WalksEnded): boolean =>
  outcome.kind === 'not-run' ||
  (outcome.kind === 'walked' && outcome.interrupted) ||
  (outcome.kind === 'judged' && outcome.result.cut === 'interrupted')

const isViolated = (outcome: Ended): boolean =>
  outcome.kind === 'judged' && outcome.result.judgements.some(one => one.outcome.verdict === 'violated')

/** Part of the graph was not seen, or a promise was not judged on all of it. */
export const isCut = (outcome: Ended): boolean =>
  outcome.kind === 'judged' &&
  (outcome.result.cut !== undefined || outcome.result.judgements.some(one => one.outcome.verdict === 'bound-reached'))
