/**
 * Patches reviewed one after another, each on top of those before it. What runs the same code is searched once.
 */
import { availableParallelism } from 'node:os'
import { InputError } from '../checker/errors.ts'
import type { Scenario } from '../model/scenarios/scenario.ts'
import type { Entry } from '../spec/manifest/entry.ts'
import type { Extraction } from './extraction.ts'
import type { Job, SearchBounds } from './job.ts'
import { named } from './nearest.ts'
import type { PatchReading } from './patch-reading.ts'
import { compared, exitCodeOfReview, type Review, worldsToReview } from './review.ts'
import { searchSideBySide } from './side-by-side.ts'
import { operationsOf } from './with-code.ts'
import { showWorld, type WorldName } from './world-name.ts'

/** A patch and what of the code after it can run. */
export interface Point {
  readonly reading: PatchReading
  readonly extraction: Extraction
}

/** Where worlds are chosen from. */
export interface Choice {
  readonly scenarios: readonly Scenario[]
  /** The worlds of the suite. */
  readonly suite: readonly WorldName[]
  readonly manifest: readonly Entry[]
  /** Scenarios asked for; quick ones of the suite unless given. */
  readonly asked?: readonly string[] | undefined
}

/**
 * A review of each point: the code after its patch against the design.
 *
 * @throws InputError when a scenario asked for does not exist, or runs none of the code at any point
 */
export async function reviewPoints(
  points: readonly Point[],
  choice: Choice,
  bounds: SearchBounds,
): Promise<readonly Review[]> {
  const { scenarios, suite, manifest, asked } = choice
  const chosen = points.map(({ extraction }) => worldsToReview(extraction, scenarios, suite, manifest, asked))
  for (const name of asked ?? []) refuseIdle(name, points, chosen)
  const jobs: Job[] = []
  const placeOfKey = new Map<string, number>()
  const place = (key: string, job: Job): number => {
    if (!placeOfKey.has(key)) placeOfKey.set(key, jobs.push(job) - 1)
    return placeOfKey.get(key)!
  }
  const planned = points.map(({ reading, extraction }, at) => {
    const code = { sources: reading.files.map(({ source }) => source), functions: extraction.replaced }
    const base = { sources: reading.base.map(({ source }) => source), functions: [...extraction.baseline.keys()] }
    return chosen[at]!.worlds.map(world => {
      const scenario = named('scenario', scenarios, world.scenario, 'gmemcheck list scenarios')
      const text = textIn(scenario, extraction, extraction.texts)
      const textBefore = textIn(scenario, extraction, extraction.baseline)
      return {
        world,
        scenario,
        text,
        before: place(`${showWorld(world)}\n${textBefore}`, {
          world,
          bounds,
          ...(textBefore !== '' && { code: base }),
        }),
        after: place(`${showWorld(world)}\n${text}`, { world, bounds, code }),
      }
    })
  })
  const outcomes = await searchSideBySide(jobs, availableParallelism())
  return points.map(({ reading, extraction }, at) => {
    const worlds = planned[at]!.map(({ world, scenario, text, ...run }) => {
      const [before, after] = [outcomes[run.before]!, outcomes[run.after]!]
      return { world, scenario, text, before, after, promises: compared(before, after) }
    })
    const { large } = chosen[at]!
    return { reading, extraction, worlds, large, exitCode: exitCodeOfReview({ worlds, extraction }) }
  })
}

/** What decides how the code of a world behaves: the text of functions that it runs. */
const textIn = (scenario: Scenario, { modelled }: Extraction, texts: ReadonlyMap<string, string>): string =>
  [...new Set(operationsOf(scenario).flatMap(operation => modelled.replaceable.get(operation) ?? []))]
    .flatMap(fn => texts.get(fn) ?? [])
    .join('\n')

function refuseIdle(scenario: string, points: readonly Point[], chosen: readonly { worlds: readonly WorldName[] }[]) {
  if (chosen.some(({ worlds }) => worlds.some(world => world.scenario === scenario))) return
  const { design } = points[0]!.extraction
  const change = points.length === 1 ? 'the patch changes' : 'the patches change'
  throw new InputError(
    `${scenario}@${design.name} runs nothing that ${change}\nname another scenario, or none for all that do`,
  )
}
