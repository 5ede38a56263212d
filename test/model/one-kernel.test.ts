/**
 * One world may have a direct map, conversions and firmware: they are parts of one kernel.
 */
import { describe, expect, it } from 'vitest'
import type { Property } from '../../checker/declare.ts'
import { search } from '../../checker/index.ts'
import type { Design, NamedDesign } from '../../model/designs/design.ts'
import { designs } from '../../model/designs/index.ts'

import type { Kernel } from '../../model/kernel/state/state.ts'
import { SHARED } from '../../model/kernel/state/values.ts'
import { inUse } from '../../model/scenarios/parts/direct-map.ts'
import { pagesOf, withParts } from '../../model/scenarios/parts/pages.ts'
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'
import { guestFault, hostFault, thread, toPrivate, toShared } from '../../model/scenarios/parts/sizes.ts'
import { world } from '../../model/world.ts'
import { propertiesOf } from '../../spec/judging/properties.ts'
import { promises } from '../../spec/promises/index.ts'

const decisionsOf = (name: string): Design => designs.find(design => design.name === name)!.decisions

/** What a design decides otherwise than the one it started from. */
const differences = (name: string, from: string): Partial<Design> => {
  const before = decisionsOf(from)
  return Object.fromEntries(Object.entries(decisionsOf(name)).filter(([key, is]) => before[key as keyof Design] !== is))
}

/** Conversion in place, in a file that leaves the direct map as the other design says. */
const combined = (directMap: Partial<Design>): NamedDesign => ({
  name: 'conversions-without-direct-map',
  summary: 'conversion in place, in a file that leaves the direct map',
  source: 'this test',
  decisions: { ...decisionsOf('in-place-repaired'), ...directMap },
})

const scenario: Scenario = {
  name: 'convert-page-outside-the-direct-map',
  summary: 'a page without a direct map entry goes shared and private again, while host and guest access it',
  bounds: pagesOf(1, 3),
  environment: { ...withParts('firmware'), directMapEntry: 1 },
  initial: [kernel => inUse(kernel, 0)],
  threads: [
    thread('ioctl', toShared(0, 1), toPrivate(0, 1)),
    thread('host', hostFault([0])),
    thread('vCPU', guestFault([0], [0, 1])),
  ],
  goals: [],
}

const sharedHole: Property = {
  kind: 'goal',
  name: 'a shared page has no direct map entry',
  reached: ({ kernel }: { kernel: Kernel }) => kernel.share[0] === SHARED && kernel.hole[0] === 1,
} as unknown as Property

describe.each([
  { by: 'a mark per folio', directMap: differences('direct-map-flag-repaired', 'upstream') },
  { by: 'a record of pages', directMap: differences('direct-map-repaired', 'populate-keeps-folio-locked') },
])('a world with conversions, firmware and a direct map that is kept by $by', ({ directMap }) => {
  const { judgements, goals } = search(
    world(scenario, combined(directMap)),
    [...propertiesOf(promises, []), sharedHole as never],
    {},
  )

  it.each([
    'conversion-keeps-pages',
    'assigned-pages-are-not-cleared',
    'calls-can-return',
    'handed-out-pages-have-left-the-direct-map',
    'direct-map-holes-are-not-accessed',
  ])('judges %s, and keeps it', promise => {
    const { judged, outcome } = judgements.find(({ property }) => property === promise)!
    expect(judged).toBeGreaterThan(0)
    expect(outcome.verdict).toBe('holds')
  })

  it('comes to states that need all of them', () => {
    expect(goals).toEqual([{ goal: sharedHole.name, reached: true }])
  })
})
