/**
 * `gmemcheck step`: walks through a world by hand, a step at a time.
 */
import { createInterface } from 'node:readline'
import type { Command } from 'commander'
import { exitCodeFor, OK } from '../run/exit-codes.ts'
import { write } from '../text/output.ts'
import { wholeNumber } from './options/numbers.ts'
import { collectFiles, LEAST_WIDTH, LOCALS, PROPOSAL } from './options/options.ts'
import { pageOf } from './options/tell.ts'

interface StepOptions {
  readonly from: string
  readonly initial: number
  readonly width?: number
  readonly locals?: true
  readonly proposal?: string[]
}

export function declareStep(program: Command): void {
  program
    .command('step')
    .description('Walks through a world by hand: says which steps each CPU could take, and takes those that are typed.')
    .argument('<world>', 'SCENARIO@DESIGN or SCENARIO@DESIGN~MUTATION')
    .option('--from <path>', 'begin after these steps, as replay takes them', '')
    .option('--initial <n>', 'initial state to start from, from 0', wholeNumber('--initial', 0), 0)
    .option(
      '--width <columns>',
      'characters of a line (default: the terminal, COLUMNS, or 100)',
      wholeNumber('--width', LEAST_WIDTH),
    )
    .option('--proposal <file>', PROPOSAL, collectFiles)
    .option('--locals', LOCALS)
    .addHelpText(
      'after',
      `
Commands are read from standard input, one a line; "help" tells them.
Examples:
  gmemcheck step convert-to-shared-during-guest-fault@exact-window
  printf 'run\\nmemory\\n' | gmemcheck step convert-to-shared@exact-window`,
    )
    .action(step)
}

/** What a terminal hands on where input has ended before anybody read it: `script -c 'gmemcheck step …' < file`. */
const LATE_END = '\0'

async function step(text: string, options: StepOptions): Promise<void> {
  const [{ worldFrom }, { Walkthrough }, { answerTo }, { againLines, standLines }] = await Promise.all([
    import('../proposals/world.ts'),
    import('./walking/walkthrough.ts'),
    import('./walking/prompt.ts'),
    import('./walking/told.ts'),
  ])
  const page = pageOf(options, options)
  const walk = new Walkthrough(await worldFrom(text, options.proposal), options.initial, options.from)
  const say = (lines: readonly string[]) => write(lines.map(line => `${line}\n`).join(''))
  await say([...standLines(walk, page), '', 'help tells all commands'])
  const isTerminal = process.stdin.isTTY === true
  const input = createInterface({ input: process.stdin, ...(isTerminal && { output: process.stdout }), prompt: '> ' })
  if (isTerminal) {
    process.stdin.on('keypress', (_, key) => {
      if (key?.sequence === LATE_END) input.close()
    })
    input.prompt()
  }
  let refused = false
  for await (const line of input) {
    const answer = answerTo(line, walk, page)
    refused ||= answer.refused === true
    if (answer.ends) break
    if (answer.lines.length > 0) await say(['', ...answer.lines])
    if (isTerminal) input.prompt()
  }
  input.close()
  await say(['', ...againLines(walk, page)])
  process.exitCode = refused && !isTerminal ? exitCodeFor(['misused']) : OK
}
