/**
 * Words that say nothing: `--html ""` is a script whose variable is not set.
 */
import type { Command } from 'commander'
import { InputError } from '../../../checker/declare.ts'

/** Before a command runs. @throws InputError where an argument, or the value of an option, is empty */
export function refuseEmpty(command: Command): void {
  // The path of no steps is empty.
  if (command.name() !== 'replay' && command.args.includes(''))
    throw new InputError('an argument is empty\nleave it out, or say what it is to be')
  for (const option of command.options) {
    const name = option.attributeName()
    if (command.getOptionValueSource(name) === 'cli' && [command.getOptionValue(name)].flat().includes(''))
      throw new InputError(`${option.long} is given nothing\nleave it out, or give it a value: ${option.flags}`)
  }
}
