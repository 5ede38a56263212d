/**
 * The code that all worlds share, beside the code that is written for one world: from every state both take the same steps.
 */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocks } from '../../../checker/bench/graphs/blocks.ts'
import { peterson } from '../../../checker/bench/graphs/peterson.ts'
import { philosophers } from '../../../checker/bench/graphs/philosophers.ts'
import { initialStates, type Runner, run, runOwn } from '../../../checker/compile/runner.ts'
import type { Sink } from '../../../checker/compile/taking.ts'
import { compile, type World } from '../../../checker/compile/world.ts'
import { type AnySystem, cells, ghost, type Property, perThread } from '../../../checker/index.ts'
import { type Counted, counter } from '../toys/counter.ts'
import { nested } from '../toys/nested.ts'
import { description, systemOf } from '../toys/random.ts'

/** What a runner is told of a state: steps as they are settled, as they end, and whether any is possible. */
function lookWith(start: (world: World, sink: Sink) => Runner, world: World) {
  let told: string[] = []
  let saved = new Uint8Array()
  let next: Int32Array[] = []
  const bytes = () => Buffer.from(runner.bytes).toString('hex')
  const runner: Runner = start(world, {
    settle: returning => told.push(`${runner.scope.self} settles ${returning} ${bytes()}`),
    emit: event => {
      told.push(`${runner.scope.self} ${event} ${bytes()}`)
      next.push(runner.words.slice(0, world.placement.words))
      runner.bytes.set(saved)
    },
  })
  return (words: Int32Array) => {
    told = []
    next = []
    runner.words.fill(0).set(words)
    saved = runner.bytes.slice()
    runner.renew()
    told.push(`can step: ${runner.expand()}`, `fired ${[...runner.fired].join('')}`)
    return { told, next }
  }
}

const MOST = 3000

/** From every state that can be reached; of large worlds from the first ones. @returns how many states were looked at */
function expectSameSteps(system: AnySystem, properties: readonly Property[] = []): number {
  const world = compile(system, properties)
  const [own, shared] = [runOwn, run].map(start => lookWith(start, world))
  const seen = new Set<string>()
  const open = initialStates(world).map(({ words }) => words)
  for (let words = open.pop(); words !== undefined && seen.size < MOST; words = open.pop()) {
    const key = words.join()
    if (seen.has(key)) continue
    seen.add(key)
    const { told, next } = own!(words)
    expect(shared!(words).told).toEqual(told)
    open.push(...next)
  }
  return seen.size
}

const ghostsOf = (...names: string[]): Property => ({ kind: 'goal', name: 'any', reached: () => true, ghosts: names })

interface Noting {
  readonly shared: Counted & { readonly returned: number[]; readonly mine: number[] }
  readonly self: number
}

/** Each thread notes for itself that it returns; half of that is spent. */
const noting: AnySystem = {
  ...counter(2, 2),
  fields: { ...counter(2, 2).fields, returned: cells(2, 2), mine: ghost(perThread(cells(2, 2), 1)) },
  notes: {
    count: ({ shared, self }: Noting) => {
      shared.returned[self] = 1
      shared.mine[self] = 1
    },
  },
  spent: { count: ['mine'] },
}

const firstSpends: AnySystem = { ...noting, spendsIf: { count: ({ self }: Noting) => self === 0 } }

describe('two codes of one world take the same steps', () => {
  it.each<[string, AnySystem, Property[]]>([
    ['in mutual exclusion', peterson(), []],
    ['where philosophers wait for ever', philosophers(3, false), []],
    ['in compound states', blocks({ groups: 2, blocks: 2, threads: 2 }), []],
    ['in nested fragments, with signals and ghosts', nested(), [ghostsOf('asked')]],
    ['with notes, and fields that are spent', noting, [ghostsOf('mine')]],
    ['with fields that only the first thread spends', firstSpends, [ghostsOf('mine')]],
  ])('%s', (_, system, properties) => {
    expect(expectSameSteps(system, properties)).toBeGreaterThan(20)
  })

  it('in random worlds', () => {
    fc.assert(
      fc.property(description, one => {
        expectSameSteps(systemOf(one))
      }),
      { numRuns: 30, seed: 23 },
    )
  })
})
