/**
 * The names that worlds are made of, from the model and the suite; loads no machine.
 */
import { designs } from '../../model/designs/index.ts'
import { mutations } from '../../model/mutations.ts'
import { scenarios } from '../../model/scenarios/index.ts'
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'
import { worlds } from '../../spec/suite/worlds.ts'
import { named } from './nearest.ts'
import type { WorldNames } from './selection.ts'

export const names: WorldNames = { designs, mutations, scenarios, worlds }

/** @throws InputError when there is no such scenario */
export const scenarioNamed = (name: string): Scenario => named('scenario', scenarios, name, 'gmemcheck list scenarios')
