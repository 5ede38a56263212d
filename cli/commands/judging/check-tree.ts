/**
 * `gmemcheck check --tree`: judges the C of a kernel tree.
 */
import { availableParallelism } from 'node:os'
import { InputError } from '../../../checker/declare.ts'
import { promisesAskedFor } from '../../names/selection.ts'
import type { Rendering } from '../../options/options.ts'
import { tell } from '../../options/tell.ts'
import type { SearchBounds } from '../../search/job.ts'

/** Options of `check` that only a tree has a meaning for. */
export interface TreeOptions {
  readonly tree?: string
  readonly against?: string
  readonly assume?: string[]
  readonly coverage?: string
}

/** Options of `check` that have a meaning for a tree too, and those that have none. */
interface OtherOptions extends Rendering {
  readonly promise?: string[]
  readonly workers?: number
  readonly locals?: true
  readonly mutation?: unknown
  readonly checkpoint?: unknown
  readonly resume?: unknown
  readonly shard?: unknown
  readonly baseline?: unknown
}

/** @throws InputError when an option makes no sense for C, or the tree cannot be read */
export async function checkTree(
  scenarios: readonly string[],
  options: TreeOptions & OtherOptions,
  place: string,
  bounds: SearchBounds,
): Promise<void> {
  for (const option of ['mutation', 'checkpoint', 'resume', 'shard', 'baseline'] as const)
    if (options[option] !== undefined)
      throw new InputError(`--${option} does not go with --tree\nleave one of them out`)
  const [{ judgeTree }, { promises }] = await Promise.all([
    import('../../judging/tree/judged.ts'),
    import('../../../spec/promises/index.ts'),
  ])
  const judged = await judgeTree({
    place,
    against: options.against,
    assume: options.assume,
    scenarios,
    promises: options.promise && promisesAskedFor(promises, options.promise),
    bounds,
    workers: options.workers ?? availableParallelism(),
  })
  if (options.coverage !== undefined) {
    const { lcovRecord, writeLcov } = await import('../../judging/review/lines.ts')
    const { coverage, tree } = judged.tree
    writeLcov(options.coverage, lcovRecord('tree', tree.file.source.file, coverage.ran))
  }
  await tell('check', judged, options, options)
}

/** @throws InputError when an option is given that only a tree has a meaning for */
export function refuseWithoutTree(options: TreeOptions): void {
  for (const option of ['against', 'assume', 'coverage'] as const)
    if (options[option] !== undefined)
      throw new InputError(`--${option} is about the C of a tree\ngive the tree too: --tree DIRECTORY`)
}
