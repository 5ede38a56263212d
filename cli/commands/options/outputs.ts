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
 * @throws InputError where a file would be written over what the command reads or over code, or where it cannot be, or is a folder
 */
export function refuseOutputs(outputs: readonly string[], inputs: readonly string[]): void {
  for (const output of outputs) {
    if (!existsSync(output)) {
      if (!existsSync(dirname(resolve(output))))
        throw new InputError(`${output} cannot be written: its folder does not exist\nmake the folder, or name another`)
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

/** What to do where a report has no place. */
export const WRITABLE = 'name a file that can be written, in a directory that exists'

/** No report is called so, but for a selftest, which says who wrote it. */
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
