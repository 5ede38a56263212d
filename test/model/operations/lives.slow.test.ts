/**
 * Every operation lives the same in xstate and compiled, under every design, in the worlds of the suite that start it.
 */
import fc from 'fast-check'
import { describe, it } from 'vitest'
import type { AnySystem } from '../../../checker/index.ts'
import type { NamedDesign } from '../../../model/designs/design.ts'
import { designs } from '../../../model/designs/index.ts'
import { machinesFor } from '../../../model/operations/machines.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import { world } from '../../../model/world.ts'
import { worlds } from '../../../spec/suite/worlds.ts'
import { livesOf, picksOf } from '../../checker/compile/lives.ts'

const WALKS = 2
const STEPS = 80

interface Place {
  readonly scenario: Scenario
  readonly design: NamedDesign
}

const operationsIn = ({ threads }: Scenario) => [
  ...new Set(
    threads.flatMap(({ calls, within }) => [...calls, ...(within ? [within] : [])].map(call => call.operation)),
  ),
]

/** The suite without mutations. */
const places = worlds
  .filter(({ mutation }) => mutation === undefined)
  .map(named => ({
    scenario: scenarios.find(({ name }) => name === named.scenario)!,
    design: designs.find(({ name }) => name === named.design)!,
  }))

/** Worlds by the machine they run. Under many designs an operation is the same: its config names what it is made of. */
const placesOf = new Map<string, { readonly operation: string; readonly places: Place[] }>()
for (const design of designs) {
  const here = places.filter(place => place.design === design)
  const machines = machinesFor(design)
  for (const operation of new Set(here.flatMap(({ scenario }) => operationsIn(scenario)))) {
    const key = `${operation} ${JSON.stringify(machines[operation]!().config)}`
    const known = placesOf.get(key) ?? { operation, places: [] }
    known.places.push(...here.filter(({ scenario }) => operationsIn(scenario).includes(operation)))
    placesOf.set(key, known)
  }
}

describe('xstate and the compiled machine agree on', () => {
  const lives = new Map<string, ReturnType<typeof livesOf>>()
  const livesIn = ({ scenario, design }: Place) => {
    const name = `${scenario.name}@${design.name}`
    const known = lives.get(name) ?? livesOf(world(scenario, design) as AnySystem)
    lives.set(name, known)
    return known
  }
  const machines = [...placesOf.values()].map(({ operation, places }) => {
    const under = [...new Set(places.map(({ design }) => design.name))]
    return [operation, `${under[0]}${under.length > 1 ? ` and ${under.length - 1} more` : ''}`, places] as const
  })

  it.each(machines)('%s under %s', (_operation, _designs, places) => {
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.nat(), picksOf(STEPS), (place, initial, picks) =>
        livesIn(place)(initial % place.scenario.initial.length, picks),
      ),
      { numRuns: WALKS },
    )
  })
})
