/**
 * States waiting to be expanded: the levels of a breadth-first search, in chunks of a block each.
 */
import type { Reading, Writing } from './checkpoint-file.ts'
import type { Spill } from './spill.ts'

/** Records of a full chunk: the states whose successors are looked up together. */
export const BLOCK = 256

export interface Chunk {
  readonly records: Int32Array
  /** Records in it. */
  count: number
}

/** Memory for chunks, used again and again. */
export class Pool {
  private readonly spare: Int32Array[] = []
  private allocated = 0
  /** Words of a record. */
  readonly stride: number

  constructor(stride: number) {
    this.stride = stride
  }

  /** Bytes of a chunk. */
  get chunk(): number {
    return BLOCK * this.stride * 4
  }

  /** Bytes of all chunks, those that wait to be used again included. */
  get bytes(): number {
    return this.allocated * this.chunk
  }

  take(): Chunk {
    let records = this.spare.pop()
    if (records === undefined) {
      records = new Int32Array(BLOCK * this.stride)
      this.allocated += 1
    }
    return { records, count: 0 }
  }

  free(chunk: Chunk): void {
    this.spare.push(chunk.records)
  }

  /** Gives back so many bytes, as far as there are chunks that nobody uses. */
  trim(bytes: number): void {
    const gone = Math.min(this.spare.length, Math.max(0, Math.ceil(bytes / this.chunk)))
    this.spare.length -= gone
    this.allocated -= gone
  }
}

/** Where records are appended. */
export interface Output {
  /** A chunk with room for one more record, at `count` strides; whoever writes it raises `count` and `length`. */
  last(): Chunk
  length: number
}

/** The states of one depth, in order; some of them perhaps on disk. */
export class Level implements Output {
  /** States in it. */
  length = 0
  private readonly chunks: Chunk[] = []
  private next = 0
  /** By chunk, as far as it is long: where it is on disk, or -1. */
  private readonly places: number[] = []
  private readonly pool: Pool
  private readonly disk: Spill | undefined

  constructor(pool: Pool, disk?: Spill) {
    this.pool = pool
    this.disk = disk
  }

  last(): Chunk {
    const last = this.chunks[this.chunks.length - 1]
    if (last !== undefined && last.count < BLOCK) return last
    const chunk = this.pool.take()
    this.chunks.push(chunk)
    return chunk
  }

  /** Takes the first chunk, if there is one; it is the caller's until it is freed. */
  shift(): Chunk | undefined {
    const chunk = this.read(this.next)
    if (chunk === undefined) return undefined
    const place = this.places[this.next] ?? -1
    if (place >= 0) this.disk!.forget(place)
    this.chunks[this.next++] = GONE
    this.length -= chunk.count
    return chunk
  }

  save(out: Writing): void {
    const waiting = this.chunks.slice(this.next)
    saveCounts(out, waiting)
    waiting.forEach((waits, index) => {
      const chunk = this.read(this.next + index)!
      saveRecords(out, chunk, this.pool.stride)
      if (chunk !== waits) this.pool.free(chunk)
    })
  }

  /** @param each called after every chunk, and may spill */
  restore(from: Reading, each: () => void): void {
    for (const count of from.row(new Int32Array(from.value<number>()))) {
      const chunk = this.pool.take()
      from.row(chunk.records.subarray(0, count * this.pool.stride))
      chunk.count = count
      this.chunks.push(chunk)
      this.length += count
      each()
    }
  }

  /** Puts what is in memory on disk, as far as there is room: all chunks but one that is not full. */
  spill(): void {
    const { chunks, places } = this
    while (places.length < this.next) places.push(-1)
    for (let chunk = chunks[places.length]; chunk !== undefined; chunk = chunks[places.length]) {
      if (chunk.count < BLOCK && places.length === chunks.length - 1) return
      const place = this.disk?.put(chunk.records)
      if (place === undefined) return
      this.pool.free(chunk)
      chunks[places.length] = { records: GONE.records, count: chunk.count }
      places.push(place)
    }
  }

  /** The chunk of an index, from 0, read from disk if it is there. */
  private read(index: number): Chunk | undefined {
    const chunk = this.chunks[index]
    const place = this.places[index] ?? -1
    if (chunk === undefined || place < 0) return chunk
    const { records } = this.pool.take()
    this.disk!.get(place, records)
    return { records, count: chunk.count }
  }
}

/** How a level begins in a checkpoint: with how many records each of its chunks has. Then come their records. */
export function saveCounts(out: Writing, chunks: readonly Pick<Chunk, 'count'>[]): void {
  out.value(chunks.length)
  out.row(Int32Array.from(chunks, ({ count }) => count))
}

export const saveRecords = (out: Writing, { records, count }: Chunk, stride: number): void =>
  out.row(records.subarray(0, count * stride))

const GONE: Chunk = { records: new Int32Array(0), count: 0 }
