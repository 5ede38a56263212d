/**
 * The account of a review: what its searches saw of each changed statement, and whether leaving one out is noticed.
 */

import { availableParallelism } from 'node:os'
import { orSame } from '../../../../model/c/account/account.ts'
import type { Accounted, Evidence } from '../../../../model/c/account/told.ts'
import type { SideName } from '../../../../model/c/changes/changes.ts'
import type { CFile } from '../../../../model/c/parse/parse.ts'
import type { Part } from '../../../../model/kernel/state/state.ts'
import { accountOfPatch, type SameByFile, sameByFile } from '../../../../model/patched/account/account.ts'
import { combined, evidenceOf } from '../../../../model/patched/account/evidence.ts'
import { joinedAccount } from '../../../../model/patched/configured/joined.ts'
import { together } from '../../../../model/patched/machines/with-code.ts'
import type { Scenario } from '../../../../model/scenarios/parts/scenario.ts'
import { scenarioNamed } from '../../../names/known.ts'
import type { SearchBounds } from '../../../run/search/job.ts'
import { type Tries, trySideBySide } from '../../../run/side-by-side.ts'
import { postedOriginal } from '../worlds/original.ts'
import type { ConfiguredReview } from '../worlds/result.ts'
import { withoutEffect } from './leaving-out.ts'
import { marksIn } from './marks.ts'
import { isOtherwise } from './noticed.ts'

/** What is known of a patch before it is accounted for. */
interface Unaccounted {
  /** In each configuration in which it is looked at; in the usual one first. */
  readonly configured: readonly ConfiguredReview[]
  /** See `PatchConfigurations`. */
  readonly isWhole: boolean
}

/**
 * @param previous the review of the patch before it in a series, which ran the code that this one finds
 * @param isOutside files that need not be accounted for
 * @param tries makes searches; this machine unless said
 */
export async function accountOfReview(
  { configured, isWhole }: Unaccounted,
  previous: Unaccounted | undefined,
  isOutside: (path: string) => boolean,
  bounds: SearchBounds,
  tries: Tries = jobs => trySideBySide(jobs, availableParallelism()),
): Promise<Accounted[]> {
  const seen = configured.map(review => {
    const before = previous?.configured.find(({ configuration }) => configuration === review.configuration)
    const { reading } = review
    const base = evidenceFrom(review, 'before', reading.before)
    return {
      before: before ? combined([evidenceFrom(before, 'after', reading.before), base]) : base,
      after: evidenceFrom(review, 'after', reading.files),
    }
  })
  const all = { before: combined(seen.map(one => one.before)), after: combined(seen.map(one => one.after)) }
  const same = configured.map(({ reading }) => sameByFile(reading))
  const accounts = configured.map((review, at) => {
    const evidence = { before: read(review, 'before'), after: read(review, 'after') }
    function read({ extraction }: ConfiguredReview, side: SideName): Evidence {
      const refused = new Set(extraction.sides[side].refused.map(({ name }) => name))
      // A function that could be read in another configuration was not judged in this one.
      return { ...all[side], idle: (file, fn) => (refused.has(fn) ? seen[at]![side] : all[side]).idle(file, fn) }
    }
    const account = accountOfPatch(review.reading, evidence, isOutside, postedOriginal(review), same[at])
    return { configuration: review.configuration, account }
  })
  const account = joinedAccount(accounts, isWhole)
  const idle = await withoutEffect(account, configured, previous?.configured ?? [], bounds, tries)
  const isAsBefore = !configured.some(review => review.worlds.some(isOtherwise))
  return account.map((one): Accounted => {
    const why = idle.get(one) ?? (isAsBefore ? unseenWords(one) : undefined)
    return why === undefined ? one : orSame({ ...one, class: 'not judged', why }, isSameIn(same, one))
  })
}

const unseenWords = ({ otherwise }: Accounted): string | undefined =>
  otherwise === undefined ? undefined : `it comes out otherwise where ${otherwise}, and no world shows a difference`

const isSameIn = (same: readonly SameByFile[], { file, name }: Accounted): boolean =>
  same.every(those => those.get(file)?.has(name))

const hasPart = ({ environment }: Scenario, part: Part): boolean => environment.parts?.includes(part) ?? false

/** What is known from the code on one side of a patch about statements of those files. */
function evidenceFrom(review: ConfiguredReview, name: SideName, asked: readonly CFile[]): Evidence {
  const { reading, extraction, worlds } = review
  const files = name === 'before' ? reading.base : reading.files
  const marksOf = (those: typeof worlds) =>
    together(those.flatMap(world => marksIn(world[name], world.ran[name], asked)))
  const marksWith = (part: Part) => marksOf(worlds.filter(({ world }) => hasPart(scenarioNamed(world.scenario), part)))
  return evidenceOf({ side: extraction.sides[name], files, asked, marks: marksOf(worlds), marksWith }, extraction)
}
