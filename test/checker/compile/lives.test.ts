import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blocks } from '../../../checker/bench/graphs/blocks.ts'
import { peterson } from '../../../checker/bench/graphs/peterson.ts'
import { philosophers } from '../../../checker/bench/graphs/philosophers.ts'
import { nested } from '../toys/nested.ts'
import { description, systemOf } from '../toys/random.ts'
import { expectLivesToAgree, walkBoth } from './lives.ts'

describe('the compiled life of a machine agrees with its life in xstate', () => {
  it('in mutual exclusion', () => expectLivesToAgree(peterson()))
  it('among philosophers', () => expectLivesToAgree(philosophers(3)))
  it('among blocks, whose machine has a compound state', () =>
    expectLivesToAgree(blocks({ groups: 2, blocks: 2, threads: 2 })))
  it('in nested fragments left by chains of onDone', () => expectLivesToAgree(nested(), { runs: 60 }))
  it('in random worlds', () => {
    fc.assert(
      fc.property(description, fc.array(fc.nat(), { minLength: 1, maxLength: 40 }), (world, picks) =>
        walkBoth(systemOf(world), 0, picks),
      ),
      { numRuns: 60 },
    )
  })
  it('and the walk tells where they do not', () => {
    const system = peterson()
    const machine = system.operations.enter!()
    const { ask } = machine.implementations.actions as unknown as Record<string, { plain: unknown }>
    const { plain } = ask!
    const crooked = { ...system, operations: { enter: () => machine } }
    try {
      ask!.plain = ({ shared }: { shared: { asks: Uint8Array } }) => shared.asks.fill(1)
      expect(() => walkBoth(crooked, 0, [0, 0])).toThrow('shared fields after 0.0')
    } finally {
      // All machines of the lock have the same parts.
      ask!.plain = plain
    }
  })
})
