/**
 * A file that is either whole or not there, and says so when somebody has changed it.
 *
 * First a line that names the format, then items one after the other, then a checksum of all before it. It is written
 * beside its name and takes the name once it is on disk: a kill at any moment leaves the file before it.
 */
import { createHash } from 'node:crypto'
import { closeSync, fstatSync, fsyncSync, lstatSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { InputError } from '../declare/errors.ts'
import { readAll, slices, writeAll } from './disk.ts'

const KIND = 'checkpoint of a search'
/** Raised when items change. */
const FORMAT = 1
const HEAD = Buffer.from(`${KIND} ${FORMAT}\n`)
const CHECKSUM = 32
const SLICE = 1 << 20

/** Takes items. */
export class Writing {
  private readonly fd: number
  private readonly hash = createHash('sha256')

  constructor(fd: number) {
    this.fd = fd
    this.row(HEAD)
  }

  row(row: ArrayBufferView): void {
    for (const { bytes } of slices(row)) this.hash.update(bytes)
    writeAll(this.fd, row)
  }

  /** Anything that JSON can say. */
  value(value: unknown): void {
    const text = Buffer.from(JSON.stringify(value))
    this.row(Uint32Array.of(text.length))
    this.row(text)
  }

  end(): void {
    writeAll(this.fd, this.hash.digest())
    fsyncSync(this.fd)
  }
}

/** A part of a search that writes itself to a checkpoint. */
export interface Saved {
  save(out: Writing): void
}

/** Gives items back, in the order in which they were written. */
export class Reading {
  private readonly fd: number
  private at = HEAD.length

  constructor(fd: number) {
    this.fd = fd
  }

  /** Fills a row of the length that was written. */
  row<R extends ArrayBufferView>(row: R): R {
    readAll(this.fd, row, this.at)
    this.at += row.byteLength
    return row
  }

  value<T>(): T {
    const [length] = this.row(new Uint32Array(1))
    return JSON.parse(Buffer.from(this.row(new Uint8Array(length!))).toString())
  }
}

/** Where a checkpoint would be written first, there is a file that no search has left behind. */
export class ForeignFileError extends Error {}

/**
 * Puts what `fill` writes in the place of the file of that name, if there is one.
 *
 * @throws ForeignFileError when it would have to write over a file that is no checkpoint
 */
export function replaceFile(path: string, fill: (out: Writing) => void): void {
  const part = partOf(path)
  if (!isFree(part)) throw new ForeignFileError(`${part} exists, and is no checkpoint`)
  const fd = openSync(part, 'w')
  try {
    const out = new Writing(fd)
    fill(out)
    out.end()
  } catch (error) {
    rmSync(part)
    throw error
  } finally {
    closeSync(fd)
  }
  renameSync(part, path)
  const directory = openSync(dirname(path), 'r')
  fsyncSync(directory)
  closeSync(directory)
}

/** @throws InputError when there is no such file, or it is not what was written */
export function readFile<T>(path: string, take: (from: Reading) => T): T {
  let fd: number
  try {
    fd = openSync(path, 'r')
  } catch (error) {
    throw new InputError(`${path} cannot be read: ${(error as Error).message}\nname the file of a checkpoint`)
  }
  try {
    verify(fd, path)
    return take(new Reading(fd))
  } finally {
    closeSync(fd)
  }
}

/** Takes the file away, and what a kill may have left beside it. */
export function removeFile(path: string): void {
  for (const name of [path, partOf(path)]) removeIfFree(name)
}

/** Takes away what is being written, and is not yet the file. */
export const removeHalf = (path: string): void => removeIfFree(partOf(path))

function removeIfFree(name: string): void {
  if (isFree(name)) rmSync(name, { force: true })
}

/** Nothing is there but a checkpoint, or as much of one as was written before a kill. */
function isFree(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false })
  if (found === undefined) return true
  if (!found.isFile()) return false
  const fd = openSync(path, 'r')
  const head = Buffer.alloc(KIND.length)
  const length = readSync(fd, head)
  closeSync(fd)
  return KIND.startsWith(head.toString('latin1', 0, length))
}

const partOf = (path: string): string => `${path}.part`

function verify(fd: number, path: string): void {
  const size = fstatSync(fd).isFile() ? fstatSync(fd).size : 0
  const head = Buffer.alloc(HEAD.length)
  const end = size - CHECKSUM
  if (end < head.length || !readAll(fd, head, 0) || !head.toString().startsWith(`${KIND} `))
    throw new InputError(`${path} is no checkpoint\nname the file that --checkpoint wrote`)
  if (!head.equals(HEAD))
    throw new InputError(`${path} was written in the format of another version\nbegin anew, or go on with that version`)
  const hash = createHash('sha256')
  const slice = new Uint8Array(SLICE)
  for (let at = 0; at < end; at += SLICE) {
    const bytes = slice.subarray(0, Math.min(SLICE, end - at))
    readAll(fd, bytes, at)
    hash.update(bytes)
  }
  const checksum = Buffer.alloc(CHECKSUM)
  readAll(fd, checksum, end)
  if (!hash.digest().equals(checksum))
    throw new InputError(`${path} is damaged: it is not what was written\nbegin the search anew`)
}
