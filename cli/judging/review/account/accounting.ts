/**
 * The account of a review: what its searches saw of each changed statement, and whether leaving one out is noticed.
 */

import { availableParallelism } from 'node:os'
import { orSame } from '../../../../model/c/account/account.ts'
import type { Accounted, Evidence } from '../../../../model/c/account/told.ts'
import type { CFile } from '../../../../model/c/parse/parse.ts'
import type { Part } from '../../../../model/kernel/state/state.ts'
import { accountOfPatch, sameByFile } from '../../../../model/patched/account.ts'
import { combined, evidenceOf } from '../../../../model/patched/evidence.ts'
import { together } from '../../../../model/patched/machines/with-code.ts'
import type { Scenario } from '../../../../model/scenarios/parts/scenario.ts'
import { scenarioNamed } from '../../../names/known.ts'
import type { SearchBounds } from '../../../run/search/job.ts'
import { type Tries, trySideBySide } from '../../../run/side-by-side.ts'
import { comparedWith } from '../worlds/compared.ts'
import type { Review } from '../worlds/result.ts'
import { withoutEffect } from './leaving-out.ts'
import { marksIn } from './marks.ts'

type Unaccounted = Pick<Review, 'reading' | 'extraction' | 'worlds'>

/**
 * @param previous the review of the patch before it in a series, which ran the code that this one finds
 * @param isOutside files that need not be accounted for
 * @param tries makes searches; this machine unless said
 */
export async function accountOfReview(
  review: Unaccounted,
  previous: Unaccounted | undefined,
  isOutside: (path: string) => boolean,
  bounds: SearchBounds,
  tries: Tries = jobs => trySideBySide(jobs, availableParallelism()),
): Promise<Accounted[]> {
  const { reading } = review
  const base = evidenceFrom(review, 'before', reading.before)
  const before = previous ? combined([evidenceFrom(previous, 'after', reading.before), base]) : base
  const after = evidenceFrom(review, 'after', reading.files)
  const same = await sameByFile(reading)
  const account = accountOfPatch(reading, { before, after }, isOutside, comparedWith(review), same)
  const idle = await withoutEffect(account, review, previous, bounds, tries)
  return account.map((one): Accounted => {
    const why = idle.get(one)
    return why === undefined
      ? one
      : orSame({ ...one, class: 'not judged', why }, same.get(one.file)?.has(one.name) === true)
  })
}

const hasPart = ({ environment }: Scenario, part: Part): boolean => environment.parts?.includes(part) ?? false

/** What is known from the code on one side of a patch about statements of those files. */
function evidenceFrom(review: Unaccounted, name: 'before' | 'after', asked: readonly CFile[]): Evidence {
  const { reading, extraction, worlds } = review
  const files = name === 'before' ? reading.base : reading.files
  const marksOf = (those: typeof worlds) =>
    together(those.flatMap(world => marksIn(world[name], world.ran[name], asked)))
  const marksWith = (part: Part) => marksOf(worlds.filter(({ world }) => hasPart(scenarioNamed(world.scenario), part)))
  return evidenceOf({ side: extraction.sides[name], files, asked, marks: marksOf(worlds), marksWith }, extraction)
}
