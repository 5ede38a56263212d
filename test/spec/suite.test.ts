/**
 * Worlds, recorded results, claims and findings name what exists, and agree with each other.
 */
import { describe, expect, it } from 'vitest'
import { loadRecorded } from '../../cli/judging/suite/recorded.ts'
import { designs } from '../../model/designs/index.ts'
import { mutations } from '../../model/mutations.ts'
import { scenarios } from '../../model/scenarios/index.ts'
import { claims } from '../../spec/claims/index.ts'
import { findings } from '../../spec/findings/index.ts'
import { goals, promises } from '../../spec/promises/index.ts'
import type { Entry } from '../../spec/suite/entry.ts'
import { worlds } from '../../spec/suite/worlds.ts'

type World = Pick<Entry, 'scenario' | 'design' | 'mutation'>

const namesOf = (things: readonly { readonly name: string }[]) => things.map(({ name }) => name)
const show = ({ scenario, design, mutation }: World) => `${scenario}@${design}${mutation ? `~${mutation}` : ''}`
const recorded = loadRecorded()
const entryOf = (world: World) => recorded.get(show(world))
/** What is recorded of promises in a world. */
const verdictsIn = (world: World, names: readonly string[]) => {
  const entry = entryOf(world)
  const verdict = (name: string) =>
    entry?.holds.includes(name) ? 'holds' : entry && name in entry.violated ? 'violated' : 'not judged'
  return Object.fromEntries(names.map(name => [name, verdict(name)]))
}
const twice = (names: readonly string[]) => names.filter((name, index) => names.indexOf(name) !== index)

const LIST = 'list a world, and record it: spec/suite/worlds.ts'

describe('the suite', () => {
  it('has a recorded result for every world it lists', () => {
    expect([...recorded.keys()].sort(), 'record them: npx gmemcheck suite --record').toEqual(worlds.map(show).sort())
  })

  it('lists no world twice', () => expect(twice(worlds.map(show))).toEqual([]))

  it.each(namesOf(designs))('judges a world of the design %s', name => {
    expect(
      worlds.filter(({ design }) => design === name),
      LIST,
    ).not.toEqual([])
  })

  it.each(namesOf(scenarios))('judges the scenario %s under some design', name => {
    expect(
      worlds.filter(({ scenario }) => scenario === name),
      LIST,
    ).not.toEqual([])
  })

  it.each(namesOf(mutations))('judges the mutation %s, which breaks something that the design keeps', name => {
    const mutated = [...recorded.values()].filter(({ mutation }) => mutation === name)
    expect(mutated, LIST).not.toEqual([])
    for (const { mutation, ...world } of mutated) {
      const kept = entryOf(world)?.holds ?? []
      const broken = Object.keys(entryOf({ ...world, ...(mutation && { mutation }) })!.violated)
      expect(
        broken.filter(promise => kept.includes(promise)),
        show(world),
      ).not.toEqual([])
    }
  })

  it('names designs, scenarios and mutations that exist', () => {
    const known = { design: namesOf(designs), scenario: namesOf(scenarios), mutation: namesOf(mutations) }
    const unknown = worlds.filter(
      ({ design, scenario, mutation }) =>
        !known.design.includes(design) ||
        !known.scenario.includes(scenario) ||
        (mutation !== undefined && !known.mutation.includes(mutation)),
    )
    expect(unknown.map(show)).toEqual([])
  })
})

describe('the recorded results', () => {
  it('tell of goals that their scenarios declare', () => {
    const declared = (entry: Entry) => scenarios.find(({ name }) => name === entry.scenario)!.goals
    const entries = [...recorded.values()]
    expect(entries.filter(entry => entry.unreached.some(goal => !declared(entry).includes(goal))).map(show)).toEqual([])
  })
})

describe('the claim', () => {
  const said = claims.flatMap(({ name, worlds }) => worlds.map(world => [name, show(world), world] as const))

  it.each(said)('%s is told as %s has it', (_name, _where, world) => {
    expect(verdictsIn(world, Object.keys(world.promises))).toEqual(world.promises)
  })
})

describe.each(findings.map(finding => [finding.name, finding] as const))('the finding %s', (_, finding) => {
  const { scenario, design, repaired, promises: broken } = finding
  const all = (verdict: string) => Object.fromEntries(broken.map(name => [name, verdict]))

  it('names a promise', () => expect(broken).not.toEqual([]))
  it('shows in its world', () => expect(verdictsIn({ scenario, design }, broken)).toEqual(all('violated')))
  it('is gone with its repair', () => expect(verdictsIn({ scenario, design: repaired }, broken)).toEqual(all('holds')))
})

describe('names', () => {
  it.each([
    ['designs', designs],
    ['scenarios', scenarios],
    ['mutations', mutations],
    ['promises', promises],
    ['goals', goals],
    ['claims', claims],
    ['findings', findings],
  ])('of %s are kebab-case, and given once', (_, things) => {
    expect(twice(namesOf(things))).toEqual([])
    expect(namesOf(things).filter(name => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([])
  })
})
