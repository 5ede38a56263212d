import { describe, expect, it } from 'vitest'
import { InputError } from '../../checker/declare/errors.ts'
import { designs } from '../../model/designs/index.ts'
import { refuseBounds } from '../../model/kernel/state/limits.ts'
import { scenarios } from '../../model/scenarios/index.ts'
import { world } from '../../model/world.ts'

const bounds = { pages: 4, hugepage: 2, frames: 6, threads: 2, vms: 1, failures: 0 }

describe('the bounds of a world', () => {
  it('are refused where a mask of pages would lose its upper bits', () => {
    expect(() => refuseBounds('too-wide', { ...bounds, pages: 10, frames: 10 })).toThrow(
      new InputError('the scenario too-wide has 10 pages: the model holds up to 8'),
    )
  })
  it('are refused where pages or frames are no whole hugepages', () => {
    expect(() => refuseBounds('uneven', { ...bounds, frames: 5 })).toThrow(
      'the scenario uneven has 5 frames: make that a multiple of its hugepage, which has 2',
    )
  })
  it('are refused before anything is searched', () => {
    const scenario = { ...scenarios[0]!, bounds: { ...bounds, threads: 9 } }
    expect(() => world(scenario, designs[0]!)).toThrow(InputError)
  })
  it('fit the model in every scenario', () => {
    for (const scenario of scenarios) expect(() => refuseBounds(scenario.name, scenario.bounds)).not.toThrow()
  })
})
