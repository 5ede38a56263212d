/**
 * A world in which the C of patches runs, as a review has run it.
 */
import { InputError } from '../../../checker/declare.ts'
import { saidResults } from '../../../model/code/assumptions.ts'
import { askedConfiguration, refuseUndecided } from '../../../model/patched/configured/asked.ts'
import { extraction } from '../../../model/patched/extraction.ts'
import { builtWithout, leavingOut } from '../../../model/patched/lacking.ts'
import { type WithCode, withCode } from '../../../model/patched/machines/with-code.ts'
import { filesIn, readPatches } from '../../../model/patched/reading.ts'
import { operationsOf } from '../../../model/scenarios/parts/scenario.ts'
import type { Built } from '../../../model/world.ts'
import { refuseKnown, refuseUncalled } from '../../names/assumed-calls.ts'
import { counted } from '../../text/words.ts'

/** The code of patches, each on top of those before it. */
export interface PatchedCode {
  /** Of patches and series. */
  readonly paths: readonly string[]
  /** The tree to which the first one applies, if one is given. */
  readonly tree?: string
  /** How many of the patches are applied, from 1; all unless said. */
  readonly after?: number
  /** Assumptions about functions that nothing binds, as --assume has them. */
  readonly assume?: readonly string[]
  /** What is said of the configuration, as --config has it. */
  readonly config?: readonly string[]
}

/** @throws InputError when patches cannot be read or applied, there are fewer, or the world runs nothing that they change */
export async function patchedWorld(
  built: Built,
  { paths, tree, after, assume = [], config }: PatchedCode,
): Promise<WithCode> {
  const said = saidResults(assume)
  const asked = askedConfiguration(config)
  const readings = await readPatches(paths, tree, config && asked)
  refuseUndecided(asked, readings.flatMap(filesIn))
  refuseUncalled(said, readings.flatMap(filesIn))
  refuseKnown(said, readings.flatMap(filesIn), built.design)
  const at = after ?? readings.length
  if (at > readings.length)
    throw new InputError(
      `${paths.join(', ')}: there ${readings.length === 1 ? 'is' : 'are'} ${counted(readings.length, 'patch', 'patches')}, and --after asks for ${at}\nsay --after 1 to ${readings.length}, or leave it out for all`,
    )
  const { files, ...reading } = readings[at - 1]!
  const { modelled, replaced, leftOut, lacking } = extraction({ ...reading, files }, built.design, said)
  const runs = operationsOf(built.scenario).some(one =>
    modelled.replaceable.get(one)?.some(fn => replaced.includes(fn)),
  )
  if (!runs)
    throw new InputError(
      `${built.scenario.name} runs nothing that ${paths.join(', ')} changes` + `\n${elsewhere(leftOut, tree)}`,
    )
  return withCode(builtWithout(built, leavingOut(lacking).without), files, replaced, { said })
}

/** What to do where no code of the world is run. */
function elsewhere(leftOut: readonly string[], tree: string | undefined): string {
  if (leftOut.length > 0) return `${leftOut.join(', ')} could not be read: see gmemcheck review`
  const inTree =
    tree === undefined ? 'give --tree, if review was given one: a patch alone shows few functions whole; or ' : ''
  return `${inTree}replay it in a world that review names`
}
