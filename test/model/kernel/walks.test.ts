/**
 * Walks of the tree of attributes have nodes from where they are allocated to where they are stored with, or freed.
 */
import { describe, expect, it } from 'vitest'
import type { BoundStep, Required } from '../../../model/c/ir/binding.ts'
import { bindingFor } from '../../../model/code/binding.ts'
import { designs } from '../../../model/designs/index.ts'
import { BEHIND_THE_END, UNKNOWN_ATTRIBUTES } from '../../../model/kernel/attributes/shareability.ts'
import type { S } from '../../../model/kernel/c/declare.ts'
import { KVM_MEMORY_ATTRIBUTE_PRIVATE } from '../../../model/kernel/creation/file-flags.ts'
import { takeInvalidateLock } from '../../../model/kernel/locks/invalidate-lock.ts'
import { ATTRIBUTES } from '../../../model/kernel/memslots/xarray.c.ts'
import { NODES } from '../../../model/kernel/state/kinds/foreign.ts'
import { PRIVATE } from '../../../model/kernel/state/values.ts'
import { callsPutWhatTheyGet } from '../../../spec/promises/calls/calls-put-what-they-get.ts'
import { kernelOf } from './kernel.ts'

const { functions } = bindingFor(designs.find(({ name }) => name === 'in-place-conversion')!)
const ENTRY = 1 + KVM_MEMORY_ATTRIBUTE_PRIVATE

function walkOf(first: number, last: number) {
  const kernel = kernelOf()
  kernel.failuresLeft = 1
  takeInvalidateLock(kernel, 0)
  const scope = { kernel, call: {}, self: 0 } as never as S
  const walk = [ATTRIBUTES, first, last, 0, 0]
  const called = (name: string, event: string, ...more: number[]) => {
    const bound = functions[name]!
    const args = [...walk, ...more]
    if (bound.kind === 'value') bound.value(scope, args)
    if (bound.kind === 'step') bound.outcomes[event]!.does(scope, args)
    walk.splice(0, walk.length, ...args.slice(0, walk.length))
  }
  return {
    kernel,
    walk,
    allocate: (event = 'step') => called('mas_preallocate', event, ENTRY, 1),
    store: () => called('mas_store_prealloc', 'step', ENTRY),
    destroy: () => called('mas_destroy', 'step'),
    begin: () => called('mas_init', 'step', ATTRIBUTES, 0),
    held: () => kernel.heldForeign[NODES],
    told: () => callsPutWhatTheyGet.broken({ kernel, self: 0 } as never, 0),
  }
}

describe('nodes of a walk', () => {
  it('are stored with', () => {
    const { kernel, walk, allocate, store, held, told } = walkOf(1, 2)
    allocate()
    expect([held(), told(), walk.slice(3)]).toEqual([1, true, [1, 3]])
    store()
    expect([held(), told(), walk.slice(3)]).toEqual([0, false, [0, 0]])
    expect([...kernel.share]).toEqual(
      [0, PRIVATE, PRIVATE, 0].map((share, page) => (share ? PRIVATE : kernel.share[page])),
    )
  })

  it('are freed, and need not be there for that', () => {
    const { allocate, destroy, held } = walkOf(1, 2)
    destroy()
    allocate()
    destroy()
    expect(held()).toBe(0)
  })

  it('are kept by a walk that has them, and freed where there is no memory for more', () => {
    const { allocate, held } = walkOf(1, 2)
    allocate()
    allocate()
    expect(held()).toBe(1)
    allocate('enomem')
    expect(held()).toBe(0)
  })

  it('are lost with a walk that begins anew', () => {
    const { allocate, begin, destroy, held } = walkOf(1, 2)
    allocate()
    begin()
    destroy()
    expect(held()).toBe(1)
  })
})

describe('mas_store_prealloc()', () => {
  const { args } = functions.mas_store_prealloc as { args: readonly unknown[] }
  const { fields } = args[0] as { fields: Record<string, Required<S>> }
  const scope = { kernel: kernelOf(), call: {}, self: 0 } as never as S
  const meets = (required: Required<S>, at: number, given: readonly number[]) => required.must(scope, given[at]!, given)

  it.each<[string, readonly number[], boolean]>([
    ['where nodes were allocated', [ATTRIBUTES, 1, 2, 1, 3], true],
    ['not from elsewhere on', [ATTRIBUTES, 0, 2, 1, 3], false],
    ['not further', [ATTRIBUTES, 1, 3, 1, 3], false],
    ['not without nodes', [ATTRIBUTES, 1, 2, 0, 0], false],
  ])('stores %s', (_, given, isKnown) => {
    expect(meets(fields.nodes_from!, 3, given) && meets(fields.nodes_end!, 4, given)).toBe(isKnown)
  })

  it('stores attributes, not NULL', () => {
    const known = [1, ENTRY, 0].map(entry => (args[1] as Required<S>).must(scope, entry, []))
    expect(known).toEqual([true, true, false])
  })

  it.each([
    ['what KVM knows, of pages of the file', [1, 2], ENTRY, 0],
    ['other bits', [1, 2], ENTRY + 1, UNKNOWN_ATTRIBUTES],
    ['what lies behind the end of the file', [1, 4], ENTRY, BEHIND_THE_END],
  ] as const)('tells apart %s', (_, [first, last], entry, strange) => {
    const kernel = kernelOf({ pages: 4 })
    const { does } = (functions.mas_store_prealloc as BoundStep<S>).outcomes.step!
    does({ kernel, call: {}, self: 0 } as never as S, [ATTRIBUTES, first, last, first, last + 1, entry])
    expect(kernel.strangeAttributes).toBe(strange)
  })
})

describe('xa_store_range()', () => {
  it('stores NULL, or a memslot of the VM that has the file', () => {
    const { args } = functions.xa_store_range as { args: readonly unknown[] }
    const scope = { kernel: kernelOf({ vms: 2 }), call: {}, self: 0 } as never as S
    const known = (file: number, slot: number) => (args[3] as Required<S>).must(scope, slot, [file, 0, 0, slot])
    expect([known(1, 1), known(2, 2), known(2, 0), known(1, 2), known(2, 1)]).toEqual([true, true, true, false, false])
  })
})
