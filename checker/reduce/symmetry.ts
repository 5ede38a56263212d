/**
 * Threads that may change places: those that are declared alike, and what a state becomes when they do.
 *
 * Threads are alike if they may start the same calls, with the same arguments and as often, and are inside the same call
 * when the world begins. To let them change places is to exchange their parts of the state, and to rename them in every
 * field that names threads. Whether steps and promises take it so is seen: see `Stepper`.
 */

import { Facets } from '../compile/vector/facets.ts'
import type { World } from '../compile/world.ts'
import type { AnySystem, Thread } from '../declare/system.ts'
import { type Bits, bitsFor, members, put } from './local/bits.ts'
import type { LocalState } from './local/local-state.ts'

/** Ways of changing places, at most: those of five threads alike, or of two groups of three. */
const MOST = 120

export class Symmetry {
  /** Threads that may change places with each other. */
  readonly groups: readonly (readonly number[])[]
  /** By way of changing places, by thread: whose place it takes. The first leaves all where they are. */
  readonly renamings: readonly (readonly number[])[]
  /** By two renamings, one after the other: which one they make. */
  private readonly products: readonly (readonly number[])[]
  private readonly begins: readonly number[]
  private readonly ends: readonly number[]
  /** By renaming, by facet of the shared state: where it goes. */
  private readonly places: readonly number[][]
  private readonly bytes: number
  /** By renaming: what the values of a field of holders, and of a set of them, become. */
  private readonly holder: readonly Uint8Array[]
  private readonly holders: readonly Uint8Array[]
  /** Bytes that hold one thread, and a set of them. */
  private readonly naming: readonly number[]
  private readonly namingSets: readonly number[]

  /** @param changing whether threads may change places at all */
  constructor({ system, placement }: World, changing: boolean) {
    const facets = new Facets(placement)
    const { threads, words, fields } = placement
    this.groups = changing ? groupsOf(system) : []
    this.renamings = renamingsOf(threads.length, this.groups)
    const numbers = new Map(this.renamings.map((renaming, number) => [renaming.join(), number]))
    this.products = this.renamings.map(first =>
      this.renamings.map(second => numbers.get(first.map(thread => second[thread]!).join())!),
    )
    this.begins = threads.map(({ control }) => control / 4)
    this.ends = threads.map((_, thread) => this.begins[thread + 1] ?? words)
    this.bytes = facets.bytes
    const stored = fields.filter(field => field.stored)
    const bytesOf = (as: 'holder' | 'holders') =>
      stored
        .filter(({ threads }) => threads?.as === as)
        .flatMap(({ offset, length }) => Array.from({ length }, (_, i) => offset + i))
    this.naming = bytesOf('holder')
    this.namingSets = bytesOf('holders')
    this.places = this.renamings.map(renaming => {
      const places = facets.byteOf.map((byte, facet) => {
        const thread = facets.threadOf[facet]!
        return thread < 0 ? byte : facets.answer(byte, renaming[thread]!)
      })
      for (const { offset, length, threads } of stored) {
        if (threads?.as !== 'entries') continue
        const { each } = threads
        for (let at = 0; at < length && at < each * renaming.length; at++)
          places[offset + at] = offset + each * renaming[Math.floor(at / each)]! + (at % each)
      }
      return places
    })
    this.holder = this.renamings.map(renaming =>
      Uint8Array.from({ length: 256 }, (_, value) => (value === 0 ? 0 : 1 + (renaming[value - 1] ?? value - 1))),
    )
    this.holders = this.renamings.map(renaming =>
      Uint8Array.from({ length: 256 }, (_, value) => renamed(value, renaming)),
    )
  }

  /** The renaming that does first one, then another. */
  both(first: number, second: number): number {
    return this.products[first]![second]!
  }

  /** The rest of a renaming after a first one: `both(first, rest(first, all))` is `all`. */
  rest(first: number, all: number): number {
    return this.products[first]!.indexOf(all)
  }

  /** The state in which threads have changed places. */
  image(renaming: number, state: Int32Array): Int32Array {
    const to = new Int32Array(state.length)
    const from = new Uint8Array(state.buffer, state.byteOffset, 4 * state.length)
    const bytes = new Uint8Array(to.buffer)
    const places = this.places[renaming]!
    for (let byte = 0; byte < this.bytes; byte++) bytes[places[byte]!] = from[byte]!
    const holder = this.holder[renaming]!
    for (const byte of this.naming) bytes[byte] = holder[bytes[byte]!]!
    const holders = this.holders[renaming]!
    for (const byte of this.namingSets) bytes[byte] = holders[bytes[byte]!]!
    this.renamings[renaming]!.forEach((place, thread) => {
      to.set(state.subarray(this.begins[thread]!, this.ends[thread]!), this.begins[place]!)
    })
    return to
  }

  /** The facets of the shared state to which these go. */
  moved(renaming: number, facets: Bits): Bits {
    const to = bitsFor(32 * facets.length)
    for (const facet of members(facets)) put(to, this.places[renaming]![facet]!)
    return to
  }

  /**
   * The permutation that maps a state to its canonical form.
   *
   * @param locals by thread
   */
  toCommon(state: Int32Array, locals: readonly LocalState[]): number {
    if (this.groups.every(group => ascend(group, locals))) return 0
    let best: number[] = []
    let least: number[] | undefined
    this.renamings.forEach((renaming, number) => {
      const order: number[] = []
      renaming.forEach((place, thread) => {
        order[place] = locals[thread]!.shape
      })
      const difference = least === undefined ? -1 : compare(order, least)
      if (difference < 0) {
        best = [number]
        least = order
      } else if (difference === 0) best.push(number)
    })
    let chosen = best[0]!
    if (best.length === 1) return chosen
    let image = this.image(chosen, state)
    for (const number of best.slice(1)) {
      const other = this.image(number, state)
      if (compare(other, image) >= 0) continue
      chosen = number
      image = other
    }
    return chosen
  }
}

const ascend = (group: readonly number[], locals: readonly LocalState[]): boolean => {
  for (let i = 1; i < group.length; i++) if (locals[group[i - 1]!]!.shape >= locals[group[i]!]!.shape) return false
  return true
}

const compare = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!
  return 0
}

const renamed = (set: number, renaming: readonly number[]): number => {
  let to = 0
  for (let thread = 0; thread < 8; thread++) if ((set >> thread) & 1) to |= 1 << (renaming[thread] ?? thread)
  return to
}

/** Threads that are alike, and more than one; no more of them than there is patience for. */
function groupsOf({ threads }: AnySystem): readonly (readonly number[])[] {
  const groups = new Map<string, number[]>()
  threads.forEach((thread, number) => {
    const key = JSON.stringify(startsOf(thread))
    groups.set(key, [...(groups.get(key) ?? []), number])
  })
  let ways = 1
  return [...groups.values()]
    .map(group => {
      let size = 1
      while (size < group.length && ways * (size + 1) <= MOST) {
        size += 1
        ways *= size
      }
      return group.slice(0, size)
    })
    .filter(group => group.length > 1)
}

const startsOf = ({ calls, within }: Thread) => ({
  calls: calls.map(({ operation, args, times }) => [operation, args ?? [{}], times]),
  within: within && [within.operation, within.args ?? {}],
})

function renamingsOf(threads: number, groups: readonly (readonly number[])[]): readonly (readonly number[])[] {
  let all = [Array.from({ length: threads }, (_, thread) => thread)]
  for (const group of groups) {
    all = all.flatMap(renaming =>
      orders(group).map(order => renaming.map((place, thread) => order[group.indexOf(thread)] ?? place)),
    )
  }
  return all
}

/** All orders of some numbers, the given one first. */
const orders = (numbers: readonly number[]): readonly (readonly number[])[] =>
  numbers.length === 0
    ? [[]]
    : numbers.flatMap(first => orders(numbers.filter(other => other !== first)).map(rest => [first, ...rest]))
