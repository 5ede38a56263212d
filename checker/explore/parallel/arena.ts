/**
 * The frontier in shared memory: chunks that workers take from one level and fill for the next.
 */
import type { Writing } from '../../store/checkpoint-file.ts'
import { BLOCK, type Chunk, type Output, saveCounts, saveRecords } from '../../store/frontier.ts'
import { getFrom, type Spill } from '../../store/spill.ts'
import { lock, unlock } from './lock.ts'
import { Control, type SharedMemory, SPILLED } from './memory.ts'

export class Arena implements Output {
  /** States this worker has found so far. */
  length = 0
  private readonly memory: SharedMemory
  private readonly control: Int32Array
  private readonly stride: number
  private readonly chunks: number
  /** Entries of a level, at most. */
  private readonly most: number
  /**
   * Chunks of the two levels, free chunks, and how many records each chunk holds. A negative entry of a level is a full
   * chunk on disk: -1 - its place.
   */
  private readonly levels: readonly [Int32Array, Int32Array]
  private readonly free: Int32Array
  private readonly counts: Int32Array
  private open: (Chunk & { readonly number: number }) | undefined
  private taken = -1
  /** States that were read back from disk. */
  private own = new Int32Array(0)

  constructor(memory: SharedMemory, stride: number) {
    this.memory = memory
    this.stride = stride
    this.control = new Int32Array(memory.control)
    const n = memory.arena.byteLength / (BLOCK * stride * 4)
    this.chunks = n
    this.most = SPILLED * n
    this.levels = [new Int32Array(memory.lists, 0, this.most), new Int32Array(memory.lists, 4 * this.most, this.most)]
    this.free = new Int32Array(memory.lists, 8 * this.most, n)
    this.counts = new Int32Array(memory.lists, 8 * this.most + 4 * n, n)
  }

  /** Bytes of all chunks there ever were at once. */
  get bytes(): number {
    return Atomics.load(this.control, Control.used) * BLOCK * this.stride * 4
  }

  /** A chunk of the level with room for a record. When there is none, says so in `Control.full` and gives a dead one. */
  last(): Chunk {
    if (this.open !== undefined && this.open.count < BLOCK) return this.open
    this.publish()
    const number = this.allocate()
    this.open = { number, records: this.records(number), count: 0 }
    return this.open
  }

  /** Hands the chunk being filled, if any, to the next level. */
  publish(): void {
    const { open } = this
    this.open = undefined
    if (open === undefined) return
    if (open.number < 0) {
      this.length -= open.count
      return
    }
    this.counts[open.number] = open.count
    const at = Atomics.add(this.control, Control.next, 1)
    this.levels[1 - this.parity]![at] = open.number
    if (at >= this.most - this.memory.spare) this.warn(Control.narrow)
  }

  /** Takes a chunk of the current level; the one taken before is free again. */
  take(): Chunk | undefined {
    this.release()
    if (Atomics.load(this.control, Control.stop) !== 0) return undefined
    return this.takeAny()
  }

  /** As {@link take}, even if the workers were told to stop. */
  takeAny(): Chunk | undefined {
    this.release()
    const at = Atomics.add(this.control, Control.cursor, 1)
    if (at >= Atomics.load(this.control, Control.length)) return undefined
    const entry = this.levels[this.parity]![at]!
    if (entry >= 0) this.taken = entry
    return this.chunk(entry)
  }

  /** Whether there is room for so many states, and for those found while they are expanded. */
  holds(states: number): boolean {
    return 2 * Math.ceil(states / BLOCK) + this.memory.spare < this.chunks
  }

  /** Puts full chunks that wait on disk; nobody else may be at work. @returns whether that made room */
  spill(disk: Spill): boolean {
    const { control, free, counts } = this
    const before = control[Control.free]!
    for (const next of [true, false]) {
      const [list, from, to] = this.waiting(next)
      for (let at = from; at < to; at++) {
        const entry = list[at]!
        if (entry < 0 || counts[entry] !== BLOCK) continue
        const place = disk.put(this.records(entry))
        if (place === undefined) break
        list[at] = -1 - place
        free[control[Control.free]!++] = entry
      }
    }
    return control[Control.free]! > before
  }

  /** The current level is done with: what it had on disk may be overwritten. */
  forget(disk: Spill): void {
    const list = this.levels[this.parity]!
    for (let at = 0; at < this.control[Control.length]!; at++) if (list[at]! < 0) disk.forget(-1 - list[at]!)
  }

  /** States that wait in the level, or in the next. */
  states(next: boolean): number {
    const [list, from, to] = this.waiting(next)
    let sum = 0
    for (let at = from; at < to; at++) sum += this.count(list[at]!)
    return sum
  }

  /** Writes what waits in the level, or in the next. */
  save(out: Writing, next: boolean): void {
    const [list, from, to] = this.waiting(next)
    const waiting = list.subarray(from, to)
    saveCounts(
      out,
      Array.from(waiting, entry => ({ count: this.count(entry) })),
    )
    for (const entry of waiting) saveRecords(out, this.chunk(entry), this.stride)
  }

  /** The list of the level, or of the next, and which of its entries nobody has taken yet. */
  private waiting(next: boolean): readonly [list: Int32Array, from: number, to: number] {
    const { control, levels, parity } = this
    if (next) return [levels[1 - parity]!, 0, control[Control.next]!]
    const to = control[Control.length]!
    return [levels[parity]!, Math.min(to, control[Control.cursor]!), to]
  }

  private count(entry: number): number {
    return entry < 0 ? BLOCK : this.counts[entry]!
  }

  private chunk(entry: number): Chunk {
    if (entry >= 0) return { records: this.records(entry), count: this.counts[entry]! }
    if (this.own.length === 0) this.own = new Int32Array(BLOCK * this.stride)
    getFrom(this.control[Control.disk]!, -1 - entry, this.own)
    return { records: this.own, count: BLOCK }
  }

  /** Lets all workers finish what they have at hand, and says why. */
  private warn(reason: typeof Control.narrow | typeof Control.crowded): void {
    Atomics.store(this.control, reason, 1)
    Atomics.store(this.control, Control.stop, 1)
  }

  /** Which of the two lists is the current level: by its depth. */
  private get parity(): 0 | 1 {
    return (Atomics.load(this.control, Control.depth) & 1) as 0 | 1
  }

  private release(): void {
    if (this.taken < 0) return
    lock(this.control, Control.lock)
    const top = this.control[Control.free]!
    this.free[top] = this.taken
    this.control[Control.free] = top + 1
    unlock(this.control, Control.lock)
    this.taken = -1
  }

  private allocate(): number {
    lock(this.control, Control.lock)
    const top = this.control[Control.free]!
    const used = this.control[Control.used]!
    let number = -1
    if (top > 0) {
      number = this.free[top - 1]!
      this.control[Control.free] = top - 1
    } else if (used < this.chunks) {
      number = used
      this.control[Control.used] = used + 1
    }
    unlock(this.control, Control.lock)
    if (top + this.chunks - used <= this.memory.spare) this.warn(Control.crowded)
    if (number < 0) Atomics.store(this.control, Control.full, 1)
    return number
  }

  private records(number: number): Int32Array {
    const words = BLOCK * this.stride
    return number < 0 ? new Int32Array(words) : new Int32Array(this.memory.arena, number * words * 4, words)
  }
}
