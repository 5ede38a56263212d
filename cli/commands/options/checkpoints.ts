/**
 * Options by which a long search outlives its process, and its memory.
 */
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import type { Command } from 'commander'
import { InputError } from '../../../checker/declare.ts'
import type { WorldName } from '../../names/world-name.ts'
import type { Ended, Job } from '../../run/search/job.ts'
import { warn } from '../../text/output.ts'
import { span } from './numbers.ts'

export interface Checkpoints {
  readonly checkpoint?: string
  readonly checkpointEvery?: number
  readonly resume?: string
  readonly spill: string
}

/** `--checkpoint`, `--checkpoint-every`, `--resume` and `--spill`. */
export const addCheckpoints = (command: Command): Command =>
  command
    .optionsGroup('A search that takes long:')
    .option('--checkpoint <file>', 'write the search of one world down, now and then and when it is cut')
    .option('--checkpoint-every <minutes>', 'how often (default: 5)', span('--checkpoint-every', 'minutes'))
    .option(
      '--resume <file>',
      'go on from a checkpoint, with the options of the search that wrote it; the file is removed once that search is done',
    )
    .option('--spill <directory>', 'where states wait for which there is no memory', tmpdir())

/**
 * What the options mean for the search of these worlds.
 *
 * @throws InputError when they contradict each other, or there are several worlds
 */
export function checkpointOf(
  { checkpoint, checkpointEvery: every, resume }: Partial<Checkpoints>,
  worlds: readonly WorldName[],
): Pick<Job, 'checkpoint'> {
  const file = resume ?? checkpoint
  if (file === undefined) {
    if (every === undefined) return {}
    throw new InputError('--checkpoint-every says how often, but not where\nadd --checkpoint FILE')
  }
  if (resume !== undefined && checkpoint !== undefined)
    throw new InputError('--resume goes on writing to the file it reads\nleave out --checkpoint')
  if (worlds.length !== 1)
    throw new InputError(
      `a checkpoint is of one world, this asks for ${worlds.length}\nname one: SCENARIO@DESIGN, or a design and a scenario`,
    )
  return {
    checkpoint: {
      file,
      ...(resume !== undefined && { resume: true }),
      ...(every !== undefined && { every: every * 60 }),
    },
  }
}

/** Takes a checkpoint away from which nobody will go on, and says so: the search is done, and its result has been told. */
export async function removeSpent(file: string | undefined, outcome: Ended | undefined): Promise<void> {
  if (file === undefined || outcome?.kind !== 'judged' || outcome.result.checkpoint !== undefined) return
  const { removeCheckpoint } = await import('../../../checker/index.ts')
  const isThere = existsSync(file)
  removeCheckpoint(file)
  if (isThere && !existsSync(file)) warn(`note: ${file} is removed: its search has come to its end`)
}
