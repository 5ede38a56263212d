/**
 * Runs with few preemptions first: where they have seen all, they say what any search says.
 */
import { describe, expect, it } from 'vitest'
import { type Limits, search } from '../../checker/index.ts'
import { loadRecorded } from '../../cli/judging/suite/recorded.ts'
import { designs } from '../../model/designs/index.ts'
import { scenarios } from '../../model/scenarios/index.ts'
import { world } from '../../model/world.ts'
import { propertiesOf } from '../../spec/judging/properties.ts'
import { promises } from '../../spec/promises/index.ts'

const properties = propertiesOf(promises, [])
/** More than any run of a small world needs. */
const ENOUGH = 60

/** Small worlds of the suite in which something is broken, one of each scenario. */
const small = [...loadRecorded().values()].filter(
  ({ scenario, mutation, violated, states }, index, all) =>
    mutation === undefined &&
    Object.keys(violated).length > 0 &&
    states < 150 &&
    all.findIndex(other => other.scenario === scenario && Object.keys(other.violated).length > 0) === index,
)

describe('runs with few preemptions', () => {
  it('are tried in many worlds', () => expect(small.length).toBeGreaterThan(10))

  it.each(small.map(({ scenario, design }) => [scenario, design]))(
    'break what any run breaks: %s@%s',
    (scene, plan) => {
      const scenario = scenarios.find(({ name }) => name === scene)!
      const design = designs.find(({ name }) => name === plan)!
      const outcomes = (limits: Limits) =>
        search(world(scenario, design), properties, limits).judgements.map(({ property, outcome }) => [
          property,
          outcome.verdict,
        ])
      expect(outcomes({ preemptions: ENOUGH })).toEqual(outcomes({}))
    },
  )
})
