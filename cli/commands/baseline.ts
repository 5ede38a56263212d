/**
 * `gmemcheck baseline`: violations that are accepted, so that only others fail.
 */
import type { Command } from 'commander'
import { InputError } from '../../checker/declare.ts'
import { warn, write } from '../text/output.ts'

export function declareBaseline(program: Command): void {
  const baseline = program
    .command('baseline')
    .description('Keeps a list of accepted violations, each by its fingerprint, for check --baseline.')
  baseline
    .command('update')
    .description('Accepts the violations that reports show, and drops those that their worlds no longer show.')
    .argument('<baseline>', 'the file to write')
    .argument('<report...>', 'reports of check or review, as --format json prints them; - for standard input')
    .addHelpText(
      'after',
      `
Entries of worlds that no report has seen whole stay, and so do those of a
promise of which a report looked for one way only: --baseline looks for all of
them. Examples, of a first baseline and of what has changed since:
  : > accepted.jsonl
  gmemcheck check linux-6-12 --baseline accepted.jsonl --report json=found.json
  gmemcheck baseline update accepted.jsonl found.json`,
    )
    .action(update)
}

/** Why the next run may find more. */
const ONE_WAY =
  'shows one way to break a promise where there may be others\nto have all of them accepted at once, make the report with --baseline, which may be an empty file'

async function update(file: string, reports: readonly string[]): Promise<void> {
  const [
    { baselineText, readBaselineIfThere },
    { shownBy, updated },
    { kindOf, shownPath, writtenText },
    { writeWhole },
  ] = await Promise.all([
    import('../violations/baseline/entries.ts'),
    import('../violations/baseline/update.ts'),
    import('../../model/c/tree/files.ts'),
    import('../text/whole-file.ts'),
  ])
  const before = readBaselineIfThere(file)
  const shown = reports.map(path => {
    if (kindOf(path) === 'nothing') throw new InputError(`there is no ${shownPath(path)}\ngive a report, as JSON`)
    return shownBy(writtenText(path), shownPath(path))
  })
  const { entries, added, gone } = updated(before, shown)
  writeWhole(file, baselineText(entries), 'name another file for the baseline')
  for (const [at, { isPartial }] of shown.entries()) if (isPartial) warn(`note: ${shownPath(reports[at]!)} ${ONE_WAY}`)
  await write(
    [
      `${file}: ${entries.length} accepted, of which ${added.length} new; ${gone.length} gone`,
      ...added.map(({ fingerprint, place, why }) => `  new   ${fingerprint}  ${why ?? place}`),
      ...gone.map(({ fingerprint, place, why }) => `  gone  ${fingerprint}  ${why ?? place}`),
      '',
    ].join('\n'),
  )
}
