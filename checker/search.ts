/**
 * Visits every state a system can reach, and says of each property whether it stands.
 */
import { totalmem } from 'node:os'
import { initialStates } from './compile/runner.ts'
import { compile } from './compile/world.ts'
import { InputError } from './declare/errors.ts'
import type { Limits } from './declare/limits.ts'
import type { Property } from './declare/property.ts'
import type { Result } from './declare/result.ts'
import type { AnySystem } from './declare/system.ts'
import { EndsJudge } from './expand/graph.ts'
import { Judge } from './expand/judge.ts'
import { endlessIn, findLivelock } from './expand/livelock.ts'
import { explore } from './explore/breadth-first.ts'
import { identityOf, Keeper } from './explore/checkpoint.ts'
import { explorePreemptions } from './explore/preemptions.ts'
import { choicesOf } from './explore/witnesses.ts'
import { audited } from './reduce/audit.ts'
import { searchReduced } from './reduce/search-reduced.ts'
import { judgementsOf, oddsOf, unfired } from './trace/verdicts.ts'

/**
 * The first witness of a property is the shortest; among equals the one met first, states in the order in which they
 * were found, the steps of a state by thread, then event.
 *
 * @throws InputError when the system says what the engine cannot run
 * @throws InternalError when a step leaves the domain of a field or names an entry that a row does not have, a trace does not
 * show what it should, or an audited reduction changes a verdict
 */
export function search(system: AnySystem, properties: readonly Property[], limits: Limits = {}): Result {
  const { reduce, ...others } = limits
  if (reduce) {
    const reduced = searchReduced(system, properties, limits)
    return limits.audit ? audited(search(system, properties, others), reduced) : reduced
  }
  refuseTogether(limits)
  const started = performance.now()
  const world = compile(system, properties)
  const initial = initialStates(world)
  const judge = properties.some(({ kind }) => kind === 'progress')
    ? new EndsJudge(world, properties)
    : new Judge(world, properties)
  const bytes = limits.bytes ?? Math.floor(totalmem() * 0.75)
  const room = { bytes, ...(limits.spill !== undefined && { spill: limits.spill }) }
  const { checkpoint, exact = false } = limits
  const keeper = checkpoint && new Keeper(checkpoint, identityOf(world, properties, initial, exact, checkpoint.version))
  const { preemptions } = limits
  const found =
    preemptions === undefined
      ? explore(world, initial, judge, { ...limits, bytes, keeper })
      : explorePreemptions(world, properties, judge, { ...limits, bytes, preemptions })
  let endless: ReturnType<typeof findLivelock>
  if (judge.progresses.length > 0 && found.cut === undefined) {
    const left = limits.seconds === undefined ? undefined : limits.seconds - (performance.now() - started) / 1000
    const patience = { ...limits, bytes, ...(left !== undefined && { seconds: left }) }
    if (found.graph === undefined) endless = findLivelock(world, initial, properties, patience)
    else endless = limits.interrupted?.() ? 'interrupted' : endlessIn(found.graph, system.threads.length)
    for (const judged of judge.progresses) {
      if (typeof endless === 'string') continue
      judged.judged = found.states
      if (endless) judged.witness = endless
    }
  }
  limits.onSearched?.()
  const choices = choicesOf(world, initial, properties, judge, found, room)
  const judgements = judgementsOf(world, initial, properties, judge, {
    choices,
    transitions: found.transitions,
    cut: found.cut,
    progressCut: typeof endless === 'string' ? endless : undefined,
    needs: limits.needs,
  })
  const cut = found.cut ?? (typeof endless === 'string' ? endless : undefined)
  if (cut === undefined && !checkpoint?.keep) keeper?.remove()
  return {
    judgements,
    goals: judge.goals.map(({ goal, reached }) => ({ goal: goal.name, reached })),
    states: found.states,
    transitions: found.transitions,
    depth: found.depth,
    ...(found.cut && { cut: found.cut }),
    ...(found.preemptions !== undefined && { preemptions: found.preemptions }),
    collisionOdds: limits.exact ? 0 : oddsOf(found.states),
    neverFired: unfired(world, found.fired),
    bytesPerVector: world.placement.words * 4,
    memory: found.bytes,
    spilled: found.spilled,
    seconds: found.before + (performance.now() - started) / 1000,
    ...(keeper && cut !== undefined && { checkpoint: keeper.kept }),
  }
}

/** @throws InputError when the limits ask for what cannot be had together */
function refuseTogether({ exact, preemptions, workers, checkpoint }: Limits): void {
  const several = workers !== undefined && workers.count > 1
  if (exact && several) throw new InputError('an exact search runs on one thread: leave out the other workers')
  if (preemptions === undefined) return
  const few = 'a search by number of preemptions'
  if (several) throw new InputError(`${few} runs on one thread: leave out the other workers`)
  if (exact) throw new InputError(`${few} compares fingerprints: leave out "exact"`)
  if (checkpoint) throw new InputError(`${few} cannot be written down: leave out the checkpoint`)
}
