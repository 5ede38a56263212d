/**
 * The record of which violations each repair heals.
 */
import { describe, expect, it } from 'vitest'
import { staleRepairs } from '../../../../cli/judging/suite/record-repairs.ts'
import { loadRecorded } from '../../../../cli/judging/suite/recorded.ts'
import { loadHealers } from '../../../../cli/violations/causes/healed.ts'
import { designs } from '../../../../model/designs/index.ts'
import type { Finding } from '../../../../spec/findings/finding.ts'
import { findings } from '../../../../spec/findings/index.ts'

const recorded = loadRecorded()

describe('the record of what repairs heal', () => {
  it('is of the designs and the broken promises that are recorded', () => {
    expect(staleRepairs(recorded, designs)).toBeUndefined()
  })

  it('would be told to be of others', () => {
    const tried = [...recorded].find(([world]) => world === 'convert-to-shared-then-fault-out-of-memory@rfc-v2-split')!
    const healed = new Map([...recorded, [tried[0], { ...tried[1], violated: {} }] as const])
    expect(staleRepairs(healed, designs)).toContain('record it again: gmemcheck suite --record-repairs')
    expect(staleRepairs(recorded, designs.slice(0, -20))).toBeDefined()
  })

  it('knows of each finding in a world of moderate size that its repair heals what it breaks', () => {
    const healers = loadHealers(recorded, designs)
    const transitions = ({ scenario, design }: Finding) =>
      recorded.get(`${scenario}@${design}`)?.transitions ?? Infinity
    const isBasedOn = ({ design, repaired }: Finding) => designs.find(({ name }) => name === repaired)!.base === design
    const small = findings.filter(one => transitions(one) < 200_000 && isBasedOn(one))
    expect(small.length).toBeGreaterThan(20)
    for (const { scenario, design, promises, repaired } of small)
      for (const promise of promises) expect(healers({ scenario, design }, promise)).toContain(repaired)
  })
})
