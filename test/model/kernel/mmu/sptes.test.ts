import { describe, expect, it } from 'vitest'
import { startFault } from '../../../../model/kernel/mmu/faults.ts'
import { installSpte, invalidateBegin, zapRange } from '../../../../model/kernel/mmu/mmu.ts'
import type { Kernel } from '../../../../model/kernel/state/state.ts'
import { LEVEL_4K, LEVEL_HUGE, PRIVATE, SHARED, showSpte } from '../../../../model/kernel/state/values.ts'
import { mergedHugepage } from '../../../../model/scenarios/parts/initial.ts'
import { kernelOf } from '../kernel.ts'

const VM = 0

/** A huge folio at frame 0 stands at page 2; an invalidation runs. */
const ready = (tdxHoldsReferences = false): Kernel => {
  const kernel = kernelOf({}, { tdxHoldsReferences })
  mergedHugepage(kernel, 2)
  invalidateBegin(kernel, VM)
  return kernel
}
/** The table of one kind, as traces spell it. */
const table = (kernel: Kernel, kind = PRIVATE) =>
  [...kernel.spte].slice(kind * kernel.pages, (kind + 1) * kernel.pages).map(showSpte)

describe('a huge SPTE', () => {
  it('stands at the first gfn of its hugepage, whichever gfn faulted', () => {
    const kernel = ready()
    installSpte(kernel, VM, PRIVATE, 3, 1, LEVEL_HUGE)
    expect(table(kernel)).toEqual(['-', '-', 'frame 0 huge', '-'])
  })

  it('replaces the small ones that it covers', () => {
    const kernel = ready()
    installSpte(kernel, VM, PRIVATE, 3, 1, LEVEL_4K)
    installSpte(kernel, VM, PRIVATE, 2, 0, LEVEL_HUGE)
    expect(table(kernel)).toEqual(['-', '-', 'frame 0 huge', '-'])
  })

  it('is split when a page under it is mapped small', () => {
    const kernel = ready()
    installSpte(kernel, VM, PRIVATE, 2, 0, LEVEL_HUGE)
    installSpte(kernel, VM, PRIVATE, 3, 1, LEVEL_4K)
    expect(table(kernel)).toEqual(['-', '-', 'frame 0 4K', 'frame 1 4K'])
  })

  it('is zapped whole by a range that meets any page of it', () => {
    for (const gfn of [2, 3]) {
      const kernel = ready()
      installSpte(kernel, VM, PRIVATE, 2, 0, LEVEL_HUGE)
      zapRange(kernel, VM, PRIVATE, gfn, gfn + 1)
      expect(table(kernel)).toEqual(['-', '-', '-', '-'])
    }
  })

  it('stays if the range only touches it, from below or from above', () => {
    const kernel = ready()
    mergedHugepage(kernel, 0)
    installSpte(kernel, VM, PRIVATE, 0, 2, LEVEL_HUGE)
    installSpte(kernel, VM, PRIVATE, 2, 0, LEVEL_HUGE)
    zapRange(kernel, VM, PRIVATE, 0, 2)
    expect(table(kernel)).toEqual(['-', '-', 'frame 0 huge', '-'])
    installSpte(kernel, VM, PRIVATE, 0, 2, LEVEL_HUGE)
    zapRange(kernel, VM, PRIVATE, 2, 4)
    expect(table(kernel)).toEqual(['frame 2 huge', '-', '-', '-'])
  })

  it('is split by TDX, which zaps the range exactly and keeps the references of the rest', () => {
    const kernel = ready(true)
    installSpte(kernel, VM, PRIVATE, 2, 0, LEVEL_HUGE)
    expect(kernel.refs[0]).toBe(2 + 2)
    zapRange(kernel, VM, PRIVATE, 3, 4)
    expect(table(kernel)).toEqual(['-', '-', 'frame 0 4K', '-'])
    expect(kernel.refs[0]).toBe(2 + 1)
  })
})

describe('a zap', () => {
  it('is of one kind', () => {
    const kernel = ready()
    installSpte(kernel, VM, PRIVATE, 2, 0, LEVEL_4K)
    installSpte(kernel, VM, SHARED, 2, 0, LEVEL_4K)
    zapRange(kernel, VM, SHARED, 0, 4)
    expect(table(kernel, SHARED)).toEqual(['-', '-', '-', '-'])
    expect(table(kernel, PRIVATE)).toEqual(['-', '-', 'frame 0 4K', '-'])
  })

  it('is remembered for faults in flight on its gfns, of its kind', () => {
    const kernel = ready()
    startFault(kernel, 0, VM, PRIVATE, 2)
    startFault(kernel, 1, VM, PRIVATE, 3)
    zapRange(kernel, VM, SHARED, 0, 4)
    expect(kernel.zappedSince).toBe(0)
    zapRange(kernel, VM, PRIVATE, 3, 4)
    expect(kernel.zappedSince).toBe(1 << 1)
  })

  it('adds its range to the invalidation', () => {
    const kernel = ready()
    zapRange(kernel, VM, PRIVATE, 1, 3)
    expect([kernel.invalidateStart[VM], kernel.invalidateEnd[VM]]).toEqual([1 + 1, 1 + 3])
  })
})
