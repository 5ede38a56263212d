/**
 * Files that somebody names: there or not, readable or not, and never larger than memory.
 */
import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { InputError } from '../../../checker/declare.ts'
import { plain } from '../patch/plain.ts'

/** No patch and no source file is larger. */
const LARGEST = 2 ** 26
const CHUNK = 2 ** 16

/** The kind of file at a path; a dangling link is nothing. A pipe is a stream: a shell makes one of a command. */
export function kindOf(path: string): 'file' | 'directory' | 'stream' | 'nothing' {
  const stats = statsOf(path)
  if (stats === undefined) return 'nothing'
  return stats.isDirectory() ? 'directory' : stats.isFile() ? 'file' : 'stream'
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path)
  } catch {
    return undefined
  }
}

/** @throws InputError when the file cannot be read, or does not end */
export function bytesOf(path: string): Uint8Array {
  const shown = plain(path)
  try {
    return read(path, shown)
  } catch (error) {
    if (error instanceof InputError) throw error
    throw new InputError(`${shown} cannot be read: ${(error as Error).message}\ngive a file that you may read`)
  }
}

function read(path: string, shown: string): Uint8Array {
  const chunks: Uint8Array[] = []
  const file = openSync(path, 'r')
  try {
    for (let size = 0; ; ) {
      const chunk = Buffer.allocUnsafe(CHUNK)
      const length = readSync(file, chunk)
      if (length === 0) return Buffer.concat(chunks)
      chunks.push(chunk.subarray(0, length))
      size += length
      if (size > LARGEST)
        throw new InputError(`${shown} is larger than ${LARGEST / 2 ** 20} MiB\ngive the patch, or its C file, alone`)
    }
  } finally {
    closeSync(file)
  }
}
