/**
 * Decisions combine: whatever two of them a design takes together, a guest fault on its own comes to its end.
 */
import { describe, expect, it } from 'vitest'
import type { Machine } from '../../checker/declare.ts'
import { search } from '../../checker/index.ts'
import type { Design, NamedDesign } from '../../model/designs/design.ts'
import { designs } from '../../model/designs/index.ts'
import { machinesFor } from '../../model/operations/machines.ts'
import { entriesOf } from '../../model/scenarios/parts/direct-map.ts'
import { pagesOf } from '../../model/scenarios/parts/pages.ts'
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'
import { guestFault, thread } from '../../model/scenarios/parts/sizes.ts'
import { world } from '../../model/world.ts'
import { propertiesOf } from '../../spec/judging/properties.ts'
import { promises } from '../../spec/promises/index.ts'

type Decision = keyof Design
type Answer = readonly [Decision, Design[Decision]]

/** Every answer that some design gives. */
const answers: readonly Answer[] = (Object.keys(designs[0]!.decisions) as Decision[]).flatMap(decision =>
  [...new Set(designs.map(({ decisions }) => decisions[decision]))].map(answer => [decision, answer] as const),
)

const alone: Scenario = {
  name: 'guest-fault-alone',
  summary: 'the guest faults on one page, outside the direct map and registered with the firmware',
  bounds: pagesOf(1, 1),
  environment: entriesOf(1, 'firmware'),
  initial: [
    kernel => {
      kernel.largeEntry.fill(1)
    },
  ],
  threads: [thread('vCPU', guestFault([0], [0]))],
  goals: [],
}

const ends = propertiesOf(
  promises.filter(({ name }) => name === 'calls-can-return'),
  [],
)

/** The pairs under which the guest fault never ends. Pairs whose machine is the same are searched once. */
const endless = (base: NamedDesign): string[] => {
  const seen = new Set<Machine>()
  return answers.flatMap((one, at) =>
    answers.slice(at + 1).flatMap(other => {
      const design = { ...base, decisions: { ...base.decisions, ...Object.fromEntries([one, other]) } }
      const machine = machinesFor(design)['guest fault']!()
      if (seen.has(machine)) return []
      seen.add(machine)
      const { judgements } = search(world(alone, design), ends, {})
      return judgements.every(({ outcome }) => outcome.verdict === 'holds')
        ? []
        : [`${one.join(' ')}, ${other.join(' ')}`]
    }),
  )
}

describe('a guest fault alone, under every pair of decisions', () => {
  it.each(['upstream', 'in-place-conversion'])('ends, from %s on', name => {
    expect(endless(designs.find(design => design.name === name)!)).toEqual([])
  })
})
