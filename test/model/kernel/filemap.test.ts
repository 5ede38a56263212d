import { describe, expect, it } from 'vitest'
import {
  addToFilemap,
  failToAddAndKeep,
  failToAddToFilemap,
  folioStandsAt,
  removeFromFilemap,
  slotAt,
  slotIsEmpty,
  slotIsGettable,
  slotsAreTaken,
} from '../../../model/kernel/file/filemap.ts'
import { allocateHugeFolio } from '../../../model/kernel/hugepages/allocator.ts'
import { mergedHugepage, splitHugepage } from '../../../model/scenarios/parts/initial.ts'
import { kernelOf } from './kernel.ts'

const SELF = 0

describe('adding a folio to the filemap', () => {
  it('takes a slot and a reference per page', () => {
    const kernel = kernelOf()
    const folio = allocateHugeFolio(kernel, SELF)
    addToFilemap(kernel, folio, 2)
    expect([...kernel.filemap]).toEqual([0, 0, 1 + folio, 1 + folio])
    expect(kernel.refs[folio]).toBe(3)
    expect(kernel.mapping[folio]).toBe(1)
    expect(kernel.index[folio]).toBe(2)
  })

  it('puts a huge folio at a multiple of its pages, wherever in the hugepage it is asked to', () => {
    const kernel = kernelOf()
    const folio = allocateHugeFolio(kernel, SELF)
    addToFilemap(kernel, folio, 3)
    expect([...kernel.filemap]).toEqual([0, 0, 1 + folio, 1 + folio])
    expect(kernel.index[folio]).toBe(2)
  })

  it('meets -EEXIST if any slot that it needs is taken', () => {
    const kernel = kernelOf()
    splitHugepage(kernel, 2)
    removeFromFilemap(kernel, 0)
    const folio = allocateHugeFolio(kernel, SELF)
    expect(slotsAreTaken(kernel, folio, 2)).toBe(true)
    expect(slotsAreTaken(kernel, folio, 0)).toBe(false)
    expect(slotsAreTaken(kernel, 0, 2)).toBe(false)
  })
})

describe('an add to the filemap that fails', () => {
  it('frees a folio whose count was frozen to 0, as the references it took were the only ones', () => {
    const kernel = kernelOf()
    splitHugepage(kernel, 0)
    kernel.refs[1] = 0
    failToAddToFilemap(kernel, 1, 1)
    expect(kernel.allocated[1]).toBe(0)
    expect(kernel.refs[1]).toBe(0)
  })

  it('leaves a frozen folio alone if the caller holds a reference over it', () => {
    const kernel = kernelOf()
    splitHugepage(kernel, 0)
    kernel.refs[1] = 0
    failToAddAndKeep(kernel, 1, 1)
    expect(kernel.allocated[1]).toBe(1)
    expect(kernel.refs[1]).toBe(0)
  })

  it('gives the references back, clears mapping, and leaves index behind', () => {
    const kernel = kernelOf()
    const folio = allocateHugeFolio(kernel, SELF)
    kernel.mapping[folio] = 1
    failToAddToFilemap(kernel, folio, 2)
    expect(kernel.refs[folio]).toBe(1)
    expect(kernel.mapping[folio]).toBe(0)
    expect(kernel.index[folio]).toBe(2)
    expect([...kernel.filemap]).toEqual([0, 0, 0, 0])
  })
})

describe('removing a folio from the filemap', () => {
  it('clears its slots and its mapping, and drops no reference', () => {
    const kernel = kernelOf()
    mergedHugepage(kernel, 2)
    removeFromFilemap(kernel, 0)
    expect([...kernel.filemap]).toEqual([0, 0, 0, 0])
    expect(kernel.mapping[0]).toBe(0)
    expect(kernel.refs[0]).toBe(2)
    expect(kernel.index[0]).toBe(2)
  })
})

describe('a lookup in the filemap', () => {
  it('finds nothing beyond the end of the file', () => {
    const kernel = kernelOf()
    expect(slotAt(kernel, kernel.pages)).toBe(0)
    expect(slotIsEmpty(kernel, kernel.pages)).toBe(true)
  })

  it('neither gets a frozen folio nor finds its slot empty', () => {
    const kernel = kernelOf()
    mergedHugepage(kernel, 0)
    expect(slotIsGettable(kernel, 1)).toBe(true)
    kernel.refs[0] = 0
    expect(slotIsGettable(kernel, 1)).toBe(false)
    expect(slotIsEmpty(kernel, 1)).toBe(false)
  })

  it('sees after locking whether the folio still stands there', () => {
    const kernel = kernelOf()
    mergedHugepage(kernel, 2)
    expect([1, 2, 3, 4].map(index => folioStandsAt(kernel, 0, index))).toEqual([false, true, true, false])
    removeFromFilemap(kernel, 0)
    expect(folioStandsAt(kernel, 0, 2)).toBe(false)
  })
})
