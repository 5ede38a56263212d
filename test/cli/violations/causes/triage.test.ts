import { describe, expect, it } from 'vitest'
import type { Trace, TraceStep } from '../../../../checker/declare/result.ts'
import { loadRecorded } from '../../../../cli/judging/suite/recorded.ts'
import { loadHealers } from '../../../../cli/violations/causes/healed.ts'
import { causesOf, type Explanations, type Violated } from '../../../../cli/violations/causes/triage.ts'
import { designs } from '../../../../model/designs/index.ts'
import { findings } from '../../../../spec/findings/index.ts'
import { severities } from '../../../../spec/promise.ts'
import { promises } from '../../../../spec/promises/index.ts'
import { starts, step } from '../../by-hand/traces.ts'

const violated = (
  promise: string,
  scenario: string,
  steps: readonly TraceStep[],
  more: Partial<Trace> = {},
): Violated => ({
  world: { scenario, design: 'rfc-v2-split' },
  promise,
  trace: {
    property: promise,
    says: '',
    initial: 0,
    path: '',
    preemptions: 0,
    needed: steps.map((_, index) => index),
    steps,
    ...more,
  },
})
const known: Explanations = { promises, findings, healers: () => [], isNarrow: () => true }
const store = [starts(0, 'convert', {}), step(0, 'store'), step(0, 'warn')]
const split = [starts(0, 'convert', {}), step(0, 'split'), step(0, 'warn')]

describe('causes', () => {
  it('take in a violation without a repair that needs what another of its promise needs', () => {
    const all = [
      violated('no-index-wraps', 'small', store),
      violated('no-index-wraps', 'other', split),
      violated('no-index-wraps', 'large', [step(1, 'pin'), ...store]),
      violated('nothing-is-stuck', 'large', [step(1, 'pin'), ...store, step(1, 'unpin')]),
    ]
    const healers = ({ scenario }: { scenario: string }) =>
      scenario === 'small' ? ['one'] : scenario === 'other' ? ['two'] : []
    const causes = causesOf(all, { ...known, findings: [], healers })
    const worlds = Object.fromEntries(causes.map(({ repair, worlds }) => [repair ?? 'none', worlds]))
    expect(worlds).toEqual({
      one: ['large@rfc-v2-split', 'small@rfc-v2-split'],
      two: ['other@rfc-v2-split'],
      none: ['large@rfc-v2-split'],
    })
  })

  it('are as few repairs as heal all, and none that mends many things at once', () => {
    const all = [
      violated('no-index-wraps', 'a', store),
      violated('no-unset-value-is-read', 'b', split),
      violated('nothing-is-stuck', 'c', [...store, ...split]),
    ]
    const healing: Readonly<Record<string, readonly string[]>> = {
      a: ['everything', 'one', 'two'],
      b: ['everything', 'two'],
      c: ['everything'],
    }
    const healers = ({ scenario }: { scenario: string }) => healing[scenario]!
    const causes = causesOf(all, { ...known, findings: [], healers, isNarrow: (_, repair) => repair !== 'everything' })
    expect(causes.map(({ repair, worlds }) => [repair, worlds.length])).toEqual(
      expect.arrayContaining([
        ['two', 2],
        ['everything', 1],
      ]),
    )
    expect(causes).toHaveLength(2)
  })

  it('that a base has come behind the others, base by base', () => {
    const of = (design: string, scenario: string, steps = store) => ({
      ...violated('no-index-wraps', scenario, steps),
      world: { scenario, design },
    })
    const alsoBrokenBy = ({ design, scenario }: { design: string; scenario: string }) =>
      scenario === 'new' ? undefined : { mine: 'base', yours: 'other' }[design]
    const shared = [of('yours', 'a'), of('mine', 'a'), of('yours', 'b', split)]
    const causes = causesOf([...shared, of('mine', 'new', [step(1, 'pin')])], { ...known, alsoBrokenBy })
    expect(causes.map(({ asIn, worlds }) => [asIn, worlds])).toEqual([
      [undefined, ['new@mine']],
      ['base and other', ['a@mine', 'a@yours']],
      ['other', ['b@yours']],
    ])
  })

  it('are those of its base, where a proposal breaks what that does, and its own where it breaks more', () => {
    const of = (scenario: string, steps = store) => ({
      ...violated('no-index-wraps', scenario, steps),
      world: { scenario, design: 'mine' },
    })
    const alsoBrokenBy = ({ scenario }: { scenario: string }) => (scenario === 'new' ? undefined : 'base')
    const healers = ({ design }: { design: string }) => (design === 'base' ? ['one'] : [])
    const causes = causesOf([of('a'), of('b', split), of('new')], { ...known, findings: [], alsoBrokenBy, healers })
    expect(causes.map(({ asIn, repair, worlds }) => [asIn, repair, worlds])).toEqual([
      [undefined, undefined, ['new@mine']],
      ['base', 'one', ['a@mine', 'b@mine']],
    ])
  })

  it('are what needs the same steps, where no repair is known', () => {
    const causes = causesOf(
      [
        violated('no-index-wraps', 'a', store),
        violated('no-unset-value-is-read', 'b', store),
        violated('no-index-wraps', 'c', split),
      ],
      known,
    )
    expect(causes.map(({ promises, worlds }) => [promises.length, worlds.length])).toEqual([
      [2, 2],
      [1, 1],
    ])
  })

  it('are what breaks in one C function after most of the same steps, where no repair is known', () => {
    const warning = (...names: string[]) => [
      starts(0, 'convert', {}),
      ...names.map(name => step(0, name)),
      step(0, 'warn'),
    ]
    const causes = causesOf(
      [
        violated('no-index-wraps', 'a', warning('store', 'split')),
        violated('no-unset-value-is-read', 'b', warning('store', 'split', 'merge')),
        violated('no-index-wraps', 'c', [...warning('store', 'split').slice(0, -1), step(0, 'bug')]),
        violated('no-index-wraps', 'd', warning('store', 'pin', 'unpin')),
      ],
      known,
    )
    expect(causes.map(({ worlds }) => worlds.map(world => world[0]))).toEqual([['a', 'b'], ['c'], ['d']])
  })

  it('are what the same repair heals, whatever the steps', () => {
    const healers = () => ['stash-error-checked']
    const all = [violated('merges-find-their-stash', 'a', store), violated('no-index-wraps', 'b', split)]
    const [cause, ...others] = causesOf(all, { ...known, healers })
    expect(others).toEqual([])
    expect(cause).toMatchObject({ repair: 'stash-error-checked', findings: [{ name: 'lost-stash-entry' }] })
  })

  it('come the worst first, and begin with the trace that is easiest to read', () => {
    const two = [...store.slice(0, 2), starts(1, 'convert', {}), step(0, 'warn')]
    const [first, second] = causesOf(
      [
        violated('no-index-wraps', 'a', split),
        violated('freed-folios-are-not-used', 'b', two, { needed: [0, 1, 3] }),
        violated('freed-folios-are-not-used', 'c', store),
      ],
      known,
    )
    expect(first).toMatchObject({ severity: 'use after free', violations: [{ world: { scenario: 'c' } }, {}] })
    expect(second).toMatchObject({ severity: 'WARN' })
  })
})

describe('the record of what repairs heal', () => {
  const healers = loadHealers(loadRecorded(), designs)
  const listed = findings.filter(({ design }) => design === 'rfc-v2-split')

  it('knows the repairs that the findings name', () => {
    const unknown = listed.filter(
      ({ scenario, design, promises, repaired }) =>
        !promises.some(one => healers({ scenario, design }, one).includes(repaired)),
    )
    expect(listed.length).toBeGreaterThan(20)
    expect(unknown.map(({ name }) => name)).toEqual([])
  })
})

it('promises are of every severity', () => {
  expect([...new Set(promises.map(({ severity }) => severity))].sort()).toEqual([...severities].sort())
})

it('what stops the kernel is at least a BUG', () => {
  const milder = promises.filter(
    one => 'fatal' in one && one.fatal && severities.indexOf(one.severity) > severities.indexOf('BUG'),
  )
  expect(milder.map(({ name }) => name)).toEqual([])
})
