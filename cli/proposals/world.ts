/**
 * One world of a command line, whose design or scenario may be defined in a file.
 */
import { names } from '../names/known.ts'
import { worldNamed } from '../names/selection.ts'
import type { WorldName } from '../names/world-name.ts'
import { loadProposal } from './load.ts'

/** @throws InputError when a file cannot be run, or the text is not the whole name of a world that exists */
export async function worldFrom(text: string, files: readonly string[] = []): Promise<WorldName> {
  for (const file of files) await loadProposal(file)
  return worldNamed(names, text)
}
