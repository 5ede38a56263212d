import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { build } from '../../../checker/bench/graphs/index.ts'
import { philosophers } from '../../../checker/bench/graphs/philosophers.ts'
import {
  type AnySystem,
  InputError,
  type Limits,
  type Property,
  type Result,
  removeCheckpoint,
  search,
} from '../../../checker/index.ts'
import { counter } from '../toys/counter.ts'
import { description, naiveSearch, neverBad, systemOf } from '../toys/random.ts'

/** What was needed may differ, nothing else. */
const told = (result: Result) => ({ ...result, seconds: 0, memory: 0, spilled: 0 })
const directory = mkdtempSync(join(tmpdir(), 'checkpoint-'))
const file = join(directory, 'search')
const named = { file, world: 'toy', version: '1' }
const resume = { ...named, resume: true }

/** Searches in as many runs as it takes; each is interrupted after some blocks of states. */
function inPieces(system: AnySystem, properties: readonly Property[], blocks: readonly number[], limits: Limits = {}) {
  let spilled = 0
  for (let run = 0; ; run++) {
    let left = blocks[run % blocks.length]!
    const interrupted = () => --left === 0
    const checkpoint = run === 0 ? named : resume
    const result = search(system, properties, { ...limits, interrupted, checkpoint })
    const cut = result.judgements.find(({ outcome }) => outcome.verdict === 'bound-reached') || result.cut
    spilled = Math.max(spilled, result.spilled)
    if (cut === undefined) return { result, runs: run + 1, spilled }
    expect(result.checkpoint).toEqual({ file })
  }
}

describe('a search that is cut and goes on', () => {
  const properties = (world: Parameters<typeof neverBad>[0]): Property[] => [
    neverBad(world),
    { kind: 'stuck', name: 'stuck' },
    { kind: 'goal', name: 'everywhere', reached: ({ shared }) => shared.a === 2 && shared.b === 2 },
  ]
  it('ends as if it had not been cut, in random worlds', () => {
    let most = 0
    fc.assert(
      fc.property(
        description,
        fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1 }),
        fc.boolean(),
        (world, blocks, exact) => {
          fc.pre(naiveSearch(world) !== undefined)
          const whole = search(systemOf(world), properties(world), { exact })
          const { result, runs } = inPieces(systemOf(world), properties(world), blocks, { exact })
          expect(told(result)).toEqual(told(whole))
          expect(readdirSync(directory)).toEqual([])
          most = Math.max(most, runs)
        },
      ),
      { numRuns: 60 },
    )
    expect(most).toBeGreaterThan(3)
  })
  it.each([
    ['blocks-S-broken', false, 2_620_000],
    ['phil-8', true, 1_650_000],
  ])('does so while the frontier of %s is on disk (exact: %s)', (graph, exact, bytes) => {
    const { system, properties } = build(graph)
    const limits = { exact, bytes, spill: tmpdir() }
    const { result, runs, spilled } = inPieces(system, properties, [100, 1, 57], limits)
    expect(runs).toBeGreaterThan(8)
    expect(spilled).toBeGreaterThan(50_000)
    expect(told(result)).toEqual(told(search(system, properties, { exact })))
  })
  it('ends a level before it looks for the first violation, or how deep it is', () => {
    const { system, properties } = build('blocks-S-broken')
    for (const limits of [{ stopAtFirst: true }, { depth: 20 }]) {
      const whole = told(search(system, properties, limits))
      let left = 0
      const interrupted = () => --left === 0
      let result: Result
      let checkpoint: Limits['checkpoint'] = named
      do {
        left = 7
        result = search(system, properties, { ...limits, interrupted, checkpoint })
        checkpoint = resume
      } while (result.cut === 'interrupted')
      expect({ ...told(result), checkpoint: undefined }).toEqual(whole)
      const rest = search(system, properties, { checkpoint })
      expect(told(rest)).toEqual(told(search(system, properties)))
    }
  })
  it('goes on with more memory where memory cut it', () => {
    const { system, properties } = build('phil-8')
    expect(search(system, properties, { checkpoint: named, bytes: 700_000 }).cut).toBe('memory')
    expect(search(system, properties, { checkpoint: resume, bytes: 900_000 }).cut).toBe('memory')
    expect(told(search(system, properties, { checkpoint: resume }))).toEqual(told(search(system, properties)))
  })
  it('judges progress anew where that was cut', () => {
    const system = counter(2, 2)
    const progress: Property = { kind: 'progress', name: 'progress' }
    let asked = 0
    const whole = search(system, [progress], { interrupted: () => ++asked < 0 })
    for (let last = 1; last <= asked; last++) {
      let left = last
      const cut = search(system, [progress], { checkpoint: named, interrupted: () => --left === 0 })
      if (cut.judgements[0]!.outcome.verdict === 'holds') continue
      expect(cut.checkpoint).toEqual({ file })
      expect(told(search(system, [progress], { checkpoint: resume }))).toEqual(told(whole))
    }
  })
  it('adds up the time of its runs', () => {
    const { system, properties } = build('phil-8')
    let asked = 0
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => 1000 * ++asked)
    onTestFinished(() => clock.mockRestore())
    const cut = search(system, properties, { checkpoint: named, states: 100_000 })
    const rest = search(system, properties, { checkpoint: resume })
    expect(rest.seconds).toBeGreaterThan(cut.seconds)
  })
})

describe('a checkpoint', () => {
  const { system, properties } = build('phil-8')
  const written = () => {
    search(system, properties, { states: 5000, checkpoint: named })
    return readFileSync(file)
  }
  const message = (limits: Limits, graph = 'phil-8') => {
    const world = build(graph)
    try {
      search(world.system, world.properties, limits)
    } catch (error) {
      expect(error).toBeInstanceOf(InputError)
      return (error as Error).message
    }
    return 'none'
  }
  it('is refused when a byte of it has changed, or is missing', () => {
    const whole = written()
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, change, cutOff) => {
        const spoilt = Buffer.from(whole)
        spoilt[at]! ^= change
        writeFileSync(file, cutOff ? whole.subarray(0, at) : spoilt)
        expect(message({ checkpoint: resume })).toMatch(/is damaged|is no checkpoint|another version/)
      }),
      { numRuns: 60 },
    )
    writeFileSync(file, whole)
    expect(message({ checkpoint: resume })).toBe('none')
  })
  it('is refused when it belongs to another search', () => {
    written()
    expect(message({ checkpoint: { ...resume, world: 'other' } })).toBe(`${file} is a checkpoint of toy, not of other`)
    const another = `${file} is a checkpoint of another version of toy`
    expect(message({ checkpoint: { ...resume, version: '2' } })).toContain(another)
    expect(message({ checkpoint: resume, exact: true })).toContain(another)
    expect(message({ checkpoint: resume }, 'blocks-S')).toContain(another)
    expect(() => search(system, [], { checkpoint: resume })).toThrow(another)
    expect(message({ checkpoint: resume })).toBe('none')
  })
  it('is not overwritten by a search that begins, nor written where nothing can be', () => {
    const kept = written()
    expect(message({ checkpoint: named }, 'blocks-S')).toContain(`${file} exists\ngo on from it with --resume`)
    expect(readFileSync(file)).toEqual(kept)
    const nowhere = join(directory, 'no', 'such')
    expect(message({ checkpoint: { ...named, file: nowhere } })).toContain('no checkpoint can be written: ENOENT')
    expect(message({ checkpoint: { ...resume, file: nowhere } })).toContain(`${nowhere} cannot be read: ENOENT`)
    expect(message({ checkpoint: { ...resume, file: directory } })).toContain('is no checkpoint')
    expect(message({ checkpoint: resume })).toBe('none')
    expect(existsSync(file)).toBe(false)
  })
  it('is written beside no file that is none', () => {
    writeFileSync(`${file}.part`, 'a letter')
    expect(message({ checkpoint: named })).toContain(`no checkpoint can be written: ${file}.part exists`)
    expect(readFileSync(`${file}.part`, 'utf8')).toBe('a letter')
    removeCheckpoint(file)
    expect(readdirSync(directory)).toEqual(['search.part'])
    for (const left of ['', 'checkpoint of a sea', 'checkpoint of a search 1\n...']) {
      writeFileSync(`${file}.part`, left)
      expect(message({ checkpoint: named })).toBe('none')
      expect(readdirSync(directory)).toEqual([])
    }
  })
  it('stays where it is asked to when the search is done, and leads to the same result', () => {
    const whole = told(search(system, properties, { checkpoint: { ...named, keep: true } }))
    expect(told(search(system, properties, { checkpoint: { ...resume, keep: true } }))).toEqual(whole)
    removeCheckpoint(file)
    expect(readdirSync(directory)).toEqual([])
  })
  it('is written every so many seconds, and is whole whenever it is looked at', () => {
    const system = philosophers(7)
    let looks = 0
    const interrupted = () => {
      if (++looks === 70) writeFileSync(`${file}.copy`, readFileSync(file))
      return false
    }
    const uninterrupted = search(system, properties, { checkpoint: { ...named, every: 0 }, interrupted })
    const copy = { ...resume, file: `${file}.copy` }
    expect(told(search(system, properties, { checkpoint: copy }))).toEqual(told(uninterrupted))
  })
})
