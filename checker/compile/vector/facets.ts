/**
 * What a step may read and write, numbered: first the bytes of the shared state, then for each byte that names threads
 * and each thread whether it does.
 *
 * Reading a byte reads every fact encoded in it. Writing it writes the byte, and those facts that change.
 */
import type { Placement } from './placement.ts'

export class Facets {
  /** Bytes of the shared state. */
  readonly bytes: number
  readonly size: number
  /** By facet: the byte that it is of. */
  readonly byteOf: readonly number[]
  /** By facet: the thread that it is about, or -1. */
  readonly threadOf: readonly number[]
  /** By byte: the answer about thread 0, or 0 where it names no threads; and whether it names sets of them. */
  private readonly answers: Int32Array
  private readonly sets: Uint8Array
  /** By field: where it begins, and whether it names sets of threads. */
  private readonly fields: ReadonlyMap<string, { readonly offset: number; readonly set: boolean }>

  constructor({ fields, threads, words }: Placement) {
    this.bytes = threads[0]?.control ?? 4 * words
    this.answers = new Int32Array(this.bytes)
    this.sets = new Uint8Array(this.bytes)
    const byteOf = Array.from({ length: this.bytes }, (_, byte) => byte)
    const threadOf = byteOf.map(() => -1)
    const naming = fields.filter(field => field.stored && (field.threads?.as ?? 'entries') !== 'entries')
    for (const { offset, length, threads: how } of naming) {
      for (let byte = offset; byte < offset + length; byte++) {
        this.answers[byte] = byteOf.length
        this.sets[byte] = how!.as === 'holders' ? 1 : 0
        threads.forEach((_, thread) => {
          byteOf.push(byte)
          threadOf.push(thread)
        })
      }
    }
    this.byteOf = byteOf
    this.threadOf = threadOf
    this.size = byteOf.length
    this.fields = new Map(
      fields.map(({ name, offset, threads: how }) => [name, { offset, set: how?.as === 'holders' }]),
    )
  }

  /** Whether a byte names threads. */
  names(byte: number): boolean {
    return this.answers[byte] !== 0
  }

  /** The answer whether a byte that names threads names this one. */
  answer(byte: number, thread: number): number {
    return this.answers[byte]! + thread
  }

  /** Answers whether a field names a thread, and notes in `reads` what was asked. */
  ask(bytes: Uint8Array, field: string, thread: number, entry: number, reads: Int32Array): boolean {
    const { offset, set } = this.fields.get(field)!
    const byte = offset + entry
    if (byte < this.bytes) note(reads, this.names(byte) ? this.answer(byte, thread) : byte)
    return has(bytes[byte]!, thread, set)
  }

  /** Notes in `writes` that a byte is written. */
  write(byte: number, before: number, after: number, writes: Int32Array): void {
    note(writes, byte)
    if (before === after || !this.names(byte)) return
    const set = this.sets[byte] === 1
    for (let facet = this.answers[byte]!; this.byteOf[facet] === byte; facet++) {
      const thread = this.threadOf[facet]!
      if (has(before, thread, set) !== has(after, thread, set)) note(writes, facet)
    }
  }
}

const has = (value: number, thread: number, set: boolean): boolean =>
  set ? ((value >> thread) & 1) === 1 : value === 1 + thread

const note = (set: Int32Array, facet: number): void => {
  set[facet >> 5]! |= 1 << (facet & 31)
}
