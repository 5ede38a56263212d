/**
 * Writes what a suite saw into the manifest's data files.
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { InputError } from '../../checker/declare.ts'
import type { Entry } from '../../spec/manifest/entry.ts'
import { sameWorld, type WorldName } from '../names/world-name.ts'
import { MANIFEST_SIGN, manifestFiles } from './manifest-text.ts'
import type { SuiteWorld } from './report.ts'

/**
 * Entries of worlds that were not seen whole this time stay as they are; those of worlds that are no longer listed go.
 * Says on standard error which files changed.
 *
 * @param folder of the manifest's sources
 */
export function record(
  folder: string,
  seen: readonly SuiteWorld[],
  manifest: readonly Entry[],
  listed: readonly WorldName[],
): void {
  const entries = listed.flatMap(
    world =>
      seen.find(other => sameWorld(other.world, world))?.entry ?? manifest.find(entry => sameWorld(entry, world)) ?? [],
  )
  const files = manifestFiles(entries)
  for (const { name, text } of files) {
    const path = `${folder}/${name}`
    if (existsSync(path) && readFileSync(path, 'utf8') === text) continue
    writeFileSync(path, text)
    process.stderr.write(`wrote spec/manifest/${name}\n`)
  }
  for (const name of readdirSync(folder)) {
    const path = `${folder}/${name}`
    if (files.some(file => file.name === name) || !readFileSync(path, 'utf8').includes(MANIFEST_SIGN)) continue
    rmSync(path)
    process.stderr.write(`removed spec/manifest/${name}\n`)
  }
}

/** Where the manifest's sources are. @throws InputError when gmemcheck does not run from a checkout */
export function manifestFolder(): string {
  const built = !import.meta.url.endsWith('.ts')
  const folder = fileURLToPath(new URL(built ? '../../../spec/manifest' : '../../spec/manifest', import.meta.url))
  if (!existsSync(`${folder}/worlds.ts`)) {
    throw new InputError(`the manifest's sources are not at ${folder}\nrecord from a checkout of the project`)
  }
  return folder
}
