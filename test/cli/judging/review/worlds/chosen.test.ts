import { describe, expect, it } from 'vitest'
import { worldsToReview } from '../../../../../cli/judging/review/worlds/chosen.ts'
import { sumOf } from '../../../../../cli/judging/review/worlds/result.ts'
import { exitCodeFor } from '../../../../../cli/run/exit-codes.ts'
import type { Extraction } from '../../../../../model/patched/extraction.ts'
import { scenarios } from '../../../../../model/scenarios/index.ts'
import type { Entry } from '../../../../../spec/suite/entry.ts'

const design = 'linux-6-12'
const names = ['punch-hole', 'convert-to-private']
/** Punching a hole and converting both run the patched function. */
const extraction = {
  design: { name: design },
  modelled: { replaceable: new Map(['punch hole', 'convert'].map(one => [one, ['kvm_gmem_invalidate_begin']])) },
  replaced: ['kvm_gmem_invalidate_begin'],
  lacking: [],
} as unknown as Extraction

/** @param large scenarios of which so many transitions are recorded that nobody waits for them */
const chosen = (large: readonly string[], asked?: readonly string[]) =>
  worldsToReview([extraction], {
    scenarios,
    suite: names.map(scenario => ({ scenario, design })),
    recorded: new Map(large.map(name => [`${name}@${design}`, { transitions: 10_000_000 } as Entry])),
    asked,
  })[0]!

const exitCode = ({ onlyInLarge }: ReturnType<typeof chosen>) =>
  exitCodeFor(sumOf([], [], { skippedConfigurations: [], onlyInLarge }).reasons)

describe('a patch of which an operation runs the code in large worlds only', () => {
  it('is not judged whole, and the operation has a world that is named', () => {
    expect(chosen(names)).toMatchObject({
      worlds: [],
      onlyInLarge: [
        { operation: 'convert', scenario: 'convert-to-private' },
        { operation: 'punch hole', scenario: 'punch-hole' },
      ],
    })
    expect(exitCode(chosen(names))).toBe(3)
    const partly = chosen(['convert-to-private'])
    expect(partly.onlyInLarge).toEqual([{ operation: 'convert', scenario: 'convert-to-private' }])
    expect(exitCode(partly)).toBe(3)
  })

  it('is judged where all its operations run in small worlds, or the large ones are asked for', () => {
    expect(exitCode(chosen([]))).toBe(0)
    expect(chosen(names, ['convert-to-private'])).toMatchObject({ large: [], onlyInLarge: [] })
  })
})
