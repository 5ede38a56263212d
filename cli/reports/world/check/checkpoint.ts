/**
 * How to go on with a search that was cut.
 */
import type { KeptCheckpoint } from '../../../../checker/index.ts'
import { showWorld, type WorldName } from '../../../names/world-name.ts'

/** The command that goes on from the checkpoint. @param more the options by which the search was told what to do */
export const resumeCommand = (world: WorldName, { file }: KeptCheckpoint, more: readonly string[]): string =>
  ['gmemcheck check', showWorld(world), ...more, '--resume', quoted(file)].join(' ')

/** As a shell takes it for one word. */
const quoted = (word: string): string => (/^[\w./+:@=-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)
