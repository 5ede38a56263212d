/**
 * The searches of a review: each world before the patch, and with the patched code. What runs the same code is searched
 * once, whatever the number of patches.
 */

import type { CFile } from '../../../../model/c/parse/parse.ts'
import type { Configuration } from '../../../../model/c/text/configuration.ts'
import type { Extraction } from '../../../../model/patched/extraction.ts'
import { leavingOut } from '../../../../model/patched/lacking.ts'
import { codeOf } from '../../../../model/patched/machines/with-code.ts'
import type { PatchReading } from '../../../../model/patched/reading.ts'
import { operationsOf, type Scenario } from '../../../../model/scenarios/parts/scenario.ts'
import { scenarioNamed } from '../../../names/known.ts'
import { showWorld, type WorldName } from '../../../names/world-name.ts'
import type { Ended, Job, SearchBounds } from '../../../run/search/job.ts'
import { outcomesBeside } from '../../../run/shards/behind.ts'
import type { Searching } from '../../../run/shards/searcher.ts'
import type { Baseline } from '../../../violations/baseline/entries.ts'

/** A patch in one configuration, and what of the code after it can run. */
export interface PatchPoint {
  /** `CONFIG_NUMA=n`; '' for the usual one. */
  readonly configuration: string
  /** In what that differs from the usual one. */
  readonly differs: Configuration
  readonly reading: PatchReading
  readonly extraction: Extraction
}

/** What a world says with the code before a patch, and with the code after it. */
export interface WorldSides {
  readonly world: WorldName
  readonly before: Ended
  readonly after: Ended
}

export interface SearchedWorld extends WorldSides {
  readonly configuration: string
  readonly differs: Configuration
  /** The same for worlds in which the same code runs on both sides. */
  readonly key: string
  readonly scenario: Scenario
  /** All C that decides what the world does. */
  readonly text: string
  /** The files whose code ran in each search: other texts of the same code, where another patch had it searched. */
  readonly ran: Readonly<Record<'before' | 'after', readonly CFile[]>>
}

/** @param worlds of each point  @param baseline behind whose entries other ways are looked for  @returns the same worlds, in the same order */
export async function searchPoints(
  points: readonly PatchPoint[],
  worlds: readonly (readonly WorldName[])[],
  bounds: SearchBounds,
  searching: Searching,
  baseline?: Baseline,
): Promise<SearchedWorld[][]> {
  const planned = points.map((point, at) => plan(point, worlds[at]!))
  const told = new Set(planned.flat().filter(isUnchanged).map(keyBefore))
  const before = await searchOnce(searching, planned.flat(), keyBefore, one => ({
    world: one.world,
    ...one.without,
    bounds: told.has(keyBefore(one)) ? bounds : untold(bounds),
    ways: 'all',
    alone: true,
    ...(one.baseCode && { code: one.baseCode }),
  }))
  const after = await searchOnce(
    searching,
    planned.flat().filter(one => !isUnchanged(one)),
    keyAfter,
    one => ({
      world: one.world,
      ...one.without,
      bounds,
      code: one.code,
      alone: true,
      ...waysOfBroken(before.get(keyBefore(one))!.outcome),
    }),
    baseline,
  )
  return planned.map((those, index) =>
    those.map(one => {
      const { world, scenario, text } = one
      const { configuration, differs } = points[index]!
      const key = keyAfter(one)
      const [was, is] = [before.get(keyBefore(one))!, after.get(keyAfter(one))]
      const files = { before: was.ran.base, after: is ? is.ran.files : was.ran.base }
      const sides = { before: was.outcome, after: (is ?? was).outcome }
      return { world, configuration, differs, key, scenario, text, ...sides, ran: files }
    }),
  )
}

type Planned = ReturnType<typeof plan>[number]

function plan({ reading, extraction }: PatchPoint, worlds: readonly WorldName[]) {
  const { replaced, baseline, texts } = extraction
  const code = codeOf(reading.files, replaced, extraction)
  const base = codeOf(reading.base, [...baseline.keys()], extraction)
  return worlds.map(world => {
    const scenario = scenarioNamed(world.scenario)
    const text = textIn(scenario, extraction, texts)
    const textBefore = textIn(scenario, extraction, baseline)
    const files = { files: reading.files, base: reading.base }
    const without = leavingOut(extraction.lacking)
    return { world, without, scenario, text, textBefore, code, ...files, ...(textBefore !== '' && { baseCode: base }) }
  })
}

/** Its traces after the patch are those before it. */
const isUnchanged = ({ text, textBefore }: Planned): boolean => text === textBefore

/** What nobody is told need not say which steps it needs. */
const untold = ({ needs: _, ...bounds }: SearchBounds): SearchBounds => bounds

const keyBefore = ({ world, without, textBefore }: Planned): string =>
  `${showWorld(world)} ${without.without?.join() ?? ''}\n${textBefore}`
const keyAfter = (one: Planned): string => `${keyBefore(one)}\n${one.text}`

/** The outcome of a job for each key: jobs with the same key are searched once. */
async function searchOnce(
  searching: Searching,
  those: readonly Planned[],
  keyOf: (one: Planned) => string,
  jobOf: (one: Planned) => Job,
  baseline?: Baseline,
): Promise<ReadonlyMap<string, { readonly outcome: Ended; readonly ran: Planned }>> {
  const firsts = new Map<string, Planned>()
  for (const one of those) if (!firsts.has(keyOf(one))) firsts.set(keyOf(one), one)
  const outcomes = await outcomesBeside(baseline, [...firsts.values()].map(jobOf), searching)
  return new Map([...firsts].map(([key, ran], index) => [key, { outcome: outcomes[index]!, ran }]))
}

/** In which ways promises are known to be broken before the patch. A search that was cut does not know them all. */
const waysOfBroken = (before: Ended): Pick<Job, 'ways'> =>
  before.kind === 'judged' && before.result.cut === undefined && before.ways ? { ways: before.ways } : { ways: {} }

/** The text of all functions that a world runs: it decides how the code of the world behaves. */
const textIn = (scenario: Scenario, { modelled }: Extraction, texts: ReadonlyMap<string, string>): string =>
  [...new Set(operationsOf(scenario).flatMap(operation => modelled.replaceable.get(operation) ?? []))]
    .flatMap(fn => texts.get(fn) ?? [])
    .join('\n')
