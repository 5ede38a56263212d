/**
 * The outcome of a search, for programs. Times stand apart: nothing else differs between two runs.
 */

import { showWorld, type WorldName } from '../../names/world-name.ts'
import type { Ended, OtherWays } from '../../run/search/job.ts'
import { standingOf } from '../../run/search/standing.ts'
import { fingerprintJson } from '../../violations/causes/fingerprint.ts'
import { replayCommand } from '../trace/violation.ts'

/** Without the world, a failure says why; with it, traces say how to run them again. */
export function outcomeJson(outcome: Ended, world?: WorldName) {
  if (outcome.kind === 'failed' || outcome.kind === 'not-judged')
    return { outcome: outcome.kind, message: outcome.message }
  if (outcome.kind !== 'judged') return { outcome: outcome.kind }
  const { states, transitions, depth, cut, preemptions, reduced, ...rest } = outcome.result
  const { collisionOdds, bytesPerVector, judgements, goals, neverFired } = rest
  return {
    outcome: cut === undefined ? 'whole' : 'cut',
    ...(cut !== undefined && { cut }),
    states,
    transitions,
    depth,
    ...(preemptions !== undefined && { preemptions }),
    ...(reduced && { reduced }),
    collisionOdds,
    bytesPerVector,
    promises: judgements.map(judgement => ({
      promise: judgement.property,
      verdict: standingOf(judgement),
      judged: judgement.judged,
      ...(judgement.outcome.verdict === 'violated' && {
        trace: judgement.outcome.trace,
        ...fingerprintJson(judgement.outcome.trace),
        ...waysJson(outcome.otherWays?.[judgement.property]),
        ...(world && { replay: replayCommand(world, judgement.outcome.trace) }),
      }),
    })),
    goals,
    neverFired,
  }
}

/** All ways that were found, where others were looked for behind one that a baseline accepts, and why there may be more. */
export const waysJson = (ways: OtherWays | undefined) =>
  ways && {
    ways: ways.traces.map(trace => {
      const { fingerprint, place } = fingerprintJson(trace)
      return { fingerprint, place }
    }),
    ...(ways.cut !== undefined && { waysCut: ways.cut }),
  }

/** Seconds per world, and bytes of the states that waited on disk where some did. */
export function timingJson(worlds: readonly { readonly world: WorldName; readonly outcome: Ended }[]) {
  const judged = worlds.flatMap(({ world, outcome }) =>
    outcome.kind === 'judged' ? [[showWorld(world), outcome.result] as const] : [],
  )
  const spilled = judged.filter(([, result]) => result.spilled > 0)
  return {
    seconds: Object.fromEntries(judged.map(([world, { seconds }]) => [world, Number(seconds.toFixed(3))])),
    ...(spilled.length > 0 && { spilled: Object.fromEntries(spilled.map(([world, { spilled }]) => [world, spilled])) }),
  }
}

/** The size of a world alone. */
export function sizeJson(outcome: Ended) {
  if (outcome.kind === 'failed' || outcome.kind === 'not-judged')
    return { outcome: outcome.kind, message: outcome.message }
  if (outcome.kind !== 'judged') return { outcome: outcome.kind }
  const { states, transitions, depth, cut } = outcome.result
  return { outcome: cut === undefined ? 'whole' : 'cut', ...(cut !== undefined && { cut }), states, transitions, depth }
}

/** Nothing where no search was made. */
export const secondsJson = (outcome: Ended): number | null =>
  outcome.kind === 'judged' ? Number(outcome.result.seconds.toFixed(3)) : null
