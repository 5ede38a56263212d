/**
 * Files that somebody names: there or not, readable or not, and never larger than memory.
 */
import { closeSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { InputError } from '../../../checker/declare.ts'
import { plain } from '../patch/plain.ts'

/** What is no longer read, and what to do then. */
export interface Limit {
  readonly bytes: number
  readonly advice: string
}

const MIB = 2 ** 20
/** No patch and no source file is larger. */
const CODE: Limit = { bytes: 64 * MIB, advice: 'give the patch, or its C file, alone' }
/** Nor is what gmemcheck itself writes. */
const WRITTEN: Limit = { bytes: 256 * MIB, advice: 'give a file that gmemcheck wrote' }
const CHUNK = 2 ** 16

/** What stands for standard input, where a file could. */
export const STDIN = '-'

/** As messages name it. */
export const shownPath = (path: string): string => (path === STDIN ? 'standard input' : plain(path))

/** The kind of file at a path; a dangling link is nothing. A pipe is a stream: a shell makes one of a command. */
export function kindOf(path: string): 'file' | 'directory' | 'stream' | 'nothing' {
  if (path === STDIN) return 'stream'
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
export function bytesOf(path: string, limit = CODE): Uint8Array {
  const shown = shownPath(path)
  try {
    return read(path, shown, limit)
  } catch (error) {
    if (error instanceof InputError) throw error
    throw new InputError(`${shown} cannot be read: ${(error as Error).message}\ngive a file that you may read`)
  }
}

function read(path: string, shown: string, { bytes, advice }: Limit): Uint8Array {
  if (kindOf(path) === 'directory') throw new InputError(`${shown} is a directory\ngive a file`)
  if (waitsForAWriter(path))
    throw new InputError(
      `${shown} is a named pipe, to which perhaps nobody writes\ngive a file, or - for standard input`,
    )
  const chunks: Uint8Array[] = []
  const file = path === STDIN ? 0 : openSync(path, 'r')
  try {
    for (let size = 0; ; ) {
      const chunk = Buffer.allocUnsafe(CHUNK)
      const length = readWhenThere(file, chunk)
      if (length === 0) return Buffer.concat(chunks)
      chunks.push(chunk.subarray(0, length))
      size += length
      if (size > bytes) throw new InputError(`${shown} is larger than ${bytes / MIB} MiB\n${advice}`)
    }
  } finally {
    if (file !== 0) closeSync(file)
  }
}

/** Nobody need ever open a pipe that has a name; pipes that a shell has opened have a descriptor. */
const waitsForAWriter = (path: string): boolean =>
  path !== STDIN && !/^\/(dev\/(stdin|fd\/)|proc\/)/.test(path) && statsOf(path)?.isFIFO() === true

/** Whoever writes to a pipe may take its time. */
function readWhenThere(file: number, chunk: Uint8Array): number {
  for (;;) {
    try {
      return readSync(file, chunk)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EOF') return 0
      if (code !== 'EAGAIN') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS)
    }
  }
}
const PAUSE_MS = 10

/** The text of a file that gmemcheck wrote. @throws InputError when it cannot be read, or does not end */
export const writtenText = (path: string): string => Buffer.from(bytesOf(path, WRITTEN)).toString('utf8')
