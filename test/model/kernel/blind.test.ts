/**
 * Fields that few worlds tell apart: a part of which it is said that it does tells them from 0, and from each other.
 */
import { describe, expect, it } from 'vitest'
import { alikeUnless } from '../../../model/kernel/c/blind.ts'
import { baseGfnOf, firstPageOf } from '../../../model/kernel/memslots/places.ts'
import type { Kernel, Part } from '../../../model/kernel/state/state.ts'
import { kernelOf } from './kernel.ts'

const kernelWith = (part: Part): Kernel => kernelOf({ hugepage: 1 }, { parts: ['memslots', part] })
const slotsOf = ({ slotVisible }: Kernel) => Array.from(slotVisible, (_, slot) => slot)

describe.each(['kvm_memory_slot->base_gfn', 'kvm_memory_slot_gmem->pgoff'])('%s', name => {
  it.each(alikeUnless[name]!.unless.map(part => [part]))('is told apart in worlds with %s', part => {
    const kernel = kernelWith(part)
    const places = slotsOf(kernel).map(slot => [baseGfnOf(kernel, slot), firstPageOf(kernel, slot)])
    expect(places.some(([gfn, page]) => gfn !== page && gfn !== 0)).toBe(true)
    expect(places.some(([gfn, page]) => gfn !== page && page !== 0)).toBe(true)
  })

  it('is not in worlds whose memslots leave out the first page: its gfn is that page', () => {
    const kernel = kernelWith('partial-memslot')
    expect(slotsOf(kernel).map(slot => baseGfnOf(kernel, slot) - firstPageOf(kernel, slot))).toEqual([0])
    expect(alikeUnless[name]!.unless).not.toContain('partial-memslot')
  })
})
