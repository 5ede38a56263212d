/**
 * Records which violations each repair heals: every world in which a design breaks promises is searched again with each
 * repair of the design, but where the suite has searched that world.
 */

import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type { NamedDesign } from '../../../model/designs/design.ts'
import type { Entry, Recorded } from '../../../spec/suite/entry.ts'
import { compareText, showWorld, type WorldName } from '../../names/world-name.ts'
import type { Job, Outcome } from '../../run/search/job.ts'
import { trySideBySide } from '../../run/side-by-side.ts'
import { warn } from '../../text/output.ts'
import { writeWhole } from '../../text/whole-file.ts'
import { HEALED, type Healed, healedFile, healedOf, healedText } from '../../violations/causes/healed.ts'
import { repairsOf } from '../../violations/causes/narrow.ts'

/** Worlds of more transitions are left out: their violations are found in smaller ones, too. */
const LARGEST = 200_000

/** A search that takes longer is cut, and its repair counts as not known to heal anything. */
const SECONDS = 60

/** @throws InputError when the file cannot be written */
export async function recordRepairs(recorded: Recorded, designs: readonly NamedDesign[]): Promise<void> {
  const tries = allTries(recorded, designs)
  const outcomes = await trySideBySide(
    tries.map(({ job }) => job),
    availableParallelism(),
  )
  const healed = tries.flatMap(({ of, job }, index): Healed[] => {
    const promises = heldIn(outcomes[index]!)
    const { scenario, design } = job.world
    return promises.length === 0 ? [] : [{ design: of.design, scenario, repair: design, promises }]
  })
  const text = healedText(nameOf(tries), healed)
  if (existsSync(healedFile) && readFileSync(healedFile, 'utf8') === text) return
  writeWhole(healedFile, text, `${HEALED} is as it was`)
  warn(`wrote ${HEALED}: ${healed.length} repairs of worlds, after ${tries.length} searches`)
}

/** What to do where the record is of other searches than those that would be made now; nothing where it is of them. */
export const staleRepairs = (recorded: Recorded, designs: readonly NamedDesign[]): string | undefined =>
  healedOf() === nameOf(allTries(recorded, designs))
    ? undefined
    : `${HEALED} was recorded for other designs, or other broken promises\nrecord it again: gmemcheck suite --record-repairs`

interface Try {
  readonly of: WorldName
  readonly job: Job
}

const allTries = (recorded: Recorded, designs: readonly NamedDesign[]): Try[] =>
  [...recorded.values()].flatMap(entry => triesOf(entry, recorded, designs))

/** The same for the same searches of the same designs. */
const nameOf = (tries: readonly Try[]): string =>
  createHash('sha256')
    .update(
      tries
        .map(({ of, job: { world, promises } }) => JSON.stringify([of, world, promises]))
        .sort(compareText)
        .join('\n'),
    )
    .digest('hex')
    .slice(0, 16)

/** Promises that a world breaks, searched with each repair of its design that the suite does not have there. */
function triesOf(
  { scenario, design, mutation, violated, transitions }: Entry,
  recorded: Recorded,
  designs: readonly NamedDesign[],
): Try[] {
  const promises = Object.keys(violated).sort(compareText)
  if (promises.length === 0 || mutation !== undefined || transitions > LARGEST) return []
  return repairsOf(design, designs)
    .map(({ name }) => ({ scenario, design: name }))
    .filter(world => !recorded.has(showWorld(world)))
    .map(world => ({ of: { scenario, design }, job: { world, promises, bounds: { seconds: SECONDS } } }))
}

/** Nothing of a scenario that the repair does not have, of a world that was not seen whole, or where the promise is no longer put to the test. */
const heldIn = (outcome: Outcome): string[] =>
  outcome.kind !== 'judged'
    ? []
    : outcome.result.judgements.filter(one => one.outcome.verdict === 'holds').map(one => one.property)
