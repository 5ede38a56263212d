/**
 * `gmemcheck merge`: the report of a run, from the files of all its shards.
 */
import type { Command } from 'commander'
import { InputError } from '../../checker/declare.ts'
import type { MutantRequest } from '../judging/mutants/mutants.ts'
import type { ReviewRequest } from '../judging/review/review.ts'
import type { TreeRequest } from '../judging/tree/judged.ts'
import type { Reports } from '../reports/formats/reports.ts'
import { formatsOf } from '../reports/renderers.ts'
import type { Searcher } from '../run/shards/searcher.ts'
import { checkBy } from './judging/check.ts'
import { checkTreeBy } from './judging/check-tree.ts'
import type { CheckAsked } from './judging/checked.ts'
import { type DiffAsked, diffBy } from './judging/diff.ts'
import { mutantsBy } from './judging/mutants.ts'
import { reviewBy } from './judging/review.ts'
import { type SampleAsked, SHARED, sampleBy } from './judging/sample.ts'
import { type SuiteAsked, suiteBy } from './judging/suite.ts'
import { addRendering, addTelling, LOCALS, type Rendering, type TraceOptions } from './options/options.ts'

interface MergeOptions extends Rendering, TraceOptions {
  readonly unfired?: true
  readonly coverage?: string
  readonly patches?: string
}

export function declareMerge(program: Command): void {
  addRendering(
    addTelling(
      program
        .command('merge')
        .description('Tells what the shards of a run have found, as if one machine had made the run.')
        .argument('<file...>', 'the files of all shards, in any order')
        .option('--coverage <file>', 'of a tree or review: write which lines and branches of the C ran, as lcov')
        .option('--locals', `of a check, review or sample: ${LOCALS}`),
      'of a check or review: ',
      'of a check, review or diff: ',
    )
      .option('--patches <directory>', 'of mutants: write those that survived as patches')
      .option('--unfired', 'of a suite: name the transitions that never fired')
      .addHelpText(
        'after',
        `
It ends as the run would have. Patches and trees are read again: run it where
the shards ran. A baseline that the shards were given is known from them.
Examples:
  gmemcheck suite --shard 1/2
  gmemcheck suite --shard 2/2
  gmemcheck merge gmemcheck-1-of-2.jsonl gmemcheck-2-of-2.jsonl`,
      ),
    'check',
    'review',
  ).action(merge)
}

async function merge(files: readonly string[], options: MergeOptions, declared: Command): Promise<void> {
  const { merged } = await import('../run/shards/merged.ts')
  const { run, searcher } = merged(files)
  const { command, asked } = run
  refuseStrange(command, options, declared)
  try {
    await told(command, asked, searcher, options)
  } catch (error) {
    // What the shards read is read again.
    if (!(error instanceof InputError) || !error.message.startsWith('there is no ')) throw error
    const [missing] = error.message.split('\n')
    throw new InputError(`${missing}, which ${files[0]} tells of\nrun merge in the directory in which the shards ran`)
  }
}

async function told(command: MergedCommand, asked: unknown, searcher: Searcher, options: MergeOptions): Promise<void> {
  if (command === 'check') return checkBy(asked as CheckAsked, searcher, options)
  if (command === 'tree') return checkTreeBy(asked as TreeRequest, searcher, options)
  if (command === 'review') return reviewBy(asked as ReviewRequest, searcher, options)
  if (command === 'mutants') return mutantsBy(asked as MutantRequest, searcher, options)
  if (command === 'sample') return sampleBy(asked as SampleAsked, searcher, { ...options, parts: SHARED })
  if (command === 'diff') return diffBy(asked as DiffAsked, searcher, options)
  return suiteBy(asked as SuiteAsked, searcher, options)
}

/** Options and formats that only other runs have. */
type MergedCommand = 'check' | 'tree' | 'review' | 'suite' | 'mutants' | 'diff' | 'sample'

const kinds: Readonly<Record<MergedCommand, keyof Reports>> = {
  check: 'check',
  tree: 'check',
  review: 'review',
  suite: 'suite',
  mutants: 'mutants',
  diff: 'diff',
  sample: 'sample',
}

const strange: Readonly<Record<MergedCommand, readonly (keyof MergeOptions)[]>> = {
  check: ['coverage', 'unfired', 'patches'],
  tree: ['unfired', 'patches'],
  review: ['unfired', 'patches'],
  suite: ['coverage', 'locals', 'why', 'all', 'cause', 'patches'],
  mutants: ['coverage', 'locals', 'why', 'all', 'cause', 'unfired'],
  diff: ['coverage', 'locals', 'why', 'cause', 'unfired', 'patches'],
  sample: ['coverage', 'why', 'all', 'cause', 'unfired', 'patches'],
}

/** @throws InputError when something is asked for that the run would not know */
function refuseStrange(run: MergedCommand, options: MergeOptions, declared: Command): void {
  // A config file speaks to all runs.
  for (const option of strange[run])
    if (declared.getOptionValueSource(option) === 'cli')
      throw new InputError(`these are shards of a ${run} run, which knows no --${option}\nleave it out`)
  const known = formatsOf(kinds[run])
  for (const format of [options.format, ...(options.report ?? []).map(({ format }) => format)])
    if (!known.includes(format))
      throw new InputError(
        `these are shards of a ${run} run, which is not told as ${format}\ngive one of ${known.join(', ')}`,
      )
}
