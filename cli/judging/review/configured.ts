/**
 * Patches in the configurations in which they are looked at.
 */
import { InputError } from '../../../checker/declare.ts'
import type { Configuration } from '../../../model/c/text/configuration.ts'
import { configurationWords, differenceOf } from '../../../model/c/text/configuration.ts'
import { refuseBadCode } from '../../../model/patched/bad-code.ts'
import { askedConfiguration, refuseUndecided } from '../../../model/patched/configured/asked.ts'
import { type PatchConfigurations, patchConfigurations } from '../../../model/patched/configured/configurations.ts'
import type { Extraction } from '../../../model/patched/extraction.ts'
import { filesIn, type PatchReading, readAgain } from '../../../model/patched/reading.ts'
import { readFitting } from './made-for.ts'
import type { PatchPoint } from './worlds/searches.ts'

/** A patch of a series. */
interface ConfiguredPatch {
  /** As it usually is. */
  readonly reading: PatchReading
  /** In each configuration, in the usual one first. */
  readonly readings: readonly Omit<PatchPoint, 'extraction'>[]
  readonly looked: Pick<PatchConfigurations, 'skipped' | 'isWhole'>
}

/**
 * @param config what is said of the configuration: `CONFIG_NUMA=n`
 * @throws InputError when patches cannot be read, or nothing of them depends on what is said
 */
export async function readConfigured(
  paths: readonly string[],
  tree: string | undefined,
  config: readonly string[] | undefined,
): Promise<ConfiguredPatch[]> {
  const asked = askedConfiguration(config)
  const first = await readFitting(paths, tree, undefined, config && asked)
  refuseUndecided(asked, first.flatMap(filesIn))
  const looked = patchConfigurations(first, asked)
  const [usual, ...others] = looked.at(-1)!.configurations
  // Where nothing of the configuration decides about the patches, they are read once.
  const isPlain = Object.keys(usual!).length === Object.keys(asked).length
  const readings = isPlain ? first : await readAgain(first, tree, usual!)
  const again: { readonly differs: Configuration; readonly readings: readonly PatchReading[] }[] = []
  for (const one of others)
    again.push({ differs: differenceOf(one, usual!), readings: await readAgain(first, tree, one) })
  return readings.map((read, at) => {
    const reading = noting(read, looked[at]!.presupposed)
    const skipped = [...looked[at]!.skipped]
    const differing = again.slice(0, looked[at]!.configurations.length - 1).flatMap(({ differs, readings }) => {
      const configuration = configurationWords(differs)
      const gone = goneFrom(reading, readings[at]!)
      if (gone === undefined) return { configuration, differs, reading: readings[at]! }
      skipped.push(`${configuration}, which leaves nothing of ${gone}`)
      return []
    })
    const { isWhole } = looked[at]!
    return {
      reading,
      readings: [{ configuration: '', differs: {}, reading }, ...differing],
      looked: { skipped, isWhole },
    }
  })
}

const noting = (reading: PatchReading, said: readonly string[]): PatchReading => ({
  ...reading,
  patch: { ...reading.patch, notes: [...reading.patch.notes, ...said] },
})

/** A file that has functions usually, and none there. */
const goneFrom = (usual: PatchReading, there: PatchReading): string | undefined =>
  usual.files.find(
    ({ source, functions }) =>
      source.shown === 'all' &&
      functions.length > 0 &&
      there.files.some(other => other.source.file === source.file && other.functions.length === 0),
  )?.source.file

/** @throws InputError when a patch leaves code behind of which no review can be made */
export const pointsOf = (patch: ConfiguredPatch, extract: (reading: PatchReading) => Extraction): PatchPoint[] =>
  patch.readings.map(one => {
    const point = { ...one, extraction: extract(one.reading) }
    refuseIn(point, patch.reading)
    return point
  })

function refuseIn({ configuration, reading, extraction }: PatchPoint, usual: PatchReading): void {
  try {
    refuseBadCode(reading, extraction)
    refuseUnread(reading, usual)
  } catch (error) {
    if (!(error instanceof InputError) || configuration === '') throw error
    throw new InputError(`with ${configuration}: ${error.message}`)
  }
}

/** Where braces do not close, it is outside of functions that the text makes no sense. */
function refuseUnread({ files, patch }: PatchReading, usual: PatchReading): void {
  for (const { source, unread } of files) {
    const known = usual.files.find(other => other.source.file === source.file)?.unread ?? []
    const fresh = unread.find(({ line }) => known.every(other => other.line !== line))
    if (source.shown === 'all' && fresh)
      throw new InputError(
        `${patch.where}: ${source.file}:${fresh.line} does not parse: ${fresh.construct}\ngive a patch whose code compiles`,
      )
  }
}
