/**
 * What bindings say of their arguments: an argument that counts as used makes a difference somewhere.
 */
import { describe, expect, it } from 'vitest'
import type { ArgumentUse, Bound, BoundStep } from '../../../model/c/ir/binding.ts'
import { bindingFor } from '../../../model/code/binding.ts'
import type { S } from '../../../model/kernel/c/declare.ts'
import { errno } from '../../../model/kernel/c/errno.ts'
import { GUEST_MEMFD_FLAG_INIT_SHARED } from '../../../model/kernel/creation/file-flags.ts'
import {
  dropInvalidateLockShared,
  takeInvalidateLock,
  takeInvalidateLockShared,
} from '../../../model/kernel/locks/invalidate-lock.ts'
import { takeSlotsLock } from '../../../model/kernel/locks/slots-lock.ts'
import { KVM_FILTER_PRIVATE, KVM_FILTER_SHARED } from '../../../model/kernel/mmu/mmu.c.ts'
import { invalidateBegin } from '../../../model/kernel/mmu/mmu.ts'
import { PAGE_SIZE } from '../../../model/kernel/state/page-size.ts'
import { type Kernel, kernelFields } from '../../../model/kernel/state/state.ts'
import { wordsOf } from '../../../model/kernel/state/told.ts'
import { GUEST, STALE, ZERO } from '../../../model/kernel/state/values.ts'
import { allocated } from '../../../model/scenarios/parts/pages.ts'
import { kernelOf } from '../kernel/kernel.ts'
import { designNamed } from './worlds.ts'

const bounds = { pages: 4, hugepage: 2, frames: 4, threads: 2, vms: 2, failures: 1 }
const environment = {
  tdxHoldsReferences: false,
  directMapEntry: 2,
  parts: ['memslots', 'memory-failure', 'firmware', 'vm-attributes', 'lru', 'new-files'],
} as const
const fields = kernelFields(bounds, environment)
/** More than any call passes. */
const NUMBERS = 12

/** Numbers that are the same at every run. */
function numbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1103515245 + 12345) % 2 ** 31
    return state / 2 ** 31
  }
}

function anyKernel(next: () => number): Kernel {
  const kernel = kernelOf(bounds, environment) as unknown as Record<string, number | Uint8Array>
  for (const [name, field] of Object.entries(fields)) {
    if (field.kind === 'constant') continue
    const any = () => Math.floor(next() * field.domain)
    if (field.kind === 'cell') kernel[name] = field.role === 'signal' ? 0 : any()
    else kernel[name] = Uint8Array.from({ length: field.length }, any)
  }
  // Only a hugepage's first frame is the head of a huge folio, and what stands in the filemap says where.
  const { huge, index, filemap } = kernel as unknown as Record<string, Uint8Array>
  for (let frame = 0; frame < bounds.frames; frame++) {
    if (frame % bounds.hugepage !== 0) huge![frame] = 0
    index![frame] = index![frame]! % bounds.pages
  }
  for (let page = 0; page < bounds.pages; page++)
    if (filemap![page]! > 0) index![filemap![page]! - 1] = Math.min(index![filemap![page]! - 1]!, page)
  return kernel as unknown as Kernel
}

/** Everything that can be seen of a call, as text. What it leaves in the argument itself is no use of it. @param index that argument */
function seen(
  bound: Exclude<Bound<S>, { kind: 'silent' }>,
  kernel: Kernel,
  given: readonly number[],
  index: number,
): string {
  const copy = () => structuredClone(kernel)
  const locals = {
    start: 0,
    pages: 4,
    vm: 0,
    page: 1,
    'work.start': 0,
    'work.pages': 1,
    any: 1,
    'creation.flags': GUEST_MEMFD_FLAG_INIT_SHARED,
  }
  const scope = () => ({ kernel: copy(), call: { ...locals } as Record<string, number>, self: 0 })
  const after = (does: (scope: S, args: number[]) => unknown) => {
    const [at, args] = [scope(), [...given]]
    const result = does(at, args)
    return JSON.stringify([result, args.slice(0, NUMBERS).with(index, 0), at.call, at.kernel])
  }
  switch (bound.kind) {
    case 'value':
      return after(bound.value)
    case 'step':
      return [
        bound.ready?.(scope(), given),
        ...Object.values(bound.outcomes).flatMap(({ when, does }) => [when?.(scope(), given), after(does)]),
      ].join()
    case 'called':
      return after((at, args) => bound.enter(at, args))
    default:
      // A section is known by its arguments.
      return given.join()
  }
}

/** Where among the numbers that are passed those stand of which a binding says so. */
const those = (said: 'used' | 'set', args: readonly ArgumentUse<S>[]): number[] => {
  let at = 0
  return args.flatMap(argument => {
    const entries = typeof argument === 'object' && 'fields' in argument ? Object.values(argument.fields) : [argument]
    const first = at
    at += entries.length
    return entries.flatMap((entry, index) => (entry === said ? [first + index] : []))
  })
}

/** An argument that is not what it was: errors are among them. */
const others = [0, 1, 2, 3, 4, ...Object.values(errno).map(number => -number)]

function makesADifference(bound: Exclude<Bound<S>, { kind: 'silent' }>, index: number): boolean {
  const next = numbers(1 + index)
  for (let tries = 0; tries < 2000; tries++) {
    const kernel = anyKernel(next)
    const given = Array.from({ length: NUMBERS }, () => 1 + Math.floor(next() * 4))
    const other = given.with(index, others[Math.floor(next() * others.length)]!)
    if (other[index] === given[index]) continue
    const [one, two] = [given, other].map(args => seen(bound, kernel, args, index))
    if (one !== two) return true
  }
  return false
}

function isSet(bound: Exclude<Bound<S>, { kind: 'silent' }>, index: number): boolean {
  const next = numbers(1 + index)
  for (let tries = 0; tries < 200; tries++) {
    const given = Array.from({ length: NUMBERS }, () => 1 + Math.floor(next() * 4))
    const args = [...given]
    const scope = { kernel: anyKernel(next), call: { start: 0, pages: 4 }, self: 0 }
    if (bound.kind === 'value') bound.value(scope, args)
    if (bound.kind === 'step') bound.outcomes.step!.does(scope, args)
    if (args[index] !== given[index]) return true
  }
  return false
}

const designs = ['rfc-v2-split', 'upstream', 'linux-6-12', 'linux-7-3', 'direct-map-rfc-v3'].map(designNamed)
const functions = new Map(
  designs.flatMap(design =>
    Object.entries(bindingFor(design, { bounds, environment }).functions).map(([name, bound]) => [
      `${name}() in ${design.name}`,
      bound,
    ]),
  ),
)
const first = new Map([...functions].map(([name, bound]) => [name.replace(/ in .*/, ''), bound]))

describe('a binding', () => {
  it.each([...first])('uses the arguments that it says it uses: %s', (_, bound) => {
    if (bound.kind === 'silent' || ('constant' in bound && bound.constant !== undefined)) return
    const unused = those('used', bound.args).filter(index => !makesADifference(bound, index))
    expect(unused).toEqual([])
    expect(those('set', bound.args).filter(index => !isSet(bound, index))).toEqual([])
  })

  it.each([...first])('always has the same result where it says so: %s', (_, bound) => {
    if (bound.kind !== 'value' || bound.constant === undefined) return
    const next = numbers(7)
    const results = Array.from({ length: 50 }, () =>
      bound.value(
        { kernel: anyKernel(next), call: {}, self: 0 },
        Array.from({ length: NUMBERS }, () => Math.floor(next() * 5)),
      ),
    )
    expect(new Set(results).size).toBe(1)
    expect(bound.constant).toMatch(/ /)
  })

  it.each([...first])('says what an argument must be that it does not use: %s', (_, bound) => {
    if (bound.kind === 'silent') return expect(bound.why).toMatch(/ /)
    for (const argument of bound.args)
      if (typeof argument === 'object' && 'must' in argument) expect(argument.be).toMatch(/\w/)
  })

  it('is the same for every design as far as its arguments go', () => {
    expect(new Set(designs.map(design => Object.keys(bindingFor(design).structs).sort().join())).size).toBe(1)
    for (const name of ['filemap_invalidate_lock', 'xa_lock', 'set_direct_map_valid_noflush', 'kvm_arch_gmem_prepare'])
      for (const design of designs) expect(bindingFor(design).functions[name]).toBeDefined()
  })
})

describe('a batch of folios', () => {
  it('has room for fewer than a file has, and says where it goes on', () => {
    const kernel = kernelOf(bounds, environment)
    for (const page of [0, 2, 3]) allocated(kernel, page)
    const bound = bindingFor(designNamed('in-place-conversion')).functions.filemap_get_folios!
    if (bound.kind !== 'step') throw new TypeError(bound.kind)
    const args = [1, 0, 3, 0, 0, 0, 0, 0]
    const found = () => bound.outcomes.step!.does({ kernel, call: {}, self: 0 } as never, args)
    expect([found(), args[1]]).toEqual([2, 3])
    expect([found(), args[1]]).toEqual([1, 4])
    expect([found(), args[1]]).toEqual([0, 4])
  })
})

describe('an assertion of what is called', () => {
  const { functions } = bindingFor(designNamed('linux-7-3'))
  /** What the call does, and the words of the assertion that fires; none where none does. */
  function called(name: string, args: readonly number[], set: (kernel: Kernel) => void = () => {}) {
    const kernel = kernelOf(bounds, environment)
    set(kernel)
    const bound = functions[name]!
    if (bound.kind !== 'step') throw new TypeError(bound.kind)
    const result = bound.outcomes.step!.does({ kernel, call: {}, self: 0 } as never, [...args])
    return { result, fires: kernel.assertionFired === 0 ? undefined : wordsOf(kernel.assertionFired - 1) }
  }
  const stored = (kernel: Kernel) => {
    allocated(kernel, 0)
  }
  const [VM, GFN, PFN] = [1, 0, 1]
  const BOTH_KINDS = KVM_FILTER_PRIVATE | KVM_FILTER_SHARED

  it('fires where several pages are made private, and none is', () => {
    expect(called('kvm_arch_gmem_make_private', [VM, GFN, PFN, 1], stored)).toEqual({ result: 0, fires: undefined })
    expect(called('kvm_arch_gmem_make_private', [VM, GFN, PFN, 2], stored)).toEqual({
      result: -errno.EIO,
      fires: 'WARN_ON_ONCE(nr_pages != 1) fires in sev_gmem_make_private()',
    })
  })

  // The VM, the memslot, the range, that it may block, and which kinds.
  const range = [VM, 1, 0, 1, 1, BOTH_KINDS]
  it.each<[string, (kernel: Kernel) => void, RegExp | undefined]>([
    ['where nothing keeps faults away', () => {}, /^lockdep_assert_once\(kvm->mmu_invalidate_in_progress/],
    ['not during an invalidation', kernel => invalidateBegin(kernel, 0), undefined],
    ['not where the thread deletes the memslot', kernel => takeSlotsLock(kernel, 0, 0), undefined],
    ['where another thread does', kernel => takeSlotsLock(kernel, 1, 0), /^lockdep_assert_once/],
  ])('fires in a zap %s', (_, set, fires) => {
    const told = called('kvm_unmap_gfn_range', range, set).fires
    if (fires) expect(told).toMatch(fires)
    else expect(told).toBeUndefined()
  })

  it('fires in a zap of no kind', () => {
    const none = [...range.slice(0, -1), 0]
    expect(called('kvm_unmap_gfn_range', none, kernel => invalidateBegin(kernel, 0)).fires).toMatch(/names no kind/)
  })

  it('fires where more is zeroed than a folio has', () => {
    expect(called('folio_zero_range', [1, 0, PAGE_SIZE], stored).fires).toBeUndefined()
    expect(called('folio_zero_range', [1, 0, 2 * PAGE_SIZE], stored).fires).toMatch(/zero_user_segments/)
    expect(called('folio_zero_range', [1, PAGE_SIZE, 1], stored).fires).toMatch(/zero_user_segments/)
    expect(called('folio_zero_segment', [1, 0, PAGE_SIZE], stored).fires).toBeUndefined()
    expect(called('folio_zero_segment', [1, 0, PAGE_SIZE + 1], stored).fires).toMatch(/zero_user_segments/)
    expect(called('folio_zero_segments', [1, 0, 0, 0, PAGE_SIZE + 1], stored).fires).toMatch(/zero_user_segments/)
  })
})

describe('a page that is cleared', () => {
  const { functions } = bindingFor(designNamed('linux-7-3'))
  const cleared = (name: string, args: readonly number[]) => {
    const kernel = kernelOf(bounds, environment)
    allocated(kernel, 0)
    kernel.contents[0] = STALE
    const bound = functions[name]!
    if (bound.kind !== 'step') throw new TypeError(bound.kind)
    bound.outcomes.step!.does({ kernel, call: {}, self: 0 } as never, [...args])
    return kernel.contents[0] === ZERO
  }

  it.each<[string, number[], boolean]>([
    ['folio_zero_segment', [1, 0, PAGE_SIZE], true],
    ['folio_zero_segment', [1, 0, PAGE_SIZE - 1], false],
    ['folio_zero_segment', [1, PAGE_SIZE, 0], false],
    ['folio_zero_segments', [1, 0, 0, 0, PAGE_SIZE], true],
    ['folio_zero_range', [1, 1, PAGE_SIZE - 1], false],
    ['folio_zero_user', [1, 0], true],
    ['clear_user_highpage', [1, 0], true],
  ])('by %s(%j) is cleared whole: %s', (name, args, whole) => {
    expect(cleared(name, args)).toBe(whole)
  })

  it('loses what it held where only part of it is cleared, and is not known to be zero', () => {
    const kernel = kernelOf(bounds, environment)
    allocated(kernel, 0)
    const zero = () =>
      (functions.folio_zero_segment as BoundStep<S>).outcomes.step!.does({ kernel, call: {}, self: 0 } as never, [
        1,
        0,
        PAGE_SIZE - 1,
      ])
    zero()
    expect([kernel.contents[0], kernel.wiped]).toEqual([STALE, 0])
    kernel.contents[0] = GUEST
    zero()
    expect([kernel.contents[0], kernel.wiped]).toEqual([ZERO, 1])
  })
})

describe('a lock that nobody need wait for', () => {
  const { functions } = bindingFor(designNamed('linux-7-3'))
  const FOLIO = 1
  const step = (name: string) => functions[name] as BoundStep<S>

  it('is not taken where another thread holds it', () => {
    const kernel = kernelOf(bounds, environment)
    const first = { kernel, call: {}, self: 0 } as never
    expect(step('mutex_trylock').outcomes.step!.does(first, [1])).toBe(1)
    expect(step('mutex_trylock').outcomes.step!.does(first, [1])).toBe(0)
    takeInvalidateLockShared(kernel, 1)
    expect(step('down_read_trylock').outcomes.step!.does(first, [1])).toBe(1)
    dropInvalidateLockShared(kernel, 0)
    dropInvalidateLockShared(kernel, 1)
    takeInvalidateLock(kernel, 1)
    expect(step('down_read_trylock').outcomes.step!.does(first, [1])).toBe(0)
  })

  it('is waited for until a signal comes, which only somebody who waits sees', () => {
    const kernel = kernelOf(bounds, environment)
    const scope = { kernel, call: {}, self: 0 } as never
    const { step: taken, eintr } = step('folio_lock_killable').outcomes
    expect([taken!.when!(scope, [FOLIO]), eintr!.when!(scope, [FOLIO])]).toEqual([true, false])
    expect(taken!.does(scope, [FOLIO])).toBe(0)
    expect([taken!.when!(scope, [FOLIO]), eintr!.when!(scope, [FOLIO])]).toEqual([false, true])
    expect(eintr!.does(scope, [FOLIO])).toBe(-errno.EINTR)
  })
})
