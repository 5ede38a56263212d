/**
 * Files that a command is asked to write: none of them may be one that it reads, and each needs a folder.
 */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import { InputError } from '../../../checker/declare.ts'
import { refuseUnwritable } from '../../text/whole-file.ts'

/**
 * Before anything is searched. Reports may stand in a kernel tree; its code is code.
 *
 * @param inputs what the command reads, as it is named on the command line: files, or folders of which files are read; other words are passed over
 * @param others what it writes as well, which is looked at when it is written
 * @throws InputError where two would be one file, or a file would be written over what the command reads or over code, or where it cannot be, or is a folder
 */
export function refuseOutputs(
  outputs: readonly string[],
  inputs: readonly string[],
  others: readonly string[] = [],
): void {
  refuseTwice([...outputs, ...others])
  for (const output of outputs) {
    if (!existsSync(output)) {
      const folder = dirname(resolve(output))
      if (!existsSync(folder))
        throw new InputError(`${output} cannot be written: its folder does not exist\nmake the folder, or name another`)
      if (!statSync(folder).isDirectory())
        throw new InputError(`${output} cannot be written: ${dirname(output)} is no folder\nname a file in a folder`)
      continue
    }
    if (statSync(output).isDirectory())
      throw new InputError(`${output} cannot be written: it is a directory\nname a file in it`)
    const path = realpathSync(output)
    if (isRead(path, inputs))
      throw new InputError(`${output} is read by this command, and would be written over\nname another file`)
    if (isCode(path)) throw new InputError(`${output} is code, and would be written over\nname another file`)
  }
  for (const output of outputs) refuseUnwritable(output, WRITABLE)
}

/** A file may have several names. */
function refuseTwice(outputs: readonly string[]): void {
  const places = outputs.map(output => (existsSync(output) ? realpathSync(output) : resolve(output)))
  for (const [at, place] of places.entries())
    if (places.indexOf(place) < at && isPlain(place))
      throw new InputError(`two outputs would be written to ${outputs[at]}, one over the other\nname a file for each`)
}

/** No device, such as a terminal: that takes all that is written. */
const isPlain = (path: string): boolean => !existsSync(path) || statSync(path).isFile()

/** What to do where a report has no place. */
export const WRITABLE = 'name a file that can be written, in a directory that exists'

/** Of all reports only a selftest has such a name, and its header says that gmemcheck wrote it. */
function isCode(path: string): boolean {
  if (!CODE.includes(extname(path)) || !statSync(path).isFile()) return false
  const text = readFileSync(path, 'utf8')
  return text !== '' && !(extname(path) === '.c' && text.includes('Written by gmemcheck'))
}
const CODE = ['.c', '.h', '.S', '.ts', '.mts', '.js', '.mjs', '.cjs', '.py', '.sh', '.patch', '.diff']

const isRead = (path: string, files: readonly string[]): boolean =>
  files.filter(existsSync).some(file => standsFor(realpathSync(file), path))

/** The file itself, or the folder in which it stands, of which every file is read. */
const standsFor = (input: string, path: string): boolean =>
  path === input || (dirname(path) === input && statSync(input).isDirectory())
