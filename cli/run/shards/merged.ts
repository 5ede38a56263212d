/**
 * The shards of a run put together: every outcome once, and of one run.
 */
import { InputError } from '../../../checker/declare.ts'
import { showWorld, type WorldName } from '../../names/world-name.ts'
import type { Outcome, WalksEnded } from '../search/job.ts'
import { version } from '../search/version.ts'
import { jobKey, walksKey } from './job-key.ts'
import type { Searcher } from './searcher.ts'
import { type Run, readShard, type ShardText } from './shard-file.ts'
import { showShare } from './share.ts'

export interface Merged {
  readonly run: Run
  readonly searcher: Searcher
}

/** @throws InputError when the files are not all shards of one run of this version, each whole and there once */
export function merged(files: readonly string[]): Merged {
  const shards = files.map(file => ({ file, ...readShard(file, FROM_SHARDS) }))
  const [first] = shards
  const {
    shard: { of },
    ...run
  } = first!.head
  if (run.version !== version())
    throw new InputError(
      `${first!.file} was written by another version of gmemcheck\nmerge with the version that ran the shards`,
    )
  for (const [index, one] of shards.entries()) refuseOther(one, shards.slice(0, index), first!)
  const missing = Array.from({ length: of }, (_, at) => at + 1).filter(at =>
    shards.every(one => one.head.shard.at !== at),
  )
  if (missing.length > 0)
    throw new InputError(
      `${missing.length === 1 ? 'shard' : 'shards'} ${missing.join(', ')} of ${of} ${missing.length === 1 ? 'is' : 'are'} missing\ngive the files of all shards`,
    )
  return {
    run,
    searcher: ({ worlds }) => {
      if (JSON.stringify(worlds) !== JSON.stringify(run.worlds))
        throw new InputError(`the shards judged other worlds than this run would\n${AGAIN}`)
      const found = new Map(shards.flatMap(({ outcomes }) => [...outcomes]))
      return {
        isMine: () => true,
        tries: async jobs => jobs.map(job => outcomeOf(job.world, jobKey(job), found)),
        walks: async jobs => jobs.map(job => outcomeOf(job.world, walksKey(job), found) as WalksEnded),
        end: () => {},
      }
    },
  }
}

type NamedShard = ShardText & { readonly file: string }

function refuseOther(one: NamedShard, before: readonly NamedShard[], first: NamedShard): void {
  const { shard, ...run } = one.head
  const { shard: others, ...same } = first.head
  if (JSON.stringify(run) !== JSON.stringify(same) || shard.of !== others.of)
    throw new InputError(`${one.file} and ${first.file} are not of one run\ngive the files of one run only`)
  const twin = before.find(({ head }) => head.shard.at === shard.at)
  if (twin)
    throw new InputError(`${twin.file} and ${one.file} are both shard ${showShare(shard)}\ngive each shard once`)
  if (!one.isWhole)
    throw new InputError(`${one.file} has not ended\nrun shard ${showShare(shard)} again: it goes on where it was`)
}

/** What merge takes. */
const FROM_SHARDS = 'give files that shards of this version wrote: --shard I/N says where'

/** What merge reads again may have changed since: the shards judged what it was then. */
const AGAIN = 'run the shards again, on the files that merge reads now'

function outcomeOf(world: WorldName, key: string, found: ReadonlyMap<string, Outcome>): Outcome {
  const outcome = found.get(key)
  if (outcome === undefined)
    throw new InputError(`no shard has searched ${showWorld(world)} as this run would\n${AGAIN}`)
  return outcome
}
