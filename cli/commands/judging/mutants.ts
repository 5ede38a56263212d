/**
 * `gmemcheck mutants`: which small faults in the C of a tree no promise notices.
 */
import { existsSync, rmSync, statSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { InputError } from '../../../checker/declare.ts'
import type { MutantReport, MutantRequest } from '../../judging/mutants/mutants.ts'
import type { Searcher } from '../../run/shards/searcher.ts'
import { makeFolder } from '../../text/folder.ts'
import { reasonOf, refuseUnwritable, writeWhole } from '../../text/whole-file.ts'
import { span, wholeNumber } from '../options/numbers.ts'
import { addRendering, collect, NO_CACHE, type Rendering } from '../options/options.ts'
import { addShards, type Shards, searcherFor, tellShare } from '../options/shards.ts'
import { tell } from '../options/tell.ts'

/** Options that decide what is told. */
type MutantTelling = Rendering & { readonly patches?: string }

interface MutantOptions extends MutantTelling, Shards {
  readonly tree?: string
  readonly function?: string[]
  readonly every: number
  readonly time: number
}

/** A search is cut after so many seconds unless said. */
const TIME = 60

export function declareMutants(program: Command): void {
  addRendering(
    addShards(
      program
        .command('mutants')
        .description(
          'Puts small faults into the C of a tree, one at a time, and says which of them no promise notices.',
        )
        .option('--tree <directory[@revision]>', 'the kernel tree; needed')
        .option('--function <name>', 'only in this function; may be given again (default: all that can run)', collect)
        .option('--every <n>', 'only every so many-th mutant', wholeNumber('--every', 1), 1)
        .option('--patches <directory>', 'write those that survived as patches')
        .option('--time <seconds>', 'cut the search of a world after so long', span('--time', 'seconds'), TIME)
        .option('--no-cache', NO_CACHE),
    ).addHelpText(
      'after',
      `
A mutant is killed by the first promise that it breaks. One that survived
changes what others can see, and breaks none. An equivalent one changes nothing
that anybody can see; a harmless one somebody has looked at. The share counts
those that are not judged as not killed.
Exit codes: 0 a review of each survivor would not end with 0; 1 it would for
one; 3 some are not judged, for it was interrupted.
Examples:
  gmemcheck mutants --tree ~/linux --function kvm_gmem_punch_hole
  gmemcheck mutants --tree ~/linux --every 20`,
    ),
    'mutants',
  ).action(mutants)
}

async function mutants(options: MutantOptions): Promise<void> {
  const { tree, function: functions, every, time: seconds, shard, patches } = options
  if (tree === undefined) throw new InputError('there is no C to put faults into\nname a kernel tree: --tree DIRECTORY')
  if (shard && patches !== undefined)
    throw new InputError('a shard knows the fate of some mutants\ngive --patches to gmemcheck merge')
  const asked = { tree, functions, every, seconds }
  const searcher = await searcherFor(options, availableParallelism())
  if (shard === undefined) return mutantsBy(asked, searcher, options)
  const { judgeMutantsShare } = await import('../../judging/mutants/mutants.ts')
  return tellShare(options, await judgeMutantsShare(asked, searcher), 'mutant')
}

export async function mutantsBy(asked: MutantRequest, searcher: Searcher, options: MutantTelling): Promise<void> {
  if (options.patches !== undefined) refuseFolder(options.patches)
  const { judgeMutants } = await import('../../judging/mutants/mutants.ts')
  const report = await judgeMutants(asked, searcher)
  if (options.patches !== undefined) writePatches(options.patches, report)
  await tell('mutants', report, options)
}

/** Before hours of searches. @throws InputError when the directory cannot be made or written to */
function refuseFolder(directory: string): void {
  if (existsSync(directory) && !statSync(directory).isDirectory())
    throw new InputError(`${directory} is no directory\n${PATCHES}`)
  const made = folderAt(directory)
  try {
    refuseUnwritable(join(directory, 'patch'), PATCHES)
  } finally {
    if (made !== undefined) rmSync(made, { recursive: true })
  }
}

/** The first of its parents that had to be made. @throws InputError when it cannot be made */
function folderAt(directory: string): string | undefined {
  try {
    return makeFolder(directory)
  } catch (error) {
    throw new InputError(`${directory} cannot be made: ${reasonOf(error as Error)}\n${PATCHES}`)
  }
}

const PATCHES = 'name another directory for --patches'

function writePatches(directory: string, { mutants }: MutantReport): void {
  folderAt(directory)
  const survivors = mutants.filter(({ fate }) => fate.kind === 'survived')
  for (const [at, { mutant, patch }] of survivors.entries())
    writeWhole(join(directory, `${at + 1}-${mutant.fn}-${mutant.line}.patch`), patch, PATCHES)
}
