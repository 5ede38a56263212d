/**
 * `gmemcheck check --tree`: judges the C of a kernel tree.
 */
import { InputError } from '../../../checker/declare.ts'
import type { TreeRequest } from '../../judging/tree/judged.ts'
import { promisesAskedFor } from '../../names/selection.ts'
import type { SearchBounds } from '../../run/search/job.ts'
import type { Searcher } from '../../run/shards/searcher.ts'
import type { Rendering, TraceOptions } from '../options/options.ts'
import { type Shards, searcherFor, tellShare } from '../options/shards.ts'
import { tell } from '../options/tell.ts'

/** Options of `check` that only a tree has a meaning for. */
export interface TreeOptions {
  readonly tree?: string
  readonly against?: string
  readonly assume?: string[]
  readonly config?: string[]
  readonly coverage?: string
}

/** Options of `check` that have a meaning for a tree too, and those that have none. */
interface OtherOptions extends TreeTelling, Shards {
  readonly baseline?: string
  readonly promise?: string[]
  readonly mutation?: unknown
  readonly checkpoint?: unknown
  readonly resume?: unknown
}

/** Options that decide what is told. */
type TreeTelling = Rendering & TraceOptions & { readonly coverage?: string }

/** @throws InputError when an option makes no sense for C, or the tree cannot be read */
export async function checkTree(
  scenarios: readonly string[],
  options: TreeOptions & OtherOptions,
  workers: number,
  bounds: SearchBounds,
): Promise<void> {
  for (const option of ['mutation', 'checkpoint', 'resume'] as const)
    if (options[option] !== undefined)
      throw new InputError(`--${option} does not go with --tree\nleave one of them out`)
  const { promises } = await import('../../../spec/promises/index.ts')
  const { baselineAsked } = await import('../../violations/baseline/entries.ts')
  const { tree: place, against, assume, config, promise, baseline } = options
  const asked = {
    place: place!,
    against,
    assume,
    config,
    scenarios,
    promises: promise && promisesAskedFor(promises, promise),
    bounds,
    ...baselineAsked(baseline),
  }
  const searcher = await searcherFor(options, workers)
  if (options.shard === undefined) return checkTreeBy(asked, searcher, options)
  const { judgeTreeShare } = await import('../../judging/tree/judged.ts')
  return tellShare(options, await judgeTreeShare(asked, searcher))
}

export async function checkTreeBy(asked: TreeRequest, searcher: Searcher, options: TreeTelling): Promise<void> {
  const { judgeTree } = await import('../../judging/tree/judged.ts')
  const judged = await judgeTree(asked, searcher)
  if (options.coverage !== undefined) {
    const { lcovRecord, writeLcov } = await import('../../judging/review/lines.ts')
    const { coverage, tree } = judged.tree
    writeLcov(options.coverage, lcovRecord('tree', tree.file.source.file, coverage.ran))
  }
  await tell('check', judged, options, options)
}

/** @throws InputError when an option is given that only a tree has a meaning for */
export function refuseWithoutTree(options: TreeOptions): void {
  for (const option of ['against', 'assume', 'config', 'coverage'] as const)
    if (options[option] !== undefined)
      throw new InputError(`--${option} is about the C of a tree\ngive the tree too: --tree DIRECTORY`)
}
