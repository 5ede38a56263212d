/**
 * What a world takes for granted is said of all that is broken in it, whoever says what that is.
 */
import { describe, expect, it } from 'vitest'
import { philosophers } from '../../../checker/bench/graphs/philosophers.ts'
import {
  type AnySystem,
  type Fields,
  operation,
  type Property,
  replay,
  type ScopeOf,
  search,
  type View,
} from '../../../checker/index.ts'

const spinning = operation<ScopeOf<View<Fields>, never>, { type: 'step' }>()({ guards: {}, effects: {} }).createMachine(
  {
    context: ({ input }) => input,
    initial: 'one',
    states: {
      one: { on: { step: { target: 'other' } } },
      other: { on: { step: { target: 'one' } } },
      done: { type: 'final' },
    },
  },
)
const spins: AnySystem = {
  fields: {},
  initial: [() => {}],
  operations: { spin: () => spinning },
  threads: [{ name: 'CPU0', calls: [{ operation: 'spin', times: 1 }] }],
}
const bothForks: Property = {
  kind: 'state',
  name: 'a fork is free',
  check: ({ shared }) => (shared.fork.every((taken: number) => taken === 1) ? 1 : 0),
  says: () => 'none is free',
}

describe('a stuck state', () => {
  it('is passed over where the property says so, by where its threads wait', () => {
    const except = (places: string[]): Property => ({
      kind: 'stuck',
      name: 'nobody waits',
      except: waiting => places.join() === waiting.map(({ thread, at }) => `${thread} ${at}`).join(),
    })
    const verdict = (property: Property) => search(philosophers(2, false), [property]).judgements[0]!.outcome
    const found = verdict(except([]))
    if (found.verdict !== 'violated') throw new TypeError(found.verdict)
    const last = new Map(found.trace.steps.map(({ thread, to }) => [thread, to]))
    const waiting = [...last].sort(([a], [b]) => a - b).map(([thread, to]) => `${thread} ${to}`)
    expect(waiting).toHaveLength(2)
    expect(verdict(except(waiting))).toEqual({ verdict: 'holds' })
    expect(replay(philosophers(2, false), [except(waiting)], found.trace.initial, found.trace.path).broken).toEqual([])
  })
})

describe('what a world supposes', () => {
  it.each<[string, AnySystem, Property]>([
    ['waits for ever', philosophers(2, false), { kind: 'stuck', name: 'nobody waits' }],
    ['goes round for ever', spins, { kind: 'progress', name: 'calls end' }],
    ['breaks a property', philosophers(2, false), bothForks],
  ])('is said of what %s, and when it is run again', (_, system, property) => {
    const supposing = { ...system, supposes: 'forks are clean' }
    const [judgement] = search(supposing, [property]).judgements
    const { outcome } = judgement!
    if (outcome.verdict !== 'violated') throw new TypeError(outcome.verdict)
    const { says, path, initial } = outcome.trace
    expect(says).toMatch(/ \(forks are clean\)$/)
    const { broken } = replay(supposing, [property], initial, path)
    expect(broken).toContainEqual({ property: property.name, says, after: outcome.trace.steps.length })
  })
})
