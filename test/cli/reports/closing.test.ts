import { describe, expect, it } from 'vitest'
import { closingWords } from '../../../cli/reports/trace/closing.ts'
import { tellingOf } from '../../../cli/reports/trace/telling.ts'
import { palette } from '../../../cli/text/palette.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { change, starts, step } from '../by-hand/traces.ts'

const scenario = scenarios.find(({ name }) => name === 'convert-to-shared-during-guest-fault')!
const telling = tellingOf(scenario, { width: 80, palette: palette(false), locals: false })
const becomes = (field: string, after: number) => ({
  ...change(field, 0, '1', String(after)),
  before: 1 - after,
  after,
})

/** What closes a trace of which all steps are needed. */
const closes = (...steps: Parameters<typeof closingWords>[0]['steps']) =>
  closingWords({ steps, needed: steps.map((_, index) => index), says: 'it leaks' }, telling)

const frees = step(1, 'folio_put', [becomes('allocated', 0), becomes('refs', 0), becomes('mapping', 0)])
const takes = (fn: string) => step(0, fn, [becomes('refs', 1)])
const last = step(0, 'folio_unlock', [])

describe('the closing sentence', () => {
  it('names where something was freed, however many steps come behind, and counts the others', () => {
    const closing = closes(starts(0, 'convert', {}), frees, takes('a'), takes('b'), takes('c'), takes('d'), last)!
    expect(closing).toMatch(
      /^CPU0 runs folio_unlock\(\) \(step 7\): it leaks\. That needs what came before: CPU1 frees/,
    )
    expect(closing).toMatch(/\(step 2, folio_put\(\)\).*; and 2 other steps\.$/)
  })

  it('says of a step what matters most of it', () => {
    expect(closes(frees, last)).toContain('CPU1 frees frame 0 (step 1, folio_put())')
  })

  it('names a failure before all else', () => {
    const failed = step(0, 'xa_store', [], { event: 'enomem' })
    const closing = closes(failed, frees, { ...frees, fn: 'b' }, { ...frees, fn: 'c' }, { ...frees, fn: 'd' }, last)
    expect(closing).toContain('CPU0 fails with -ENOMEM (step 1, xa_store())')
  })

  it('names where an invalidation begins that is left in progress, before what it zaps', () => {
    const returns = step(0, 'returns', [])
    const begins = step(0, 'kvm_mmu_invalidate_begin', [becomes('invalidating', 1)])
    const both = step(0, 'KVM_MMU_LOCK', [becomes('invalidating', 1), { ...becomes('spte', 0), before: 1 }])
    expect(closes(both, returns)).toContain('CPU0 begins an invalidation (step 1, KVM_MMU_LOCK())')
    const ends = step(0, 'kvm_mmu_invalidate_end', [{ ...becomes('invalidating', 0), before: 1 }])
    const zaps = ['a', 'b', 'c'].map(fn => step(0, `zaps_${fn}`, [{ ...becomes('spte', 0), before: 1 }]))
    expect(closes(begins, ...zaps, returns)).toContain('begins an invalidation (step 1, kvm_mmu_invalidate_begin())')
    expect(closes(begins, ends, ...zaps, returns)).not.toContain('begins an invalidation')
  })

  it('names a lock that was dropped where another CPU comes in, and else not before what pages become', () => {
    const drops = { ...becomes('folioLock', 0), before: 1 }
    const becoming = ['share', 'hugepage', 'share'].map((_, at) => step(0, `becomes${at}`, [becomes('share', 1)]))
    const unlocks = step(0, 'folio_unlock', [drops])
    expect(closes(unlocks, ...becoming, last)).not.toContain('unlocks folio 0')
    expect(closes(unlocks, step(1, 'other', []), ...becoming, last)).toContain('unlocks folio 0')
  })

  it('names a step that only looks where another CPU comes in before its own goes on', () => {
    const looks = step(0, 'folio_test_uptodate', [])
    expect(closes(looks, frees, last)).toContain('CPU0 runs folio_test_uptodate() (step 1)')
    expect(closes(frees, looks, last)).not.toContain('folio_test_uptodate')
  })
})
