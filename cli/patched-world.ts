/**
 * A world in which the C of patches runs, as a review has run it.
 */
import { InputError } from '../checker/errors.ts'
import { extraction } from './extraction.ts'
import type { Built } from './judge.ts'
import { readPatches } from './patch-reading.ts'
import { operationsOf, type WithCode, withCode } from './with-code.ts'

/**
 * @param paths of patches, the last one on top of the others
 * @throws InputError when they cannot be read or applied, or the world runs nothing that they change
 */
export async function patchedWorld(built: Built, paths: readonly string[], tree?: string): Promise<WithCode> {
  const { files, ...reading } = (await readPatches(paths, tree)).at(-1)!
  const { modelled, replaced, leftOut } = extraction({ ...reading, files }, built.design)
  const runs = operationsOf(built.scenario).some(one =>
    modelled.replaceable.get(one)?.some(fn => replaced.includes(fn)),
  )
  if (!runs)
    throw new InputError(
      `${built.scenario.name} runs nothing that ${paths.join(', ')} changes` +
        `\n${leftOut.length > 0 ? `${leftOut.join(', ')} could not be read: see gmemcheck review` : 'replay it in a world that review names'}`,
    )
  return withCode(built, files, replaced)
}
