/**
 * Patches reviewed one after another, each on top of those before it. What runs the same code is searched once.
 */
import { availableParallelism } from 'node:os'
import { InputError } from '../../checker/declare.ts'
import type { Extraction } from '../../model/patched/extraction.ts'
import type { PatchReading } from '../../model/patched/reading.ts'
import { operationsOf, type Scenario } from '../../model/scenarios/scenario.ts'
import type { Choice } from '../names/choice.ts'
import { named } from '../names/nearest.ts'
import { showWorld, type WorldName } from '../names/world-name.ts'
import { searchSideBySide } from '../run/side-by-side.ts'
import type { Ended, Job, SearchBounds } from '../search/job.ts'
import { compared, exitCodeOfReview, type Review, worldsToReview } from './review.ts'

/** A patch and what of the code after it can run. */
export interface Point {
  readonly reading: PatchReading
  readonly extraction: Extraction
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
  const { scenarios, suite, recorded, asked } = choice
  const chosen = points.map(({ extraction }) => worldsToReview(extraction, scenarios, suite, recorded, asked))
  for (const name of asked ?? []) refuseIdle(name, points, chosen)
  const planned = points.flatMap(({ reading, extraction }, at) => {
    const code = { sources: reading.files.map(({ source }) => source), functions: extraction.replaced }
    const base = { sources: reading.base.map(({ source }) => source), functions: [...extraction.baseline.keys()] }
    return chosen[at]!.worlds.map(world => {
      const scenario = named('scenario', scenarios, world.scenario, 'gmemcheck list scenarios')
      const text = textIn(scenario, extraction, extraction.texts)
      const textBefore = textIn(scenario, extraction, extraction.baseline)
      return { at, world, scenario, text, textBefore, code, ...(textBefore !== '' && { base }) }
    })
  })
  const keyBefore = ({ world, textBefore }: (typeof planned)[number]) => `${showWorld(world)}\n${textBefore}`
  const before = await searchOnce(planned, keyBefore, ({ world, base }) => ({
    world,
    bounds,
    ways: 'all',
    ...(base && { code: base }),
  }))
  const after = await searchOnce(
    planned.filter(({ text, textBefore }) => text !== textBefore),
    one => `${keyBefore(one)}\n${one.text}`,
    one => ({ world: one.world, bounds, code: one.code, calls: true, ...waysOfBroken(before.get(keyBefore(one))!) }),
  )
  return points.map(({ reading, extraction }, at) => {
    const worlds = planned
      .filter(one => one.at === at)
      .map(one => {
        const { world, scenario, text } = one
        const was = before.get(keyBefore(one))!
        const is = after.get(`${keyBefore(one)}\n${text}`) ?? was
        return { world, scenario, text, before: was, after: is, promises: compared(was, is) }
      })
    return {
      reading,
      extraction,
      worlds,
      large: chosen[at]!.large,
      exitCode: exitCodeOfReview({ worlds, extraction, reading }),
    }
  })
}

/** What came of a job for each key: the first of those that have it is searched for all. */
async function searchOnce<T>(
  those: readonly T[],
  keyOf: (one: T) => string,
  jobOf: (one: T) => Job,
): Promise<ReadonlyMap<string, Ended>> {
  const jobs = new Map<string, Job>()
  for (const one of those) if (!jobs.has(keyOf(one))) jobs.set(keyOf(one), jobOf(one))
  const outcomes = await searchSideBySide([...jobs.values()], availableParallelism())
  return new Map([...jobs.keys()].map((key, index) => [key, outcomes[index]!]))
}

/** In which ways promises are known to be broken before the patch. A search that was cut does not know them all. */
const waysOfBroken = (before: Ended): Pick<Job, 'ways'> =>
  before.kind === 'judged' && before.result.cut === undefined && before.ways ? { ways: before.ways } : {}

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
