/**
 * The frontier in shared memory: chunks that workers take from one level and fill for the next.
 */
import { BLOCK, type Chunk, type Output } from '../frontier.ts'
import { lock, unlock } from './lock.ts'
import { Control, type SharedMemory } from './memory.ts'

export class Arena implements Output {
  /** States this worker has found so far. */
  length = 0
  private readonly memory: SharedMemory
  private readonly control: Int32Array
  private readonly stride: number
  private readonly chunks: number
  /** Chunks of the two levels, free chunks, and how many records each chunk holds. */
  private readonly levels: readonly [Int32Array, Int32Array]
  private readonly free: Int32Array
  private readonly counts: Int32Array
  private open: (Chunk & { readonly number: number }) | undefined
  private taken = -1

  constructor(memory: SharedMemory, stride: number) {
    this.memory = memory
    this.stride = stride
    this.control = new Int32Array(memory.control)
    const n = memory.lists.byteLength / 16
    const list = (index: number) => new Int32Array(memory.lists, 4 * n * index, n)
    this.chunks = n
    this.levels = [list(0), list(1)]
    this.free = list(2)
    this.counts = list(3)
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
    this.taken = this.levels[this.parity]![at]!
    return { records: this.records(this.taken), count: this.counts[this.taken]! }
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
    if (number < 0) Atomics.store(this.control, Control.full, 1)
    return number
  }

  private records(number: number): Int32Array {
    const words = BLOCK * this.stride
    return number < 0 ? new Int32Array(words) : new Int32Array(this.memory.arena, number * words * 4, words)
  }
}
