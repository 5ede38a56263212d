/**
 * The manual page, in the language of man(7).
 */
import type { Command } from 'commander'
import { programVersion } from '../../names/program.ts'

export const manualPage = (program: Command): string =>
  [
    `.TH GMEMCHECK 1 "" "gmemcheck ${programVersion}"`,
    '.SH NAME',
    `gmemcheck \\- ${text(firstLower(program.description()))}`,
    '.SH SYNOPSIS',
    ...program.commands.flatMap(command => ['.PP', `.B gmemcheck ${text(command.name())}`, text(command.usage())]),
    '.SH COMMANDS',
    ...program.commands.flatMap(command => commandLines(command, 'gmemcheck')),
    '.SH EXIT STATUS',
    '.TP',
    '.B 0',
    'All holds, or is as expected.',
    '.TP',
    '.B 1',
    'Something is violated, or differs.',
    '.TP',
    '.B 2',
    'The command line or a file is wrong, or the output cannot be written.',
    '.TP',
    '.B 3',
    'A search was cut or interrupted, or something was not judged.',
    '.TP',
    '.B 4',
    'gmemcheck failed.',
    '',
  ].join('\n')

function commandLines(command: Command, above: string): string[] {
  const name = `${above} ${command.name()}`
  return [
    `.SS ${text(`${name} ${command.usage()}`)}`,
    text(command.description()),
    ...command.registeredArguments.flatMap(one => ['.TP', `.I ${text(one.name())}`, text(one.description)]),
    ...command.options.flatMap(one => ['.TP', `.B ${text(one.flags)}`, text(one.description)]),
    ...command.commands.flatMap(inner => commandLines(inner, name)),
  ]
}

const firstLower = (sentence: string): string => `${sentence[0]!.toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`

/** No line begins a request, and no backslash an escape. */
const text = (words: string): string =>
  words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/\s+/g, ' ')
    .replace(/^([.'])/, '\\&$1')
