import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { build } from '../../../checker/bench/graphs/index.ts'
import { InputError, type Result, search } from '../../../checker/index.ts'
import { BLOCK, Level, Pool } from '../../../checker/store/frontier.ts'
import { Spill } from '../../../checker/store/spill.ts'

/** Where what was needed differs, nothing else may. */
const told = (result: Result) => ({ ...result, seconds: 0, memory: 0, spilled: 0, collisionOdds: 0 })
const empty = () => mkdtempSync(join(tmpdir(), 'spill-'))

describe('a search whose frontier goes to disk', () => {
  it.each([
    ['blocks-S-broken', false, 2_620_000],
    ['phil-8', false, 1_440_000],
    ['phil-8', true, 1_650_000],
  ])('tells of %s what it tells with memory enough (exact: %s)', (graph, exact, bytes) => {
    const { system, properties } = build(graph)
    const directory = empty()
    const spilling = search(system, properties, { exact, bytes, spill: directory })
    expect(spilling.spilled).toBeGreaterThan(50_000)
    expect(spilling.memory).toBeLessThanOrEqual(bytes)
    expect(search(system, properties, { exact, bytes }).cut).toBe('memory')
    expect(told(spilling)).toEqual(told(search(system, properties, { exact })))
    expect(readdirSync(directory)).toEqual([])
  })
  it('is cut when there is no memory for the table', () => {
    const { system, properties } = build('phil-8')
    const { cut, judgements } = search(system, properties, { bytes: 700_000, spill: tmpdir() })
    expect(cut).toBe('memory')
    expect(judgements[0]!.outcome).toEqual({ verdict: 'bound-reached', cut: 'memory' })
  })
  it('wants a directory', () => {
    const { system, properties } = build('peterson')
    expect(() => search(system, properties, { spill: '/no/such/directory' })).toThrow(InputError)
  })
})

describe('a level', () => {
  it('gives back what was put in, in order, whenever it spills', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('fill', 'spill', 'take')), steps => {
        const disk = new Spill(tmpdir())
        const level = new Level(new Pool(1), disk)
        let put = 0
        let taken = 0
        const take = () => {
          const chunk = level.shift()
          for (let k = 0; k < (chunk?.count ?? 0); k++) expect(chunk!.records[k]).toBe(taken++)
          return chunk !== undefined
        }
        for (const step of steps) {
          if (step === 'spill') level.spill()
          // Chunks are taken from a level that nobody fills any more: whole ones, until the last.
          if (step === 'take' && level.length >= BLOCK) take()
          if (step !== 'fill') continue
          for (let k = 0; k < BLOCK - 50; k++) {
            const chunk = level.last()
            chunk.records[chunk.count++] = put++
            level.length += 1
          }
        }
        while (take());
        disk.close()
        expect([taken, level.length]).toEqual([put, 0])
      }),
    )
  })
})
