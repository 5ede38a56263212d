/**
 * `gmemcheck explore`: a world in a page of this machine, which unfolds as one goes.
 */
import type { Command } from 'commander'
import { OK } from '../run/exit-codes.ts'
import { write } from '../text/output.ts'
import { wholeNumber } from './options/numbers.ts'
import { collectFiles, LOCALS, PROPOSAL } from './options/options.ts'
import { pageOf } from './options/tell.ts'

interface ExploreOptions {
  readonly port?: number
  readonly from: string
  readonly initial: number
  readonly locals?: true
  readonly proposal?: string[]
}

const HIGHEST_PORT = 65_535

export function declareExplore(program: Command): void {
  program
    .command('explore')
    .description('Serves a page, to this machine only, in which a world is walked: its graph unfolds as one goes.')
    .argument('<world>', 'SCENARIO@DESIGN or SCENARIO@DESIGN~MUTATION')
    .option('--port <n>', 'the port of 127.0.0.1 (default: any that is free)', wholeNumber('--port', 1, HIGHEST_PORT))
    .option('--from <path>', 'begin after these steps, as replay takes them', '')
    .option('--initial <n>', 'initial state to start from, from 0', wholeNumber('--initial', 0), 0)
    .option('--proposal <file>', PROPOSAL, collectFiles)
    .option('--locals', LOCALS)
    .action(explore)
}

async function explore(text: string, options: ExploreOptions): Promise<void> {
  const [{ worldFrom }, { Walkthrough }, { serve }] = await Promise.all([
    import('../proposals/world.ts'),
    import('./walking/walkthrough.ts'),
    import('./walking/explore/server.ts'),
  ])
  const walk = new Walkthrough(await worldFrom(text, options.proposal), options.initial, options.from)
  const { url, close } = await serve(walk, options.port ?? 0, pageOf({}, options))
  await write(`${url}\nCtrl-C ends it\n`)
  await new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })
  await close()
  process.exitCode = OK
}
