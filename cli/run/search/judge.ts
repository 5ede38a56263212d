/**
 * Builds a world and searches it. Heavy: loads the model and the engine; commands that need neither do not import this.
 */

import type { AnySystem } from '../../../checker/declare.ts'
import { type Result, type Sample, sample, search } from '../../../checker/index.ts'
import { mutations } from '../../../model/mutations.ts'
import { builtWithout } from '../../../model/patched/lacking.ts'
import type { CodeInPlace, WithCode } from '../../../model/patched/machines/with-code.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import { type Built, world } from '../../../model/world.ts'
import { propertiesOf } from '../../../spec/judging/properties.ts'
import { goals, promises } from '../../../spec/promises/index.ts'
import { named } from '../../names/nearest.ts'
import { allDesigns, allScenarios } from '../../names/proposed.ts'
import { showWorld, type WorldName } from '../../names/world-name.ts'
import type { Job, SearchProgress, WalkJob } from './job.ts'
import { version } from './version.ts'

export interface Hooks {
  readonly interrupted: () => boolean
  readonly onProgress: (progress: SearchProgress) => void
  /** Is given the C that runs in the world, where some does. */
  readonly onCode?: (code: WithCode) => void
  readonly onSearched?: () => void
}

export interface WalkHooks {
  readonly interrupted: () => boolean
  readonly onProgress: (walks: number) => void
}

/** @throws InputError when the job names something that does not exist */
export async function judge(job: Job, hooks: Hooks): Promise<Result> {
  const { system, properties } = await subject(job, hooks.onCode)
  const { threads = 1, ...limits } = job.bounds
  return search(system, properties, {
    ...limits,
    ...hooks,
    ...(job.checkpoint && {
      checkpoint: { ...job.checkpoint, keep: true, world: showWorld(job.world), version: version() },
    }),
    ...(threads > 1 && {
      workers: { count: threads, source: { module: import.meta.url, name: subject.name, argument: job } },
    }),
  })
}

/** @throws InputError when the job names something that does not exist */
export async function walk(job: WalkJob, hooks: WalkHooks): Promise<Sample> {
  const { system, properties } = await subject(job)
  return sample(system, properties, { ...job.walks, ...hooks })
}

/** The system and properties of a job: every thread that takes part in its search builds them for itself. */
export async function subject(
  { world, without, promises: selected, code, proposals = [] }: Omit<Job, 'bounds'>,
  onCode?: Hooks['onCode'],
) {
  // What runs such files is only loaded for those.
  for (const file of proposals) await (await import('../../proposals/load.ts')).loadProposal(file)
  const built = build(world, without)
  const system = code === undefined ? built.system : await systemWith(built, code, onCode)
  return { system, properties: propertiesIn(built.scenario, selected) }
}

/** The front end is only loaded for worlds that run C. */
async function systemWith(built: Built, code: CodeInPlace, onCode?: Hooks['onCode']): Promise<AnySystem> {
  const { filesOf, withCode } = await import('../../../model/patched/machines/with-code.ts')
  const running = withCode(built, await filesOf(code), code.functions, code)
  onCode?.(running)
  return running.system
}

/** The world of that name. @param without parts of its environment that are left out @throws InputError when it names something that does not exist */
export function build(name: WorldName, without?: Job['without']): Built {
  const scenario = named('scenario', allScenarios(), name.scenario, 'gmemcheck list scenarios')
  const design = named('design', allDesigns(), name.design, 'gmemcheck list designs')
  const mutation =
    name.mutation === undefined ? undefined : named('mutation', mutations, name.mutation, 'gmemcheck list mutations')
  return builtWithout({ scenario, design, system: world(scenario, design, mutation) }, without)
}

/** The selected promises, or all, and the goals the scenario declares. */
export function propertiesIn(scenario: Scenario, selected?: readonly string[]) {
  return propertiesOf(
    promises.filter(promise => selected === undefined || selected.includes(promise.name)),
    goals.filter(goal => scenario.goals.includes(goal.name)),
    scenario.bounds.threads,
  )
}
