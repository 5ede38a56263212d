/**
 * The command line: commands, and how they end.
 */
import { Command, CommanderError } from 'commander'
import { InputError } from '../checker/declare.ts'
import { declareAnchors } from './commands/anchors.ts'
import { declareBaseline } from './commands/baseline.ts'
import { declareDiagram } from './commands/diagram.ts'
import { declareExplore } from './commands/explore.ts'
import { declareCheck } from './commands/judging/check.ts'
import { declareDiff } from './commands/judging/diff.ts'
import { declareMutants } from './commands/judging/mutants.ts'
import { declareReplay } from './commands/judging/replay.ts'
import { declareReview } from './commands/judging/review.ts'
import { declareSample } from './commands/judging/sample.ts'
import { declareSuite } from './commands/judging/suite.ts'
import { declareList } from './commands/list.ts'
import { declareManual } from './commands/manual.ts'
import { declareMerge } from './commands/merge.ts'
import { declareNew } from './commands/new.ts'
import { configure } from './commands/options/configured.ts'
import { refuseEmpty } from './commands/options/empty.ts'
import { forgetCache } from './commands/options/options.ts'
import { declareStep } from './commands/step.ts'
import { programVersion } from './names/program.ts'
import { type ExitCode, exitCodeFor, OK } from './run/exit-codes.ts'
import { endSearchesOnInterrupt } from './run/interrupt.ts'
import { runToItsEnd } from './run/to-its-end.ts'
import { OutputError, warn, write } from './text/output.ts'

/** Commands whose answer may be in parts. */
const SEARCHING = ['suite', 'check', 'sample', 'review', 'diff', 'mutants']

/** Text that Commander writes to standard output: help, or the version. */
let help = ''

const program = new Command('gmemcheck')
  .description('Says whether designs of KVM guest_memfd keep its promises, and how they break them.')
  .version(programVersion)
  .exitOverride()
  // Long arguments leave less room for what they mean.
  .configureHelp({ minWidthToWrap: 20 })
  .configureOutput({
    outputError: () => {},
    writeErr: text => warn(text.trimEnd()),
    writeOut: text => {
      help += text
    },
  })
  .addHelpText(
    'after',
    `
Exit codes: 0 all holds or is as expected; 1 something is violated or differs;
2 misuse, or output that cannot be written; 3 a search was cut or interrupted,
or something was not judged; 4 internal error.`,
  )

declareSuite(program)
declareCheck(program)
declareMerge(program)
declareBaseline(program)
declareSample(program)
declareReplay(program)
declareStep(program)
declareExplore(program)
declareReview(program)
declareDiff(program)
declareDiagram(program)
declareMutants(program)
declareAnchors(program)
declareList(program)
declareNew(program)
declareManual(program)
program.hook('preAction', (_, command) => {
  if (SEARCHING.includes(command.name())) endSearchesOnInterrupt()
})
program.hook('preAction', (_, command) => refuseEmpty(command))
program.hook('preAction', (_, command) => forgetCache(command))
program.hook('preAction', (_, command) => configure(command))

await runToItsEnd(() =>
  run().catch(error => {
    process.exitCode = tell(error)
  }),
)

async function run(): Promise<void> {
  try {
    await program.parseAsync()
  } finally {
    if (help !== '') await write(help)
  }
}

/** Says what ended the command, and with which exit code. */
function tell(error: unknown): ExitCode {
  if (error instanceof CommanderError) return tellCommanderError(error)
  if (error instanceof InputError || error instanceof OutputError) {
    warn(error.message)
    return exitCodeFor(['misused'])
  }
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  warn(`gmemcheck failed: ${message} (GMEMCHECK_DEBUG=1 shows where)`)
  if (process.env.GMEMCHECK_DEBUG) warn(`${stack}`)
  return exitCodeFor(['failed'])
}

/** Commander's own words, in our form: what is wrong, the nearest name, and where to see what is right. */
function tellCommanderError({ exitCode, code, message }: CommanderError): ExitCode {
  if (exitCode === 0) return OK
  if (code === 'commander.help') return exitCodeFor(['misused'])
  const said = message.replace(/^error: /, '').replace(/\n?\(Did you mean (.*)\?\)/, '; did you mean $1?')
  const command = program.commands.find(candidate => candidate.name() === process.argv[2])
  warn(`${said}\nsee: gmemcheck ${command ? `${command.name()} ` : ''}--help`)
  return exitCodeFor(['misused'])
}
