/**
 * What one of two does not have is left out of the worlds of both.
 */
import { describe, expect, it } from 'vitest'
import { type Compared, comparedBy, compareIn } from '../../../../cli/judging/compare/diffing.ts'
import { diffJson } from '../../../../cli/reports/compare/json.ts'
import { diffText, FEW } from '../../../../cli/reports/compare/text.ts'
import type { Job } from '../../../../cli/run/search/job.ts'
import { build } from '../../../../cli/run/search/judge.ts'
import { palette } from '../../../../cli/text/palette.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { designs } from '../../../../model/designs/index.ts'
import { lackingIn } from '../../../../model/patched/lacking.ts'
import { scenarios } from '../../../../model/scenarios/index.ts'
import { promises } from '../../../../spec/promises/index.ts'

const scenario = scenarios.find(({ name }) => name === 'fault-in-page-twice')!
const oldTree = wholeFile('virt/kvm/guest_memfd.c', 'int kvm_gmem_get_pfn(void)\n{\n\treturn 0;\n}\n')

import { unexplained } from '../../json-members.ts'

describe('firmware that nobody tells anything', () => {
  it('is in the world of neither side', async () => {
    const [first, second] = await comparedBy(['linux-7-3', 'linux-6-12'], { designs })
    const lacking = lackingIn([oldTree])
    const both = [first, second].map(one => ({ ...one, lacking })) as [Compared, Compared]
    const searched: Job[] = []
    const tries = async (jobs: readonly Job[]) => {
      searched.push(...jobs)
      return jobs.map(() => ({ kind: 'not-run' }) as const)
    }
    const searching = { isMine: () => true, tries, walks: async () => [], end: () => {} }
    const worlds = await compareIn([scenario], both, {}, searching)
    expect(searched.map(({ without }) => without)).toEqual([['firmware'], ['firmware']])
    const diff = { both, worlds, large: [], exitCode: 3 } as const
    const words = ['kvm_gmem_populate()', '.fault of vm_operations_struct', expect.stringMatching(/^kvm_arch_gmem_/)]
    expect(diffJson(diff).lacking).toEqual(words)
    expect(unexplained({ schema: 1, ...diffJson(diff) })).toEqual([])
    const page = { width: 300, palette: palette(false), locals: false }
    expect(diffText(diff, promises, page, FEW)).toContainEqual(
      expect.stringMatching(/^in no scenario, for one of the two has none of it {2}kvm_gmem_populate\(\), \.fault of/),
    )
  })

  it('is no state of a world that is built without it', () => {
    const name = { scenario: scenario.name, design: 'linux-7-3' }
    const lengthIn = (without?: Job['without']) => {
      const { firmware } = build(name, without).system.fields
      return firmware?.kind === 'cells' ? firmware.length : undefined
    }
    expect(lengthIn()).toBe(2)
    expect(lengthIn(['firmware'])).toBe(0)
  })
})
