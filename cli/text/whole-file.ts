/**
 * Files that are written whole or not at all: under a temporary name beside their own, which they take once they are on disk.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { InputError } from '../../checker/declare.ts'

/**
 * What stood at the path stays until the text can take its place; a pipe or a device is written to as it is.
 *
 * @param advice what to do when it cannot be written
 * @throws InputError when the file cannot be written
 */
export function writeWhole(path: string, text: string, advice: string): void {
  refuseDangling(path, advice)
  try {
    if (isSpecial(path)) writeFileSync(path, text)
    else replace(resolved(path), text)
  } catch (error) {
    throw new InputError(`${path} cannot be written: ${reasonOf(error as Error)}\n${advice}`)
  }
}

/**
 * Tries whether a file can be written, before its content is computed, which may take hours. Leaves nothing behind.
 *
 * @throws InputError when it cannot be written
 */
export function refuseUnwritable(path: string, advice: string): void {
  refuseDangling(path, advice)
  if (isSpecial(path)) return
  const part = partOf(resolved(path))
  try {
    closeSync(openSync(part, 'w'))
    rmSync(part)
  } catch (error) {
    throw new InputError(`${path} cannot be written: ${reasonOf(error as Error)}\n${advice}`)
  }
}

/** A link that leads to nothing would be replaced by the file. */
function refuseDangling(path: string, advice: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() && !existsSync(path))
    throw new InputError(`${path} is a link that leads to nothing\n${advice}`)
}

/** Beside it, and of this process. */
const partOf = (path: string): string => `${path}.${process.pid}.part`

/** Without the call that failed, and the name under which the file was about to be written. */
export const reasonOf = ({ message }: Error): string => message.replace(/, \w+( '.*')?$/s, '')

function replace(path: string, text: string): void {
  const part = partOf(path)
  try {
    const file = openSync(part, 'w')
    try {
      const bytes = Buffer.from(text)
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at)
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(part, path)
  } catch (error) {
    rmSync(part, { force: true })
    throw error
  }
}

function isSpecial(path: string): boolean {
  try {
    return !statSync(path).isFile()
  } catch {
    return false
  }
}

/** A link stays one: what it leads to is written. */
function resolved(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
