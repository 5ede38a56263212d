import { tmpdir } from 'node:os'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compile } from '../../../../checker/compile/world.ts'
import { Judge } from '../../../../checker/expand/judge.ts'
import { Arena } from '../../../../checker/explore/parallel/arena.ts'
import { Control, reserve } from '../../../../checker/explore/parallel/memory.ts'
import { BLOCK } from '../../../../checker/store/frontier.ts'
import { Spill } from '../../../../checker/store/spill.ts'
import { counter } from '../../toys/counter.ts'

describe('the frontier of several workers', () => {
  it('gives back what was put in, level after level, whatever part of it is put on disk', () => {
    const world = compile(counter(1, 1), [])
    /** Of each level: chunks that it has, and after which of them those that wait are put on disk. */
    const levels = fc.array(fc.tuple(fc.integer({ min: 1, max: 6 }), fc.nat(6)), { minLength: 2, maxLength: 8 })
    fc.assert(
      fc.property(levels, levels => {
        const disk = new Spill(tmpdir())
        const memory = reserve(2 ** 18, 1, world, new Judge(world, []), 1, true)
        const control = new Int32Array(memory.control)
        control[Control.disk] = disk.fd
        const arena = new Arena(memory, 1)
        const put: number[] = []
        const taken: number[] = []
        const take = () => {
          const chunk = arena.take()
          if (chunk !== undefined) taken.push(...chunk.records.subarray(0, chunk.count))
          return chunk !== undefined
        }
        for (const [chunks, spillAfter] of levels) {
          for (let chunk = 0; chunk < chunks; chunk++) {
            take()
            for (let k = 0; k < BLOCK; k++) {
              const to = arena.last()
              to.records[to.count++] = put.length
              put.push(put.length)
            }
            arena.publish()
            if (chunk === spillAfter) arena.spill(disk)
          }
          while (take());
          // As the team does where a level ends.
          arena.forget(disk)
          control[Control.depth]! += 1
          control[Control.length] = control[Control.next]!
          control[Control.cursor] = 0
          control[Control.next] = 0
        }
        while (take());
        disk.close()
        expect(taken).toEqual(put)
      }),
      { numRuns: 50 },
    )
  })
})
