/**
 * Which worlds and promises a command line asks for.
 */
import { InputError } from '../../checker/declare.ts'
import { named, noSuch } from './nearest.ts'
import { compareWorlds, parseName, sameWorld, showWorld, type WorldName } from './world-name.ts'

interface Named {
  readonly name: string
}

/** Everything a world's name may be made of. */
export interface WorldNames {
  readonly designs: readonly Named[]
  readonly scenarios: readonly Named[]
  readonly mutations: readonly Named[]
  /** The worlds of the suite. */
  readonly worlds: readonly WorldName[]
}

/**
 * The worlds of `check DESIGN [SCENARIO…] [--mutation NAME]`, each once, in the order of {@link compareWorlds}.
 *
 * Every word may be a whole world and says then its own design and mutation. A design alone stands for the scenarios in
 * which the suite judges it.
 *
 * @throws InputError when something does not exist
 */
export function worldsAskedFor(names: WorldNames, words: readonly string[], mutation?: string): WorldName[] {
  const [first, ...rest] = words
  const { head, design } = parseName(first!)
  const asked =
    design !== undefined
      ? words.map(word => complete(word, undefined, mutation))
      : rest.length > 0
        ? rest.map(word => complete(word, existing(names, head), mutation))
        : worldsOfDesign(names, existing(names, head), mutation)
  for (const world of asked) checkWorld(names, world)
  return asked.filter((world, index) => asked.findIndex(other => sameWorld(other, world)) === index).sort(compareWorlds)
}

const existing = ({ designs }: WorldNames, name: string): string =>
  named('design', designs, name, 'gmemcheck list designs').name

/** @throws InputError when neither the word nor the defaults name a design */
function complete(word: string, design?: string, mutation?: string): WorldName {
  const parsed = parseName(word)
  const own = { design: parsed.design ?? design, mutation: parsed.mutation ?? mutation }
  if (own.design === undefined) {
    throw new InputError(`"${word}" names no design\nwrite SCENARIO@DESIGN, or name a design first`)
  }
  return { scenario: parsed.head, design: own.design, ...(own.mutation !== undefined && { mutation: own.mutation }) }
}

/** With a mutation that the suite does not try on the design: the scenarios in which it judges the design as it is. */
function worldsOfDesign({ worlds }: WorldNames, design: string, mutation?: string): WorldName[] {
  const ofDesign = worlds.filter(world => world.design === design)
  const asked = ofDesign.filter(world => world.mutation === mutation)
  if (asked.length > 0) return asked
  const scenarios = ofDesign.filter(world => world.mutation === undefined).map(world => world.scenario)
  if (scenarios.length === 0) {
    throw new InputError(`the suite judges ${design} in no scenario\nname some: gmemcheck check ${design} SCENARIO…`)
  }
  return scenarios.map(scenario => ({ scenario, design, ...(mutation !== undefined && { mutation }) }))
}

/** @throws InputError when the world is made of something that does not exist */
export function checkWorld(
  { designs, scenarios, mutations }: WorldNames,
  { scenario, design, mutation }: WorldName,
): void {
  named('scenario', scenarios, scenario, 'gmemcheck list scenarios')
  named('design', designs, design, 'gmemcheck list designs')
  if (mutation !== undefined) named('mutation', mutations, mutation, 'gmemcheck list mutations')
}

/** The promises of those names, in the order given, each once. @throws InputError when one does not exist */
export function promisesAskedFor(promises: readonly Named[], asked: readonly string[]): string[] {
  const names = promises.map(promise => promise.name)
  for (const name of asked) {
    if (!names.includes(name)) throw noSuch('promise', names, name, 'gmemcheck list promises')
  }
  return [...new Set(asked)]
}

/** @throws InputError unless the text is the whole name of a world that exists */
export function worldNamed(names: WorldNames, text: string): WorldName {
  const { head, design, mutation } = parseName(text)
  if (design === undefined) {
    throw new InputError(`"${text}" names no design\nwrite ${showWorld({ scenario: head, design: 'DESIGN' })}`)
  }
  const world = { scenario: head, design, ...(mutation !== undefined && { mutation }) }
  checkWorld(names, world)
  return world
}
