/**
 * The local states of all threads and the steps between them, as far as they were seen.
 *
 * `grown` says that something was seen that no conclusion has taken into account: decisions made before may be wrong.
 */

import { Facets } from '../../compile/vector/facets.ts'
import type { World } from '../../compile/world.ts'
import { type Bits, bitsFor, has, include, meet, put } from './bits.ts'
import { type Footprint, type Future, LocalState } from './local-state.ts'

export class LocalGraph {
  grown = false
  readonly facets: Facets
  readonly properties: number
  /** By state property and goal: what its check was seen to read. */
  private readonly judged: readonly Bits[]
  private readonly states: LocalState[] = []
  /** By thread: local states by their part of the vector. */
  private readonly known: readonly Map<string, LocalState>[]
  /** By thread: shapes by part of the vector; threads that are alike have one. */
  private readonly shapes: readonly Map<string, number>[]
  /** By shape: local states that threads which are alike may be in. */
  private readonly alike: LocalState[][] = []
  /** By thread: where its part of the vector begins and ends, in words. */
  private readonly begins: readonly number[]
  private readonly ends: readonly number[]
  /** By thread: facets for which it waits somewhere. */
  private waits: readonly number[][]

  /** @param groups threads that are alike */
  constructor({ placement }: World, properties: number, groups: readonly (readonly number[])[]) {
    const { threads, words } = placement
    this.facets = new Facets(placement)
    this.properties = properties
    this.judged = Array.from({ length: properties }, () => bitsFor(this.facets.size))
    this.known = threads.map(() => new Map())
    const shapes = threads.map(() => new Map<string, number>())
    this.shapes = threads.map((_, thread) => shapes[groups.find(group => group.includes(thread))?.[0] ?? thread]!)
    this.begins = threads.map(({ control }) => control / 4)
    this.ends = threads.map((_, thread) => this.begins[thread + 1] ?? words)
    this.waits = threads.map(() => [])
  }

  /** The local states of all threads in a vector. */
  all(vector: Int32Array): readonly LocalState[] {
    return this.begins.map((_, thread) => this.at(thread, vector))
  }

  /** The local state of a thread in a vector. */
  at(thread: number, vector: Int32Array): LocalState {
    return this.of(thread, vector.slice(this.begins[thread]!, this.ends[thread]!))
  }

  /** The same for another thread that is alike. */
  as(thread: number, state: LocalState): LocalState {
    return this.alike[state.shape]!.find(other => other.thread === thread) ?? this.of(thread, state.part)
  }

  private of(thread: number, part: Int32Array): LocalState {
    const key = part.join()
    const known = this.known[thread]!.get(key)
    if (known !== undefined) return known
    const shapes = this.shapes[thread]!
    let shape = shapes.get(key)
    if (shape === undefined) {
      shape = this.alike.length
      shapes.set(key, shape)
      this.alike.push([])
    }
    const state = new LocalState(thread, part, shape, this.facets, this.properties)
    this.known[thread]!.set(key, state)
    this.alike[shape]!.push(state)
    this.states.push(state)
    this.grown = true
    return state
  }

  note(state: LocalState, reads: Bits, writes: Bits, able: boolean, vector: Uint8Array): void {
    if (state.note(reads, writes, able, vector)) this.grown = true
  }

  leads(from: LocalState, to: LocalState): void {
    if (from.next.has(to)) return
    from.next.add(to)
    this.grown = true
  }

  noteJudged(property: number, reads: Bits): void {
    if (include(this.judged[property]!, reads)) this.grown = true
  }

  reads(property: number): Bits {
    return this.judged[property]!
  }

  /** State properties and goals that read what is written. */
  showing(writes: Bits): Bits {
    const shows = bitsFor(this.properties)
    this.judged.forEach((reads, property) => {
      if (meet(reads, writes)) put(shows, property)
    })
    return shows
  }

  /** Concludes from all that was seen so far. */
  settle(): void {
    for (const state of this.states) {
      state.settle()
      state.shows = this.showing(state.writes)
    }
    this.mark()
    this.waits = this.known.map(states => [
      ...new Set([...states.values()].flatMap(({ waits }) => waits.flatMap(({ facets }) => facets))),
    ])
    this.grown = false
  }

  /** The first steps of an idle thread. */
  starting(idle: LocalState): Footprint {
    idle.starting ??= this.union(idle.next)
    return idle.starting
  }

  /**
   * All that a thread may do from a local state on, as long as nobody writes what it comes to wait for.
   *
   * @param unstable what somebody may write: waiting for it stops nobody
   */
  future(from: LocalState, vector: Uint8Array, unstable: Bits): Future {
    let key = ''
    for (const facet of this.waits[from.thread]!)
      key += has(unstable, facet) ? '\u0100' : String.fromCharCode(vector[this.facets.byteOf[facet]!]!)
    const known = from.futures.get(key)
    if (known !== undefined) return known
    const waitsFor = bitsFor(this.facets.size)
    const reached = new Set([from])
    const moving: LocalState[] = []
    for (const state of reached) {
      const waited = state.idle ? undefined : state.waitsFor(vector, unstable)
      if (waited !== undefined) {
        include(waitsFor, waited)
        continue
      }
      moving.push(state)
      for (const next of state.next) reached.add(next)
    }
    const future = { ...this.union(moving), waitsFor }
    from.futures.set(key, future)
    return future
  }

  private union(states: Iterable<LocalState>): Footprint {
    const all = { reads: bitsFor(this.facets.size), writes: bitsFor(this.facets.size), shows: bitsFor(this.properties) }
    for (const { reads, writes, shows } of states) {
      include(all.reads, reads)
      include(all.writes, writes)
      include(all.shows, shows)
    }
    return all
  }

  /**
   * Marks the sources of the back edges of a depth-first search: no cycle has none. By shapes, for threads that are alike
   * may go round a cycle in each other's places.
   */
  private mark(): void {
    const open = new Set<number>()
    const done = new Set<number>()
    const after = (shape: number) => this.alike[shape]!.flatMap(({ next }) => [...next].map(state => state.shape))
    for (const root of this.alike.keys()) {
      if (done.has(root)) continue
      const path = [{ shape: root, rest: after(root) }]
      open.add(root)
      for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
        const next = top.rest.pop()
        if (next === undefined) {
          open.delete(top.shape)
          done.add(top.shape)
          path.pop()
        } else if (open.has(next)) for (const state of this.alike[top.shape]!) state.marked = true
        else if (!done.has(next)) {
          open.add(next)
          path.push({ shape: next, rest: after(next) })
        }
      }
    }
  }
}
