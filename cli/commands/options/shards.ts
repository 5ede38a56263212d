/**
 * Options by which several machines share the searches of one run.
 */
import type { Command } from 'commander'
import { InputError } from '../../../checker/declare.ts'
import { transitionsOf, UNKNOWN } from '../../names/quick.ts'
import type { WorldName } from '../../names/world-name.ts'
import { exitCodeFor, troublesOf, wasInterrupted } from '../../run/exit-codes.ts'
import type { SearchedShare, Searcher } from '../../run/shards/searcher.ts'
import { type Share, share, showShare } from '../../run/shards/share.ts'
import { write } from '../../text/output.ts'
import { count, counted } from '../../text/words.ts'

export interface Shards {
  readonly shard?: Share | undefined
  readonly shardFile?: string | undefined
}

/** `--shard` and `--shard-file`. @param tells whether a shard has a report of its own */
export const addShards = (command: Command, tells: (command: Command) => boolean = () => false): Command =>
  command
    .optionsGroup('A run that several machines share:')
    .option('--shard <i/n>', 'judge one share of all there is, of like cost, for gmemcheck merge', share)
    .option(
      '--shard-file <file>',
      'where the outcomes of the shard go; a shard that was stopped goes on (default: gmemcheck-I-of-N.jsonl)',
    )
    .hook('preAction', (_, command) => {
      if (command.getOptionValue('shard') !== undefined && !tells(command)) refuseFiles(command)
    })

/** A config file names them for all commands, `merge` among them. */
const FILES = ['report', 'html', 'selftest', 'coverage']

/** @throws InputError where a shard is asked for files that only all shards together can fill */
function refuseFiles(command: Command): void {
  const asked = FILES.find(name => command.getOptionValueSource(name) === 'cli')
  if (asked !== undefined)
    throw new InputError(
      `--${asked} is of a report, and a shard has none: it knows a part\ngive --${asked} to gmemcheck merge`,
    )
}

/** @throws InputError when there is a file, but no shard */
export async function searcherFor({ shard, shardFile }: Shards, workers: number): Promise<Searcher> {
  const { searchAll, searchShare } = await import('../../run/shards/searcher.ts')
  if (shard) return searchShare(shard, fileOf(shard, shardFile), workers)
  if (shardFile === undefined) return searchAll(workers)
  throw new InputError('--shard-file is where a shard goes\nsay which one: --shard 1/4')
}

/** Says what a share has searched. The exit code does not depend on what was found. */
export async function tellShare(shards: Shards, share: SearchedShare, what = 'world'): Promise<void> {
  process.exitCode = exitCodeFor(troublesOf(share.outcomes))
  await write(`${shareLines(shards, share, what).join('\n')}\n`)
}

/** How far a share has come, and the command that goes on with it. */
export function shareLines({ shard, shardFile }: Shards, { parts, of, outcomes }: SearchedShare, what: string) {
  const [share, file] = [showShare(shard!), fileOf(shard!, shardFile)]
  if (outcomes.some(wasInterrupted))
    return [`interrupted, with shard ${share} not ended: ${file}`, 'run it again: it goes on where it was']
  return [
    `shard ${share}: ${count(parts)} of ${counted(of, what)} searched, ${file}`,
    'what they come to: gmemcheck merge FILE... of all shards, with --format and --report as for one run',
  ]
}

const fileOf = ({ at, of }: Share, file: string | undefined): string => file ?? `gmemcheck-${at}-of-${of}.jsonl`

/** What worlds are expected to cost. */
export async function costsOf(worlds: readonly WorldName[]): Promise<number[]> {
  const { loadRecorded } = await import('../../judging/suite/recorded.ts')
  const recorded = loadRecorded()
  return worlds.map(world => transitionsOf(world, recorded) ?? UNKNOWN)
}
