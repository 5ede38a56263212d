/**
 * `gmemcheck man` and `gmemcheck completion`: from the same declarations as --help.
 */
import type { Command } from 'commander'
import { write } from '../text/output.ts'
import { oneOf } from './options/options.ts'

const shells = ['bash', 'zsh', 'fish'] as const

export function declareManual(program: Command): void {
  program
    .command('man')
    .description('Prints the manual page, for man -l -.')
    .action(async () => write((await import('./manual/page.ts')).manualPage(program)))
  program
    .command('completion')
    .description('Prints what a shell needs to complete commands, options, designs and scenarios.')
    .argument('<shell>', `one of ${shells.join(', ')}`, oneOf('the shell', shells))
    .addHelpText(
      'after',
      `
Examples:
  gmemcheck completion bash > gmemcheck.bash && . ./gmemcheck.bash
  gmemcheck completion zsh > ~/.zfunc/_gmemcheck  (a directory of fpath)
  gmemcheck completion fish > ~/.config/fish/completions/gmemcheck.fish`,
    )
    .action(async (shell: (typeof shells)[number]) =>
      write((await import('./manual/completion.ts')).completionFor(shell, program)),
    )
}
