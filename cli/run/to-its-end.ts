/**
 * A command comes to its end when it has told its answer: files of others that it runs can neither end it before, nor keep it
 * from ending.
 */
import { endsTooEarly, filesRun, throwsLate } from '../proposals/running.ts'
import { warn } from '../text/output.ts'
import { exitCodeFor } from './exit-codes.ts'
import { endsAtOnce } from './interrupt.ts'

export async function runToItsEnd(command: () => Promise<void>): Promise<void> {
  process.on('exit', blame)
  process.on('uncaughtException', blameThrown)
  await command()
  process.off('exit', blame)
  if (filesRun().length > 0) process.exit()
}

/** The process ends, and the command has not. */
function blame(): void {
  if (filesRun().length === 0 || endsAtOnce()) return
  process.exitCode = exitCodeFor(['misused'])
  warn(endsTooEarly(filesRun()))
}

/** Something was thrown that no caller has caught. */
function blameThrown(error: Error): void {
  const files = filesRun()
  process.off('exit', blame)
  warn(files.length > 0 ? throwsLate(files, error) : `gmemcheck failed: ${error.stack ?? error}`)
  process.exit(exitCodeFor([files.length > 0 ? 'misused' : 'failed']))
}
