import { describe, expect, it } from 'vitest'
import { rfcV2Split } from '../../../../model/designs/rfc-v2-split.ts'
import { removeFolio } from '../../../../model/fragments/folios/remove-folio.ts'
import { slotIsGettable } from '../../../../model/kernel/file/filemap.ts'
import { getFolio, putFolio } from '../../../../model/kernel/memory/folio.ts'
import { mergedHugepage, splitHugepage } from '../../../../model/scenarios/parts/initial.ts'
import { kernelOf, raised } from '../kernel.ts'

const [SELF, OTHER] = [0, 1]
const { guards, effects } = removeFolio(rfcV2Split.decisions)

const toRemove = (folio: number) => {
  const kernel = kernelOf()
  mergedHugepage(kernel, 0)
  splitHugepage(kernel, 2)
  return { kernel, call: { 'remove.folio': folio }, self: SELF }
}

describe('the loop that freezes a folio', () => {
  it.each([
    ['huge', 0],
    ['order-0', 2],
  ])('succeeds at once on a %s folio to which only the filemap refers', (_, folio) => {
    const scope = toRemove(folio)
    expect(guards['remove.onlyFilemapReferences'](scope)).toBe(true)
    effects['remove.freeze'](scope)
    expect(scope.kernel.refs[folio]).toBe(0)
  })

  it('waits for a speculative reference, which then can be put but not taken again', () => {
    const scope = toRemove(0)
    getFolio(scope.kernel, OTHER, 0)
    expect(guards['remove.onlyFilemapReferences'](scope)).toBe(false)
    putFolio(scope.kernel, OTHER, 0)
    expect(guards['remove.onlyFilemapReferences'](scope)).toBe(true)
    effects['remove.freeze'](scope)
    expect(slotIsGettable(scope.kernel, 0)).toBe(false)
  })

  it('warns once in the life of the kernel', () => {
    const scope = toRemove(2)
    getFolio(scope.kernel, OTHER, 2)
    expect(guards['remove.firstMiss'](scope)).toBe(true)
    effects['remove.warnSpinning'](scope)
    expect(raised(scope.kernel)).toEqual(['warnSpinning'])
    expect(scope.kernel.warnSpinning).toBe(1 + 2)
    expect(guards['remove.firstMiss'](scope)).toBe(false)
  })

  it('finds a folio that is in no filemap without a mapping to follow', () => {
    const scope = toRemove(2)
    expect(guards['remove.hasNoMapping'](scope)).toBe(false)
    effects['remove.fromFilemap'](scope)
    expect(guards['remove.hasNoMapping'](scope)).toBe(true)
  })
})
