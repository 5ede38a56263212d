import { describe, expect, it } from 'vitest'
import { lookOn } from '../../../../cli/run/search/observe.ts'
import { showResult } from '../../../../model/kernel/state/values.ts'
import { scenarios } from '../../../../model/scenarios/index.ts'
import { pairsOf, singlesOf } from '../../../../spec/observation/history.ts'
import { type Observation, observedOperations, resultWords } from '../../../../spec/observation/observation.ts'

const observedIn = async (scenario: string, design: string): Promise<string[]> => {
  const world = { scenario, design }
  const hooks = { interrupted: () => false, onProgress: () => {} }
  const { observed, result } = await lookOn({ world, bounds: {} }, 'all', hooks)
  expect(result.cut).toBeUndefined()
  return [...singlesOf(observed).values()].map(
    (one: Observation) => `${one.operation} ${JSON.stringify(one.args)} ${resultWords(one)}`,
  )
}

describe('what callers observe', () => {
  it('is the result of every call, by its arguments', async () => {
    expect(await observedIn('allocate-less-than-a-hugepage', 'rfc-v2-repaired')).toEqual([
      'allocate {"start":1,"pages":2} returns -EINVAL',
      'allocate {"start":2,"pages":1} returns -EINVAL',
    ])
  })

  it('is what a fault finds in the page', async () => {
    const seen = await observedIn('convert-to-shared-then-fault-out-of-memory', 'rfc-v2-split')
    expect(seen).toContain('guest fault {"gfn":3,"kind":0} returns 0, stale data')
    const repaired = await observedIn('convert-to-shared-then-fault-out-of-memory', 'rfc-v2-repaired')
    expect(repaired.filter(one => one.endsWith('stale data'))).toEqual([])
  })

  it('is whether an error offset lies within the request', async () => {
    const outside = async (design: string) =>
      (await observedIn('convert-to-private-beside-busy-hugepage', design)).filter(one =>
        one.endsWith('error offset outside of the request'),
      )
    expect(await outside('hugetlb-restructuring')).not.toEqual([])
    expect(await outside('hugetlb-error-offset-clamped')).toEqual([])
  })

  it('is what several callers know together', async () => {
    const both = async (design: string) => {
      const world = { scenario: 'fault-in-page-from-two-vms', design }
      const { observed } = await lookOn({ world, bounds: {} }, 'all', {
        interrupted: () => false,
        onProgress: () => {},
      })
      return [...pairsOf(observed).values()].some(pair =>
        pair.every(one => resultWords(one) === 'returns 0, zero data' && one.operation === 'guest fault'),
      )
    }
    // A page belongs to one VM.
    expect(await both('upstream')).toBe(true)
    expect(await both('upstream-repaired')).toBe(false)
  })

  it('leaves out what nobody calls', () => {
    const all = new Set(scenarios.flatMap(scenario => [...observedOperations(scenario).keys()]))
    expect(all).toContain('convert')
    for (const internal of ['speculative reference', 'worker']) expect(all).not.toContain(internal)
  })

  it('is spelled as traces spell it', () => {
    expect(resultWords({ result: 2, tells: '' })).toBe(`returns ${showResult(2)}`)
    expect(resultWords({ result: 0, tells: 'zero data' })).toBe('returns 0, zero data')
  })
})
