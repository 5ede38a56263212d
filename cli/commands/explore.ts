/**
 * `gmemcheck explore`: a world in a page of this machine, which unfolds as one goes.
 */
import type { Command } from 'commander'
import { worldNamed } from '../names/selection.ts'
import { wholeNumber } from '../options/numbers.ts'
import { LOCALS } from '../options/options.ts'
import { pageOf } from '../options/tell.ts'
import { OK } from '../run/exit-codes.ts'
import { write } from '../text/output.ts'

interface ExploreOptions {
  readonly port: number
  readonly from: string
  readonly initial: number
  readonly locals?: true
}

const HIGHEST_PORT = 65_535

export function declareExplore(program: Command): void {
  program
    .command('explore')
    .description('Serves a page, to this machine only, in which a world is walked: its graph unfolds as one goes.')
    .argument('<world>', 'SCENARIO@DESIGN or SCENARIO@DESIGN~MUTATION')
    .option(
      '--port <n>',
      'the port of 127.0.0.1 (default: any that is free)',
      wholeNumber('--port', 1, HIGHEST_PORT),
      0,
    )
    .option('--from <path>', 'begin after these steps, as replay takes them', '')
    .option('--initial <n>', 'initial state to start from, from 0', wholeNumber('--initial', 0), 0)
    .option('--locals', LOCALS)
    .action(explore)
}

async function explore(text: string, options: ExploreOptions): Promise<void> {
  const [{ names }, { Walkthrough }, { serve }] = await Promise.all([
    import('../names/known.ts'),
    import('../walking/walkthrough.ts'),
    import('../walking/explore/server.ts'),
  ])
  const walk = new Walkthrough(worldNamed(names, text), options.initial, options.from)
  const { url, close } = await serve(walk, options.port, pageOf({}, options))
  await write(`${url}\nCtrl-C ends it\n`)
  await new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })
  await close()
  process.exitCode = OK
}
