/**
 * The worlds in which patched code is judged.
 */
import { InputError } from '../../../../checker/declare.ts'
import type { Extraction } from '../../../../model/patched/extraction.ts'
import { lackedBy } from '../../../../model/patched/lacking.ts'
import { operationsOf, type Scenario } from '../../../../model/scenarios/parts/scenario.ts'
import type { WorldChoice } from '../../../names/choice.ts'
import { named } from '../../../names/nearest.ts'
import { isLarge } from '../../../names/quick.ts'
import { compareWorlds, type WorldName } from '../../../names/world-name.ts'

export interface ChosenWorlds {
  readonly worlds: readonly WorldName[]
  /** Too large to be searched unless they are asked for. */
  readonly large: readonly WorldName[]
  readonly onlyInLarge: readonly OnlyInLarge[]
}

/** An operation that runs patched code, and that no world starts but large ones. */
export interface OnlyInLarge {
  readonly operation: string
  /** One in which it does. */
  readonly scenario: string
}

/**
 * For each patch of a series, worlds of the design that run replaced functions: those asked for, or the quick ones of the
 * suite.
 *
 * @throws InputError when a scenario asked for does not exist, or runs none of the code after any patch
 */
export function worldsToReview(extractions: readonly Extraction[], choice: WorldChoice): ChosenWorlds[] {
  const chosen = extractions.map(extraction => worldsOf(extraction, choice))
  for (const scenario of choice.asked ?? []) {
    if (chosen.some(({ worlds }) => worlds.some(world => world.scenario === scenario))) continue
    const change = extractions.length === 1 ? 'the patch changes' : 'the patches change'
    throw new InputError(
      `${scenario}@${extractions[0]!.design.name} runs nothing that ${change}\nname another scenario, or none for all that do`,
    )
  }
  return chosen
}

function worldsOf(
  { design, modelled, replaced, lacking }: Extraction,
  { scenarios, suite, recorded, asked }: WorldChoice,
): ChosenWorlds {
  const replaces = (operation: string) =>
    modelled.replaceable.get(operation)?.some(name => replaced.includes(name)) ?? false
  const wanted =
    asked?.map(name => named('scenario', scenarios, name, 'gmemcheck list scenarios').name) ??
    suite.filter(world => world.design === design.name && world.mutation === undefined).map(world => world.scenario)
  const all = scenarios
    .filter(scenario => wanted.includes(scenario.name) && operationsOf(scenario).some(replaces))
    .filter(scenario => asked !== undefined || lackedBy(scenario, lacking) === undefined)
    .map(({ name }): WorldName => ({ scenario: name, design: design.name }))
    .sort(compareWorlds)
  const isLeftOut = (world: WorldName) => asked === undefined && isLarge(world, recorded)
  const [quick, large] = [all.filter(world => !isLeftOut(world)), all.filter(isLeftOut)]
  return { worlds: quick, large, onlyInLarge: onlyIn(large, quick, scenarios).filter(one => replaces(one.operation)) }
}

/** Each operation that the large worlds start and the quick ones do not. */
function onlyIn(large: readonly WorldName[], quick: readonly WorldName[], scenarios: readonly Scenario[]) {
  const startedIn = (worlds: readonly WorldName[]) =>
    scenarios
      .filter(({ name }) => worlds.some(({ scenario }) => scenario === name))
      .flatMap(scenario =>
        operationsOf(scenario).map((operation): OnlyInLarge => ({ operation, scenario: scenario.name })),
      )
  const searched = new Set(startedIn(quick).map(({ operation }) => operation))
  const left = startedIn(large).filter(({ operation }) => !searched.has(operation))
  return left.filter(({ operation }, at) => left.findIndex(one => one.operation === operation) === at)
}
