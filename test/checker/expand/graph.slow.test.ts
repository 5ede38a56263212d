import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { initialStates } from '../../../checker/compile/runner.ts'
import { compile } from '../../../checker/compile/world.ts'
import { EndsJudge, type Graph, graphOf } from '../../../checker/expand/graph.ts'
import { explore } from '../../../checker/explore/breadth-first.ts'
import type { Property } from '../../../checker/index.ts'
import { description, neverBad, systemOf } from '../toys/random.ts'

const progress: Property = { kind: 'progress', name: 'ends' }
const numbersOf = ({ size, ...rows }: Graph) => {
  const all = ({ length, at }: Graph['idle'], row: Graph['idle']) => Array.from({ length }, (_, i) => at.call(row, i))
  const { idle, targets, lasts, ended } = rows
  return { size, rows: [idle, targets, lasts, ended].map(row => all(row, row)) }
}

describe('the steps of a world', () => {
  it.each([false, true])('are the same, kept by the search or found by a pass of their own (exact: %s)', exact => {
    fc.assert(
      fc.property(description, random => {
        const properties = [neverBad(random), progress]
        const world = compile(systemOf(random), properties)
        const initial = initialStates(world)
        const bytes = 2 ** 30
        const { graph, states, transitions } = explore(world, initial, new EndsJudge(world, properties), {
          bytes,
          exact,
        })
        const again = graphOf(world, initial, properties, { bytes, exact })
        expect(typeof again).toBe('object')
        expect(numbersOf(graph!)).toEqual(numbersOf(again as Graph))
        expect(graph!.size).toBe(states)
        expect(graph!.targets.length).toBe(transitions)
      }),
      { seed: 20260730, numRuns: 60 },
    )
  })
})
