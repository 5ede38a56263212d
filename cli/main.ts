/**
 * The command line: commands, and how they end.
 */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { InputError } from '../checker/declare.ts'
import { declareAnchors } from './commands/anchors.ts'
import { declareCheck } from './commands/check.ts'
import { declareDiff } from './commands/diff.ts'
import { declareList } from './commands/list.ts'
import { declareReplay } from './commands/replay.ts'
import { declareReview } from './commands/review.ts'
import { declareSample } from './commands/sample.ts'
import { declareSuite } from './commands/suite.ts'
import { INTERNAL, MISUSE, OK } from './run/exit-codes.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

const program = new Command('gmemcheck')
  .description('Says whether designs of KVM guest_memfd keep its promises, and how they break them.')
  .version(version)
  .exitOverride()
  .configureOutput({ outputError: () => {} })
  .addHelpText(
    'after',
    `
Exit codes: 0 all holds or is as expected; 1 something is violated or differs; 2 misuse; 3 a search was cut;
4 internal error.`,
  )

declareSuite(program)
declareCheck(program)
declareSample(program)
declareReplay(program)
declareReview(program)
declareDiff(program)
declareAnchors(program)
declareList(program)

// Whoever reads our output may stop early: `gmemcheck list claims | head`.
process.stdout.on('error', error => {
  if ((error as NodeJS.ErrnoException).code === 'EPIPE') process.exit()
  throw error
})

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = tell(error)
}

/** Says what ended the command, and with which exit code. */
function tell(error: unknown): number {
  if (error instanceof CommanderError) return tellCommanderError(error)
  if (error instanceof InputError) {
    process.stderr.write(`${error.message}\n`)
    return MISUSE
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  process.stderr.write(`gmemcheck failed: ${message} (GMEMCHECK_DEBUG=1 shows where)\n`)
  if (process.env.GMEMCHECK_DEBUG) process.stderr.write(`${stack}\n`)
  return INTERNAL
}

/** Commander's own words, in our form: what is wrong, the nearest name, and where to see what is right. */
function tellCommanderError({ exitCode, code, message }: CommanderError): number {
  if (exitCode === 0) return OK
  if (code === 'commander.help') return MISUSE
  const said = message.replace(/^error: /, '').replace(/\n?\(Did you mean (.*)\?\)/, '; did you mean $1?')
  const command = program.commands.find(candidate => candidate.name() === process.argv[2])
  process.stderr.write(`${said}\nsee: gmemcheck ${command ? `${command.name()} ` : ''}--help\n`)
  return MISUSE
}
