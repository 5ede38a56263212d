import { describe, expect, it } from 'vitest'
import { beginAndZap } from '../../../model/fragments/unmapping/invalidate-files.ts'
import { freeFolio } from '../../../model/kernel/memory/folio.ts'
import { flushTlbs } from '../../../model/kernel/memory/tlb.ts'
import {
  endRelease,
  freeGmem,
  getFile,
  putFile,
  putVm,
  useFile,
  useGmem,
} from '../../../model/kernel/memslots/files.ts'
import { eraseBinding, firstBound, freeSlot, storeBinding } from '../../../model/kernel/memslots/memslots.ts'
import {
  baseGfnOf,
  endPageOf,
  firstPageOf,
  gfnAtPage,
  pageAtGfn,
  slotAtGfn,
} from '../../../model/kernel/memslots/places.ts'
import {
  installSpte,
  invalidateBegin,
  invalidateEnd,
  invalidateRangeAdd,
  zapUnflushed,
} from '../../../model/kernel/mmu/mmu.ts'
import type { Kernel, Part } from '../../../model/kernel/state/state.ts'
import { LEVEL_4K, PRIVATE } from '../../../model/kernel/state/values.ts'
import { bound } from '../../../model/scenarios/parts/memslots.ts'
import { kernelOf, raised } from './kernel.ts'

const [SELF, VM] = [0, 0]
const [FIRST, SECOND] = [0, 1]

const kernelWith = (...parts: readonly Part[]): Kernel => {
  const kernel = kernelOf({ hugepage: 1 }, { parts: ['memslots', ...parts] })
  bound(kernel, VM)
  return kernel
}

describe('memslots that cross', () => {
  it('cover the file between them, each at the gfns of the other half', () => {
    const kernel = kernelWith('crossed-memslots')
    const places = [FIRST, SECOND].map(slot => [
      firstPageOf(kernel, slot),
      endPageOf(kernel, slot),
      baseGfnOf(kernel, slot),
    ])
    expect(places).toEqual([
      [0, 2, 2],
      [2, 4, 0],
    ])
    for (let page = 0; page < kernel.pages; page++) {
      const slot = slotAtGfn(kernel, VM, gfnAtPage(kernel, page))
      expect(page - firstPageOf(kernel, slot)).toBe(gfnAtPage(kernel, page) - baseGfnOf(kernel, slot))
      expect(pageAtGfn(kernel, gfnAtPage(kernel, page))).toBe(page)
    }
  })

  it('are zapped at their own gfns', () => {
    const kernel = kernelWith('crossed-memslots')
    for (let gfn = 0; gfn < kernel.pages; gfn++) installSpte(kernel, VM, PRIVATE, gfn, gfn, LEVEL_4K)
    beginAndZap(kernel, SELF, VM, 1, 3)
    expect([...kernel.spte].slice(0, kernel.pages).map(spte => spte !== 0)).toEqual([false, true, true, false])
  })
})

describe('a binding', () => {
  it('is used after the memslot was freed, if it was left behind', () => {
    const kernel = kernelWith()
    eraseBinding(kernel, VM, 0)
    expect(firstBound(kernel, VM, 0, 4)).toBe(1)
    freeSlot(kernel, FIRST)
    beginAndZap(kernel, SELF, VM, 0, 1)
    expect(raised(kernel)).toEqual([])
    beginAndZap(kernel, SELF, VM, 0, 2)
    expect(raised(kernel)).toEqual(['slotUsedAfterFree'])
  })

  it('lies within its memslot', () => {
    const kernel = kernelWith('crossed-memslots')
    storeBinding(kernel, FIRST, 1)
    expect(raised(kernel)).toEqual([])
    storeBinding(kernel, FIRST, 2)
    expect(raised(kernel)).toEqual(['boundBeside'])
  })
})

describe('a file', () => {
  it('may be held more than once by a call, and by what it calls', () => {
    const kernel = kernelWith()
    for (let taken = 0; taken < 5; taken++) getFile(kernel, SELF, VM)
    for (let taken = 0; taken < 5; taken++) putFile(kernel, SELF, VM)
    expect(raised(kernel)).toEqual([])
  })

  it('is put by who has got it', () => {
    const kernel = kernelWith()
    getFile(kernel, SELF, VM)
    putFile(kernel, SELF, VM)
    expect(raised(kernel)).toEqual([])
    putFile(kernel, SELF, VM)
    expect(raised(kernel)).toEqual(['unheldFilePut'])
    expect(kernel.releaseOwed[VM]).toBe(1)
  })

  it('outlives its struct gmem_file, and both are freed once', () => {
    const kernel = kernelWith()
    for (let page = 0; page < kernel.pages; page++) eraseBinding(kernel, VM, page)
    freeGmem(kernel, VM)
    useFile(kernel, VM)
    putVm(kernel, SELF, VM)
    endRelease(kernel, SELF, VM)
    expect(raised(kernel)).toEqual([])
    useFile(kernel, VM)
    expect(raised(kernel)).toEqual(['fileUsedAfterFree'])
  })

  it.each<[string, (kernel: Kernel) => void]>([
    ['struct gmem_file is used', kernel => useGmem(kernel, VM)],
    ['it is freed again', kernel => freeGmem(kernel, VM)],
    ['a binding is erased', kernel => eraseBinding(kernel, VM, 0)],
    ['a walk finds it on the list', kernel => beginAndZap(kernel, SELF, VM, 0, 1)],
  ])('is used after it was freed when %s', (_, use) => {
    const kernel = kernelWith()
    freeGmem(kernel, VM)
    use(kernel)
    expect(raised(kernel)).toContain('fileUsedAfterFree')
  })

  it.each<[string, (kernel: Kernel) => void]>([
    ['keeps its bindings', kernel => freeAndPut(kernel)],
    [
      'keeps its struct gmem_file',
      kernel => {
        destroyBindings(kernel)
        putVm(kernel, SELF, VM)
      },
    ],
    [
      'keeps its VM',
      kernel => {
        destroyBindings(kernel)
        freeGmem(kernel, VM)
      },
    ],
    [
      'puts another VM',
      kernel => {
        destroyBindings(kernel)
        freeGmem(kernel, VM)
        putVm(kernel, SELF, VM + 1)
      },
    ],
  ])('leaks when its release %s', (_, release) => {
    const kernel = kernelWith()
    release(kernel)
    endRelease(kernel, SELF, VM)
    expect(raised(kernel)).toEqual(['fileLeaked'])
  })
})

const destroyBindings = (kernel: Kernel): void => {
  for (let page = 0; page < kernel.pages; page++) eraseBinding(kernel, VM, page)
}
const freeAndPut = (kernel: Kernel): void => {
  freeGmem(kernel, VM)
  putVm(kernel, SELF, VM)
}

describe('a TLB', () => {
  const zapped = (): Kernel => {
    const kernel = kernelWith()
    installSpte(kernel, VM, PRIVATE, 1, 3, LEVEL_4K)
    invalidateBegin(kernel, VM)
    invalidateRangeAdd(kernel, VM, 0, 2)
    expect(zapUnflushed(kernel, VM, PRIVATE, 0, 1)).toBe(false)
    expect(zapUnflushed(kernel, VM, PRIVATE, 1, 2)).toBe(true)
    return kernel
  }

  it('is flushed before the invalidation ends', () => {
    const kernel = zapped()
    flushTlbs(kernel, VM)
    invalidateEnd(kernel, VM)
    expect(raised(kernel)).toEqual([])
    const unflushed = zapped()
    invalidateEnd(unflushed, VM)
    expect(raised(unflushed)).toEqual(['leftUnflushed'])
  })

  it('is flushed before the frame is freed, and others may be', () => {
    const kernel = zapped()
    freeFolio(kernel, 0)
    expect(raised(kernel)).toEqual([])
    freeFolio(kernel, 3)
    expect(raised(kernel)).toEqual(['leftUnflushed'])
  })
})
