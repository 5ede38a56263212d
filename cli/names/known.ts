/**
 * The names that worlds are made of, from the model, from proposals and from the suite; loads no machine.
 */
import { mutations } from '../../model/mutations.ts'
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'
import { worlds } from '../../spec/suite/worlds.ts'
import { named } from './nearest.ts'
import { allDesigns, allScenarios } from './proposed.ts'
import type { WorldNames } from './selection.ts'

export const names: WorldNames = {
  mutations,
  worlds,
  get designs() {
    return allDesigns()
  },
  get scenarios() {
    return allScenarios()
  },
}

/** @throws InputError when there is no such scenario */
export const scenarioNamed = (name: string): Scenario =>
  named('scenario', allScenarios(), name, 'gmemcheck list scenarios')
