/**
 * `gmemcheck merge`: the report of a run, from the files of all its shards.
 */
import type { Command } from 'commander'
import { addRendering, type Rendering } from '../options/options.ts'
import { type CheckAsked, checkBy } from './judging/check.ts'
import { type SuiteAsked, suiteBy } from './judging/suite.ts'

interface MergeOptions extends Rendering {
  readonly locals?: true
  readonly unfired?: true
  readonly baseline?: string
}

export function declareMerge(program: Command): void {
  addRendering(
    program
      .command('merge')
      .description('Tells what the shards of a run have found, as if one machine had made the run.')
      .argument('<file...>', 'the files of all shards, in any order')
      .option('--baseline <file>', 'of a check: violations that are accepted')
      .option('--locals', 'of a check: show locals, and what the model keeps beside the kernel, too')
      .option('--unfired', 'of a suite: name the transitions that never fired')
      .addHelpText(
        'after',
        `
It ends as the run would have.
Examples:
  gmemcheck suite --shard 1/2
  gmemcheck suite --shard 2/2
  gmemcheck merge gmemcheck-1-of-2.jsonl gmemcheck-2-of-2.jsonl`,
      ),
    'suite',
  ).action(merge)
}

async function merge(files: readonly string[], options: MergeOptions): Promise<void> {
  const { merged } = await import('../run/shards/merged.ts')
  const { run, searcher } = merged(files)
  if (run.command === 'check') return checkBy(run.asked as CheckAsked, searcher, options)
  return suiteBy(run.asked as SuiteAsked, searcher, options)
}
