/**
 * Options that a config file gives to the commands that have them; what the command line says goes before.
 */
import type { Command } from 'commander'

/** Before a command runs. @throws InputError when the file cannot be run, or says what cannot be */
export async function configure(command: Command): Promise<void> {
  if (names.every(name => optionOf(command, name) === undefined)) return
  const { configFile } = await import('../proposals/config-files.ts')
  if (configFile() === undefined) return
  const { readConfig } = await import('../proposals/config.ts')
  for (const [name, value] of Object.entries((await readConfig()) ?? {})) {
    const option = optionOf(command, name)
    if (option === undefined || value === undefined || command.getOptionValueSource(name) === 'cli') continue
    for (const one of [value].flat())
      command.setOptionValueWithSource(
        name,
        option.parseArg
          ? option.parseArg(
              one,
              command.getOptionValueSource(name) === 'config' ? command.getOptionValue(name) : undefined,
            )
          : one,
        'config',
      )
  }
}

const names = ['tree', 'baseline', 'outside', 'report']

/**
 * Reports are of verdicts: commands without any have formats of their own. To `check` a tree is another thing to judge, and
 * not one to which patches apply.
 */
function optionOf(command: Command, name: string) {
  const find = (name: string) => command.options.find(option => option.attributeName() === name)
  if (name === 'report' && find('quiet') === undefined) return undefined
  if (command.name() !== 'check') return find(name)
  return name === 'tree' ? undefined : find(name)
}
