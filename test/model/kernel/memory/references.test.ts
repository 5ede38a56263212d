import { describe, expect, it } from 'vitest'
import type { S } from '../../../../model/kernel/c/declare.ts'
import { dropPin, installHostPte, keepPin, zapHostPtes } from '../../../../model/kernel/file/host-mappings.ts'
import { policyOf, putPolicy, thePolicyOfThePage } from '../../../../model/kernel/file/policies.c.ts'
import { allocateHugeFolio } from '../../../../model/kernel/hugepages/allocator.ts'
import {
  dropReferences,
  folioOf,
  getFolio,
  lockFolio,
  putFolio,
  REFERENCES_SATURATED,
  unlockFolio,
} from '../../../../model/kernel/memory/folio.ts'
import { getForeign } from '../../../../model/kernel/memory/foreign.ts'
import { POLICY } from '../../../../model/kernel/state/kinds/foreign.ts'
import type { Kernel } from '../../../../model/kernel/state/state.ts'
import { hostMaps, mergedHugepage, pinned, splitHugepage } from '../../../../model/scenarios/parts/initial.ts'
import { referencesHaveOwners } from '../../../../spec/promises/folios/references-have-owners.ts'
import { kernelOf, raised } from '../kernel.ts'

const [SELF, OTHER] = [0, 1]

const expectOwners = (kernel: Kernel) => {
  for (let frame = 0; frame < kernel.frames; frame++)
    expect(referencesHaveOwners.broken({ kernel, call: {}, self: SELF }, frame), `frame ${frame}`).toBe(false)
}

describe('references of a folio', () => {
  it('free every frame of it when the last one is put', () => {
    const kernel = kernelOf()
    const folio = allocateHugeFolio(kernel, SELF)
    getFolio(kernel, OTHER, folio)
    putFolio(kernel, SELF, folio)
    expect([...kernel.allocated]).toEqual([1, 1, 0, 0])
    putFolio(kernel, OTHER, folio)
    expect([...kernel.allocated]).toEqual([0, 0, 0, 0])
    expect([...kernel.held]).toEqual(new Array(8).fill(0))
  })

  it('saturate where they are taken without end, and then free nothing', () => {
    const kernel = kernelOf()
    const folio = allocateHugeFolio(kernel, SELF)
    for (let taken = 0; taken < 40; taken++) getFolio(kernel, SELF, folio)
    expect(kernel.refs[folio]).toBe(REFERENCES_SATURATED)
    for (let put = 0; put < 40; put++) putFolio(kernel, SELF, folio)
    expect(kernel.refs[folio]).toBe(REFERENCES_SATURATED)
    expect(kernel.allocated[folio]).toBe(1)
    expectOwners(kernel)
  })

  it('are told of when more are dropped than there are, and then free nothing', () => {
    const kernel = kernelOf()
    splitHugepage(kernel, 0)
    dropReferences(kernel, 1, 2)
    expect(raised(kernel)).toEqual(['refUnderflow'])
    expect(kernel.refUnderflow).toBe(1 + 1)
    expect(kernel.allocated[1]).toBe(1)
  })

  it('are counted at the first frame of a huge folio, and at each page of a split one', () => {
    const kernel = kernelOf()
    mergedHugepage(kernel, 0)
    splitHugepage(kernel, 2)
    expect([0, 1, 2, 3].map(frame => folioOf(kernel, frame))).toEqual([0, 0, 2, 3])
    expect([...kernel.refs]).toEqual([2, 0, 1, 1])
    expectOwners(kernel)
  })
})

describe('a host mapping', () => {
  it('takes over the reference of the fault that installs it, and gives it up when it is zapped', () => {
    const kernel = kernelOf()
    splitHugepage(kernel, 0)
    getFolio(kernel, SELF, 1)
    installHostPte(kernel, SELF, 1, 1)
    expect(kernel.refs[1]).toBe(2)
    expectOwners(kernel)
    zapHostPtes(kernel, 0, 2)
    expect(kernel.refs[1]).toBe(1)
    expect(kernel.hostPte[1]).toBe(0)
    expectOwners(kernel)
  })

  it('is zapped in the range only', () => {
    const kernel = kernelOf()
    splitHugepage(kernel, 0)
    hostMaps(kernel, 0)
    hostMaps(kernel, 1)
    zapHostPtes(kernel, 1, 1)
    expect([...kernel.hostPte]).toEqual([1, 0, 0, 0])
  })
})

describe('a pin', () => {
  it('outlives the host mapping through which it was taken', () => {
    const kernel = kernelOf()
    splitHugepage(kernel, 0)
    hostMaps(kernel, 0)
    getFolio(kernel, SELF, 0)
    keepPin(kernel, SELF, 0)
    zapHostPtes(kernel, 0, 1)
    expect(kernel.refs[0]).toBe(2)
    expectOwners(kernel)
    dropPin(kernel, 0)
    expect(kernel.refs[0]).toBe(1)
    expectOwners(kernel)
  })

  it('of a page of a huge folio counts at its first frame', () => {
    const kernel = kernelOf()
    mergedHugepage(kernel, 0)
    pinned(kernel, 1)
    expect([...kernel.refs]).toEqual([3, 0, 0, 0])
    expect([...kernel.pins]).toEqual([0, 1, 0, 0])
    expectOwners(kernel)
  })
})

describe('a folio lock', () => {
  it('is told of when somebody drops it who does not hold it', () => {
    const kernel = kernelOf()
    lockFolio(kernel, SELF, 0)
    unlockFolio(kernel, SELF, 0)
    expect(raised(kernel)).toEqual([])
    lockFolio(kernel, OTHER, 0)
    unlockFolio(kernel, SELF, 0)
    expect(raised(kernel)).toEqual(['unlockedUnheld'])
  })
})

describe('a reference of a memory policy', () => {
  const kernel = kernelOf()
  const page = 1
  const mayLookUp = (self: number, policy = policyOf(page)) =>
    thePolicyOfThePage.must({ kernel, self, call: {} } as unknown as S, policy, [0, page])

  it('is held by the call that looks a page up with it', () => {
    getForeign(kernel, SELF, POLICY)
    expect([mayLookUp(SELF), mayLookUp(OTHER), mayLookUp(SELF, policyOf(0))]).toEqual([true, false, false])
    putPolicy(kernel, SELF)
    expect(mayLookUp(SELF)).toBe(false)
  })
})
