/**
 * States waiting to be expanded: the levels of a breadth-first search, in chunks of a block each.
 */

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
  private readonly stride: number

  /** @param stride words of a record */
  constructor(stride: number) {
    this.stride = stride
  }

  /** Bytes of all chunks there ever were at once. */
  get bytes(): number {
    return this.allocated * BLOCK * this.stride * 4
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
}

/** Where records are appended. */
export interface Output {
  /** A chunk with room for one more record, at `count` strides; whoever writes it raises `count` and `length`. */
  last(): Chunk
  length: number
}

/** The states of one depth, in order. */
export class Level implements Output {
  /** States in it. */
  length = 0
  private readonly chunks: Chunk[] = []
  private next = 0
  private readonly pool: Pool

  constructor(pool: Pool) {
    this.pool = pool
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
    const chunk = this.chunks[this.next]
    if (chunk === undefined) return undefined
    this.chunks[this.next++] = GONE
    this.length -= chunk.count
    return chunk
  }
}

const GONE: Chunk = { records: new Int32Array(0), count: 0 }
