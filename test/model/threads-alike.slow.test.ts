import { describe, expect, it } from 'vitest'
import { type AnySystem, DomainError } from '../../checker/declare.ts'
import { search } from '../../checker/index.ts'
import { loadRecorded } from '../../cli/judging/suite/recorded.ts'
import { designs } from '../../model/designs/index.ts'
import { scenarios } from '../../model/scenarios/index.ts'
import { world } from '../../model/world.ts'
import { propertiesOf } from '../../spec/judging/properties.ts'
import { promises } from '../../spec/promises/index.ts'

const properties = propertiesOf(promises, [])

/** Of the worlds of the suite, those that show a scenario or a design first. */
const recorded = [...loadRecorded().values()]
const firsts = recorded.filter(
  ({ scenario, design, mutation }, index) =>
    mutation === undefined &&
    (recorded.findIndex(other => other.scenario === scenario) === index ||
      recorded.findIndex(other => other.design === design) === index),
)

/** What told threads apart; nothing where the model has no room for the second one: a file is closed once, and unmapped once. */
function toldApartIn(system: AnySystem): string | undefined {
  try {
    return search(system, properties, { reduce: true, states: 200 }).reduced!.toldApart
  } catch (error) {
    if (error instanceof DomainError) return undefined
    throw error
  }
}

describe('threads that are alike', () => {
  // A field that holds threads and is not declared so, in state.ts, would be left as it is where they change places.
  it('may change places in every scenario and design, whatever they call', () => {
    const seen = new Set<string>()
    const apart: string[] = []
    for (const entry of firsts) {
      const scenario = scenarios.find(({ name }) => name === entry.scenario)!
      const design = designs.find(({ name }) => name === entry.design)!
      for (const thread of scenario.threads) {
        const key = JSON.stringify([design.name, scenario.environment, thread.calls.map(({ operation }) => operation)])
        if (seen.has(key)) continue
        seen.add(key)
        const bounds = { ...scenario.bounds, threads: scenario.threads.length + 1 }
        const system = world({ ...scenario, bounds, threads: [thread, ...scenario.threads] }, design)
        const toldApart = toldApartIn(system)
        if (toldApart) apart.push(`${scenario.name}@${design.name}: ${toldApart}`)
      }
    }
    expect(seen.size).toBeGreaterThan(100)
    expect(apart).toEqual([])
  })
})
