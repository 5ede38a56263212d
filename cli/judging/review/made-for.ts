/**
 * Patches read; of one that does not fit the tree it is said which known code it does fit.
 */
import { anchorSources } from '../../../model/anchors/index.ts'
import type { AnchorSource } from '../../../model/anchors/source.ts'
import type { Patch } from '../../../model/c/patch/patch.ts'
import type { Configuration } from '../../../model/c/text/configuration.ts'
import { Misfit } from '../../../model/c/tree/apply.ts'
import { unseenTree } from '../../../model/c/tree/shown.ts'
import { type PatchReading, readingsOf, readPatches } from '../../../model/patched/reading.ts'
import { listWords } from '../../text/words.ts'

/** @param sources known code  @throws InputError when a patch cannot be read or applied */
export async function readFitting(
  paths: readonly string[],
  tree?: string,
  sources: readonly AnchorSource[] = anchorSources,
  configuration?: Configuration,
): Promise<PatchReading[]> {
  try {
    return await readPatches(paths, tree, configuration)
  } catch (error) {
    if (!(error instanceof Misfit)) throw error
    const known = await madeFor(error.patch, sources)
    throw known === undefined ? error : new Misfit(`${error.message}\n${known}`, error.patch)
  }
}

/** In words: the code that the patch was made for, by git's name of a file, or by functions that it shows whole. */
async function madeFor(patch: Patch, sources: readonly AnchorSource[]): Promise<string | undefined> {
  const named = sources.find(({ file, blob }) =>
    patch.files.some(
      ({ path, blobs }) => path === file && blob !== undefined && blobs && blob.startsWith(blobs.before),
    ),
  )
  if (named !== undefined) return `the patch was made for ${named.file} of ${named.name}`
  const [reading] = await readingsOf([patch], unseenTree)
  const functions = reading!.before.flatMap(file => file.functions)
  const shown = (source: AnchorSource) => functions.filter(({ name, hash }) => source.bodies[name] === hash)
  const most = Math.max(...sources.map(source => shown(source).length))
  if (most === 0) return undefined
  const closest = sources.filter(source => shown(source).length === most)
  const names = shown(closest[0]!).map(({ name }) => `${name}()`)
  return `the patch shows ${listWords(names)} as in ${listWords(closest.map(({ name }) => name))}`
}
