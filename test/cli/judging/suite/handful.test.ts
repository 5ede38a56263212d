/**
 * A handful of small worlds, one of each kind of design, come to their recorded results. The others are for the suite.
 */
import { describe, expect, it } from 'vitest'
import { loadRecorded } from '../../../../cli/judging/suite/recorded.ts'
import { suiteReport } from '../../../../cli/judging/suite/report.ts'
import { parseName } from '../../../../cli/names/world-name.ts'
import { judge } from '../../../../cli/run/search/judge.ts'

const recorded = loadRecorded()
const hooks = { interrupted: () => false, onProgress: () => {} }

/** The report of a suite that is this one world. */
async function reportOf(name: string, expected = recorded) {
  const { head, design, mutation } = parseName(name)
  const world = { scenario: head, design: design!, ...(mutation && { mutation }) }
  const result = await judge({ world, bounds: {} }, hooks)
  const ran = [{ world, operations: [], outcome: { kind: 'judged' as const, result } }]
  return suiteReport(ran, { recorded: expected, listed: [world], claims: [], findings: [] })
}

describe('the world', () => {
  it.each([
    'convert-to-shared-during-guest-fault@exact-window',
    'convert-guest-mapped-to-private@rfc-v2-split~without-invalidation-range',
    'first-access-to-private-hugepage@hugetlb-clears-folio',
    'fault-in-page-from-two-vms@upstream',
    'delete-memslot-of-closed-file-during-memory-failure@linux-7-3',
    'set-part-of-large-folio-out-of-memory@direct-map-repaired~without-error-of-set',
    'map-pfn-without-reference@follow-pfn-v7',
    // Contracts are vacuous here, though the scenario converts: no conversion returns.
    'convert-beside-tdx-mapped-private-page@rfc-v2-split',
  ])('%s comes to its recorded result', async name => {
    expect((await reportOf(name)).worlds[0]!.differences).toEqual([])
  })
})

describe('a verdict that nobody recorded, since it follows from the scenario', () => {
  const name = 'convert-beside-tdx-mapped-private-page@rfc-v2-split'
  const entry = recorded.get(name)!
  const moved = entry.vacuous.filter(promise => promise.startsWith('conversion-'))

  it('is compared all the same: a promise that falls vacuous is a difference', async () => {
    const holding = {
      ...entry,
      holds: [...entry.holds, ...moved],
      vacuous: entry.vacuous.filter(one => !moved.includes(one)),
    }
    const { worlds, exitCode } = await reportOf(name, new Map([[name, holding]]))
    expect(worlds[0]!.differences).toEqual([
      'conversion-is-all-or-nothing, conversion-keeps-pages: expected holds, got not put to the test',
    ])
    expect(exitCode).toBe(1)
  })

  it('is compared all the same: a promise that becomes judged is a difference', async () => {
    const judged = entry.holds.slice(0, 1)
    const untested = { ...entry, holds: entry.holds.slice(1), vacuous: [...entry.vacuous, ...judged] }
    const { worlds } = await reportOf(name, new Map([[name, untested]]))
    expect(worlds[0]!.differences).toEqual([`${judged}: expected not put to the test, got holds`])
  })
})
