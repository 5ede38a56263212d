/**
 * Every operation lives the same in xstate and compiled, under every design, in the worlds of the suite that start it.
 */
import fc from 'fast-check'
import { describe, it } from 'vitest'
import type { AnySystem } from '../../checker/index.ts'
import { designs } from '../../model/designs/index.ts'
import { operations } from '../../model/operations/index.ts'
import { scenarios } from '../../model/scenarios/index.ts'
import type { Scenario } from '../../model/scenarios/scenario.ts'
import { world } from '../../model/world.ts'
import { worlds } from '../../spec/manifest/worlds.ts'
import { livesOf, picksOf } from '../checker/lives.ts'

const WALKS = 4
const STEPS = 80

const starts = ({ threads }: Scenario, operation: string) =>
  threads.some(({ calls, within }) =>
    [...calls, ...(within ? [within] : [])].some(call => call.operation === operation),
  )

const scenariosUnder = (design: string) =>
  scenarios.filter(({ name }) => worlds.some(world => world.scenario === name && world.design === design))
const inSuite = designs.filter(({ name }) => scenariosUnder(name).length > 0)

describe.each(inSuite.map(design => [design.name, design] as const))('under %s, both lives agree on', (_, design) => {
  const suited = scenariosUnder(design.name)
  const lives = new Map<Scenario, ReturnType<typeof livesOf>>()
  const livesIn = (scenario: Scenario) => {
    const known = lives.get(scenario) ?? livesOf(world(scenario, design) as AnySystem)
    lives.set(scenario, known)
    return known
  }
  const started = operations.map(({ name }) => name).filter(name => suited.some(scenario => starts(scenario, name)))

  it.each(started)('%s', operation => {
    const chosen = fc.constantFrom(...suited.filter(scenario => starts(scenario, operation)))
    fc.assert(
      fc.property(chosen, fc.nat(), picksOf(STEPS), (scenario, initial, picks) =>
        livesIn(scenario)(initial % scenario.initial.length, picks),
      ),
      { numRuns: WALKS },
    )
  })
})
