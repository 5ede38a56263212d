/**
 * Chunks of the frontier on disk, for when memory is short.
 *
 * The file has no name: whatever ends the search, a kill included, the system takes it back.
 */
import { closeSync, openSync, unlinkSync } from 'node:fs'
import { join } from 'node:path'
import { InputError, InternalError } from '../declare/errors.ts'
import { readAll, writeAll } from './disk.ts'

export class Spill {
  /** Descriptor of the file: whatever thread of the process reads. */
  readonly fd: number
  /** Places in the file that hold nothing any more. */
  private readonly free: number[] = []
  private places = 0
  /** Bytes of a chunk. */
  private size = 0

  /** @throws InputError when no file can be made in the directory */
  constructor(directory: string) {
    const path = join(directory, `search-${process.pid}-${Math.random().toString(36).slice(2)}.frontier`)
    try {
      this.fd = openSync(path, 'wx+')
      unlinkSync(path)
    } catch (error) {
      throw new InputError(
        `no part of the frontier can be written to ${directory}: ${(error as Error).message}\nname another directory`,
      )
    }
  }

  /** Bytes of the file: of all chunks there ever were at once. */
  get bytes(): number {
    return this.places * this.size
  }

  /** Writes a chunk; all have one size. @returns its place, or undefined when the disk is full */
  put(records: Int32Array): number | undefined {
    this.size = records.byteLength
    const place = this.free.pop() ?? this.places++
    try {
      writeAll(this.fd, records, place * this.size)
    } catch (error) {
      if (!FULL.includes((error as NodeJS.ErrnoException).code ?? '')) throw error
      this.free.push(place)
      return undefined
    }
    return place
  }

  /** Reads the chunk at a place. */
  get(place: number, records: Int32Array): void {
    getFrom(this.fd, place, records)
  }

  /** The place may hold another chunk. */
  forget(place: number): void {
    this.free.push(place)
  }

  close(): void {
    closeSync(this.fd)
  }
}

/** Reads the chunk at a place of the file that another thread writes. */
export function getFrom(fd: number, place: number, records: Int32Array): void {
  if (!readAll(fd, records, place * records.byteLength))
    throw new InternalError('a part of the frontier is gone from the disk')
}

const FULL = ['ENOSPC', 'EDQUOT', 'EFBIG']
