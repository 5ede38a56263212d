/**
 * Worlds of what no kernel can do yet: whatever is said to be broken in them tells so.
 */
import { describe, expect, it } from 'vitest'
import { replay } from '../../../../checker/index.ts'
import { build, judge, propertiesIn } from '../../../../cli/run/search/judge.ts'
import { collectWays, findNewWays } from '../../../../cli/run/search/ways.ts'

const hooks = { interrupted: () => false, onProgress: () => {} }
const world = { scenario: 'convert-to-shared-on-tdx-of-two-vms-out-of-memory', design: 'rfc-v2-split' }
const mark = /\(hypothetical: no ioctl lets several VMs share a file yet\)$/

const broken = async () =>
  (await judge({ world, bounds: {} }, hooks)).judgements.flatMap(({ property, outcome }) =>
    outcome.verdict === 'violated' ? [{ property, trace: outcome.trace }] : [],
  )

describe('a world of several VMs in one file', () => {
  it('says of each violation that it is hypothetical', async () => {
    const found = await broken()
    expect(found.length).toBeGreaterThan(3)
    for (const { trace } of found) expect(trace.says).toMatch(mark)
  })

  it('says so where the path is run again', async () => {
    const { scenario, system } = build(world)
    for (const { property, trace } of await broken()) {
      const again = replay(system, propertiesIn(scenario), trace.initial, trace.path).broken
      expect(again.filter(one => one.property === property).map(({ says }) => says)).toContain(trace.says)
    }
  })

  it('says so of a new way to break a promise', async () => {
    const { ways } = await collectWays({ world, bounds: {} }, hooks)
    const [promise] = Object.keys(ways)
    const { anew } = await findNewWays({ world, bounds: {} }, { [promise!]: {} }, hooks)
    expect(anew[promise!]!.says).toMatch(mark)
  })
})
