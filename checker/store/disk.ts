/**
 * Files read and written whole: no call stops half way, and none is given more than it takes.
 */
import { readSync, writeSync } from 'node:fs'

/** Bytes of one call. */
const SLICE = 1 << 20

/** Writes all of a row. @param at bytes from the start of the file; behind what was written last unless said */
export function writeAll(fd: number, row: ArrayBufferView, at: number | null = null): void {
  for (const { bytes, offset } of slices(row)) {
    for (let done = 0; done < bytes.length; )
      done += writeSync(fd, bytes, done, bytes.length - done, at === null ? null : at + offset + done)
  }
}

/** Fills a row. @returns whether the file was long enough */
export function readAll(fd: number, row: ArrayBufferView, at: number): boolean {
  for (const { bytes, offset } of slices(row)) {
    for (let done = 0; done < bytes.length; ) {
      const read = readSync(fd, bytes, done, bytes.length - done, at + offset + done)
      if (read === 0) return false
      done += read
    }
  }
  return true
}

/** A row as bytes, in pieces, each with its distance from the start. */
export function* slices({ buffer, byteOffset, byteLength }: ArrayBufferView) {
  for (let offset = 0; offset < byteLength; offset += SLICE)
    yield { bytes: new Uint8Array(buffer, byteOffset + offset, Math.min(SLICE, byteLength - offset)), offset }
}
