/**
 * A search by fewer states, with the verdicts of the search of all states.
 */
import { totalmem } from 'node:os'
import { initialStates } from '../compile/runner.ts'
import { compile } from '../compile/world.ts'
import { InputError } from '../declare/errors.ts'
import type { Limits } from '../declare/limits.ts'
import type { Property } from '../declare/property.ts'
import type { Result } from '../declare/result.ts'
import type { AnySystem } from '../declare/system.ts'
import { judgementsOf, oddsOf, unfired } from '../trace/verdicts.ts'
import { exploreReduced } from './explore-reduced.ts'
import { choicesFrom } from './paths.ts'

/** Sets of threads are the bits of a number. */
const MOST_THREADS = 31

/**
 * Verdicts, goals and transitions that never fired are those of the search of all states; counts are of what was kept,
 * and a trace is a run, but need not be the shortest.
 *
 * @throws InputError when the limits ask for what a reduced search cannot do
 * @throws InternalError when a trace does not show what it should
 */
export function searchReduced(system: AnySystem, properties: readonly Property[], limits: Limits): Result {
  refuseOthers(limits, system)
  if (system.threads.length > MOST_THREADS)
    throw new InputError(
      `a reduced search has at most ${MOST_THREADS} threads, this world has ${system.threads.length}: leave out "reduce"`,
    )
  const started = performance.now()
  const world = compile(system, properties)
  const initial = initialStates(world)
  const bytes = limits.bytes ?? Math.floor(totalmem() * 0.75)
  const { reduce } = limits
  const bounds = { ...limits, bytes, steps: reduce !== 'threads', threads: reduce !== 'steps' }
  const found = exploreReduced(world, initial, properties, bounds)
  const { judge, cut, states, transitions, depth } = found
  limits.onSearched?.()
  for (const judged of judge.progresses) if (cut === undefined) judged.judged = states
  const judgements = judgementsOf(world, initial, properties, judge, {
    choices: choicesFrom(world, initial, judge.paths, found.original),
    transitions,
    cut,
    progressCut: undefined,
    needs: limits.needs,
  })
  return {
    judgements,
    goals: judge.goals.map(({ goal, reached }) => ({ goal: goal.name, reached })),
    states,
    transitions,
    depth,
    ...(cut && { cut }),
    reduced: {
      passed: found.passed,
      rounds: found.rounds,
      alike: found.alike,
      ...(found.toldApart !== undefined && { toldApart: found.toldApart }),
    },
    collisionOdds: oddsOf(states),
    neverFired: unfired(world, found.fired),
    bytesPerVector: world.placement.words * 4,
    memory: found.bytes,
    spilled: 0,
    seconds: (performance.now() - started) / 1000,
  }
}

function refuseOthers({ exact, workers, checkpoint, depth, preemptions }: Limits, { notes, watches }: AnySystem): void {
  const asked = [
    ...(exact ? ['"exact"'] : []),
    ...(workers && workers.count > 1 ? ['the other workers'] : []),
    ...(checkpoint ? ['the checkpoint'] : []),
    ...(depth !== undefined ? ['the depth'] : []),
    ...(preemptions !== undefined ? ['the preemptions'] : []),
    ...(notes || watches ? ['the notes'] : []),
  ]
  if (asked.length > 0)
    throw new InputError(
      `a reduced search keeps fingerprints, of some states only, on one thread: leave out ${asked.join(' and ')}`,
    )
}
