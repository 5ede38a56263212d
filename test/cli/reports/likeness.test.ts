/**
 * What is known of designs that break a promise in the scenario in which patched code does.
 */
import { describe, expect, it } from 'vitest'
import { likenessTo } from '../../../cli/reports/review/likeness.ts'
import { designs } from '../../../model/designs/index.ts'

type Reviewed = Parameters<typeof likenessTo>[0]
const heldAgainst = (name: string) =>
  likenessTo({
    reading: { patch: { files: [] } },
    extraction: { design: designs.find(one => one.name === name)! },
  } as unknown as Reviewed)

describe('what patched code has in common with designs', () => {
  it('is the finding about one that breaks the same promise in the same scenario, and its repair', () => {
    const known = heldAgainst('linux-6-12')('memory-failure-during-first-fault', 'calls-keep-no-references')
    expect(known).toMatchObject({ design: 'prepares-at-lookup', repair: 'marks-after-preparation' })
    expect(known!.finding!.promises).toContain('calls-keep-no-references')
  })

  it('is nothing where no design is recorded to break it there', () => {
    expect(heldAgainst('linux-6-12')('memory-failure-during-first-fault', 'no-index-wraps')).toBeUndefined()
  })

  it('is nothing of designs about other code', () => {
    const known = heldAgainst('follow-pfn-v8')('memory-failure-during-first-fault', 'calls-keep-no-references')
    expect(known).toBeUndefined()
  })
})
