/**
 * `gmemcheck replay`: runs a path again, and says what it breaks.
 */
import type { Command } from 'commander'
import { BROKEN, OK } from '../exit-codes.ts'
import { wholeNumber } from '../numbers.ts'
import { worldNamed } from '../selection.ts'
import { addRendering, pageOf, print, printJson, type Rendering } from './options.ts'

interface ReplayOptions extends Rendering {
  readonly initial: number
  readonly locals?: true
}

export function declareReplay(program: Command): void {
  addRendering(
    program
      .command('replay')
      .description('Runs a path again, step by step, and says what it breaks.')
      .argument('<world>', 'SCENARIO@DESIGN or SCENARIO@DESIGN~MUTATION')
      .argument('<path>', "threads in the order in which they step, each with the letter of its choice: '0.0.1a.1'")
      .option('--initial <n>', 'initial state to start from, from 0', wholeNumber('--initial', 0), 0)
      .option('--locals', 'show locals, and what the model keeps beside the kernel, too'),
  ).action(replayPath)
}

async function replayPath(text: string, path: string, options: ReplayOptions): Promise<void> {
  const { names } = await import('../names.ts')
  const world = worldNamed(names, text)
  const [{ build, propertiesIn }, { replay }] = await Promise.all([
    import('../judge.ts'),
    import('../../checker/index.ts'),
  ])
  const { scenario, system } = build(world)
  const replayed = replay(system, propertiesIn(scenario), options.initial, path)
  const ending = replayed.broken.filter(({ after }) => after === replayed.steps.length)
  const exitCode = ending.length > 0 ? BROKEN : OK
  if (options.format === 'json') {
    printJson({ schema: 1, command: 'replay', exitCode, world: text, ...replayed })
  } else {
    const { replayText } = await import('../reports/replay-text.ts')
    print(replayText(world, scenario, replayed, pageOf(options, options.locals)))
  }
  process.exitCode = exitCode
}
