import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type SharedMemory, State, statesIn } from '../../../../checker/explore/parallel/memory.ts'
import { SharedTable } from '../../../../checker/explore/parallel/shared-table.ts'
import { bytesFor, SHARDS } from '../../../../checker/store/seen/slots.ts'
import { Table } from '../../../../checker/store/seen/table.ts'

/** @param slots of each shard, at most */
const memoryFor = (slots: number): SharedMemory => {
  const memory = {
    slots: new SharedArrayBuffer(bytesFor(slots)),
    table: new SharedArrayBuffer(4 * State.words * SHARDS),
  } as unknown as SharedMemory
  new SharedTable(memory, 0).fill(new Table(2 ** 20))
  return memory
}
const held = ({ table }: SharedMemory) => statesIn(table).reduce((sum, state) => sum + state[State.count]!, 0)
const sizes = ({ table }: SharedMemory) => statesIn(table).map(state => state[State.size]!)

describe('a shared table', () => {
  it('tells new fingerprints from known ones, as a set does', () => {
    // Few distinct first words, so that many fingerprints share a home and lie in each other's way.
    const word = fc.oneof(fc.integer(), fc.integer({ min: -4, max: 4 }), fc.constantFrom(0x7fffffff, -0x80000000))
    const batch = fc.array(fc.tuple(word, word), { maxLength: 400 })
    const memory = memoryFor(1024)
    const empty = new Table(2 ** 20)
    fc.assert(
      fc.property(fc.array(batch, { maxLength: 5 }), fc.nat(3), (batches, worker) => {
        new Int32Array(memory.slots).fill(0)
        const table = new SharedTable(memory, worker)
        table.fill(empty)
        const set = new Set<string>()
        for (const pairs of batches) {
          const fresh = new Uint8Array(pairs.length)
          const [first, second] = [0, 1].map(i => Int32Array.from(pairs, pair => pair[i]!)) as [Int32Array, Int32Array]
          const before = set.size
          // A second word of 0 is taken for 1.
          const expected = pairs.map((_, i) => {
            const key = `${first[i]},${second[i] === 0 ? 1 : second[i]}`
            const isNew = !set.has(key)
            set.add(key)
            return isNew ? 1 : 0
          })
          expect(table.add(first, second, pairs.length, fresh)).toBe(set.size - before)
          expect([...fresh]).toEqual(expected)
        }
        expect(held(memory)).toBe(set.size)
      }),
      { numRuns: 50 },
    )
  })
  it('says when it is full', () => {
    const n = 20_000
    const table = new SharedTable(memoryFor(1024), 0)
    const first = Int32Array.from({ length: n }, (_, i) => Math.imul(i + 1, 0x9e3779b1))
    expect(table.add(first, first, n, new Uint8Array(n))).toBe(-1)
  })
  it('takes each fingerprint from one of the threads that add it, while its shards grow under them', async () => {
    const n = 360_007 // a prime: counting in steps goes through all
    const threads = 4
    // All in two shards, and eight to a home: threads meet in every slot, and a shard grows several times.
    const words = (i: number) => {
      const home = Math.imul(i >>> 3, 0x9e3779b1)
      return { first: ((i & 1) << 31) | (home >>> 4), second: 1 + i }
    }
    const memory = memoryFor(400_000)
    const gate = new SharedArrayBuffer(4)
    new Int32Array(gate)[0] = threads
    const told = await Promise.all(
      Array.from({ length: threads }, (_, worker) => {
        // Every thread adds three quarters of all, in an order of its own.
        const own = Array.from({ length: n }, (_, i) => (i * (7919 + 2 * worker)) % n).filter(i => i % 4 !== worker)
        const workerData = {
          ...{ memory, worker, gate, batch: 1000 + worker },
          first: Int32Array.from(own, i => words(i).first),
          second: Int32Array.from(own, i => words(i).second),
        }
        const adder = new Worker(new URL('../../toys/adder.mjs', import.meta.url), { workerData })
        return new Promise<{ own: number[]; added: number; fresh: Uint8Array }>((resolve, reject) => {
          adder.on('message', message => resolve({ own, ...message })).on('error', reject)
        })
      }),
    )
    const taken = new Uint8Array(n)
    for (const { own, fresh } of told)
      own.forEach((i, k) => {
        taken[i]! += fresh[k]!
      })
    expect(taken.every(times => times === 1)).toBe(true)
    expect(told.reduce((sum, { added }) => sum + added, 0)).toBe(n)
    expect(told.filter(({ added }) => added > n / 100).length).toBeGreaterThan(1)
    expect(held(memory)).toBe(n)
    expect(sizes(memory).filter(size => size > 200_000).length).toBe(2)
    const again = Int32Array.from({ length: n }, (_, i) => i)
    const table = new SharedTable(memory, 0)
    const known = table.add(
      again.map(i => words(i).first),
      again.map(i => words(i).second),
      n,
      new Uint8Array(n),
    )
    expect(known).toBe(0)
  })
})
