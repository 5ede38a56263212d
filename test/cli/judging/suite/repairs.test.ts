/**
 * The record of which violations each repair heals.
 */
import { describe, expect, it } from 'vitest'
import { staleRepairs } from '../../../../cli/judging/suite/record-repairs.ts'
import { loadRecorded } from '../../../../cli/judging/suite/recorded.ts'
import { loadHealers } from '../../../../cli/violations/causes/healed.ts'
import { designs } from '../../../../model/designs/index.ts'
import { findings } from '../../../../spec/findings/index.ts'

const recorded = loadRecorded()

describe('the record of what repairs heal', () => {
  it('is of the designs and the broken promises that are recorded', () => {
    expect(staleRepairs(recorded, designs)).toBeUndefined()
  })

  it('would be told to be of others', () => {
    const [name, entry] = [...recorded].find(
      ([, { violated, mutation }]) => mutation === undefined && Object.keys(violated).length > 0,
    )!
    const healed = new Map([...recorded, [name, { ...entry, violated: {} }] as const])
    expect(staleRepairs(healed, designs)).toContain('record it again: gmemcheck suite --record-repairs')
    expect(staleRepairs(recorded, designs.slice(1))).toBeDefined()
  })

  it('knows of each finding in a world of moderate size that its repair heals what it breaks', () => {
    const healers = loadHealers()
    const small = findings.filter(
      ({ scenario, design }) => (recorded.get(`${scenario}@${design}`)?.transitions ?? Infinity) < 200_000,
    )
    expect(small.length).toBeGreaterThan(20)
    for (const { scenario, design, promises, repaired } of small)
      for (const promise of promises) expect(healers({ scenario, design }, promise)).toContain(repaired)
  })
})
