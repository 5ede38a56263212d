/**
 * The states and steps of a world, kept for passes that go backwards.
 *
 * A search keeps them while they are few; of a larger world they are found by a pass of their own.
 */
import type { initialStates } from '../compile/runner.ts'
import type { AnyScope } from '../compile/taking.ts'
import type { World } from '../compile/world.ts'
import type { Property } from '../declare/property.ts'
import type { Cut } from '../declare/result.ts'
import type { Batch } from '../store/batch.ts'
import { Level, Pool } from '../store/frontier.ts'
import { GrowingRow } from '../store/row.ts'
import { ExactSet } from '../store/seen/exact-set.ts'
import { Numbers } from '../store/seen/numbers.ts'
import { type Expander, expanderOf } from './expander.ts'
import { Judge } from './judge.ts'

export interface Graph {
  /** States. */
  readonly size: number
  /** By state, then thread: 1 where the thread is idle. */
  readonly idle: GrowingRow
  /** Successors, all in one row, and by state where its successors end. */
  readonly targets: GrowingRow
  readonly lasts: GrowingRow
  /** 1 for a state with a step that stops the world, or in which nothing in flight can step. */
  readonly ended: GrowingRow
  /** Where successors were permuted to their canonical form: by successor, the permutation; by permutation, the new index of each thread. */
  readonly renamed?: { readonly by: GrowingRow; readonly names: readonly (readonly number[])[] }
}

/** Notes where the steps of states lead. States are expanded in the order of their numbers. */
export class Edges {
  /** The numbers of the successors of a batch. */
  readonly numbered: Int32Array
  private readonly targets = new GrowingRow()
  private readonly lasts = new GrowingRow()
  private readonly numbers = new Numbers()

  /** @param room successors of a batch, at most */
  constructor(room: number) {
    this.numbered = new Int32Array(room)
  }

  /** States whose steps were noted. */
  get expanded(): number {
    return this.lasts.length
  }

  get bytes(): number {
    // Twice the steps: they are turned round in the end.
    return this.numbers.bytes + 2 * this.targets.bytes + this.lasts.bytes
  }

  /** Numbers the successors of a batch by their fingerprints. @param fresh becomes 1 for the first of its state */
  number({ size, first, second }: Batch, fresh?: Uint8Array): void {
    const { numbers, numbered } = this
    for (let i = 0; i < size; i++) {
      const known = numbers.size
      numbered[i] = numbers.add(first[i]!, second[i]!)
      if (fresh) fresh[i] = numbered[i] === known ? 1 : 0
    }
  }

  /** The same, by whole states. */
  numberExactly(expander: Expander, set: ExactSet, fresh: Uint8Array): void {
    const { numbered } = this
    let i = 0
    expander.sift(packed => {
      const known = set.size
      numbered[i] = set.number(packed)
      return numbered[i++] === known
    }, fresh)
  }

  /** Takes over the successors of a batch, which have numbers. */
  take({ block, lasts }: Batch): void {
    for (let parent = 0, i = 0; parent < block; parent++) {
      for (; i < lasts[parent]!; i++) this.targets.push(this.numbered[i]!)
      this.lasts.push(this.targets.length)
    }
  }

  /** @param ends was asked about the same states */
  with({ idle, ended }: EndsJudge): Graph {
    const { targets, lasts } = this
    return { size: lasts.length, idle, targets, lasts, ended }
  }
}

/** What bounds the pass, as it bounds the search before it. */
export interface Patience {
  /** Memory it may take. */
  readonly bytes: number
  readonly seconds?: number
  readonly interrupted?: () => boolean
  /** Tells states apart as wholes instead of by fingerprint. */
  readonly exact?: boolean
}

export function graphOf(
  world: World,
  initial: ReturnType<typeof initialStates>,
  properties: readonly Property[],
  { bytes, seconds, interrupted, exact }: Patience,
): Graph | Cut {
  const started = performance.now()
  const fatal = properties.filter(property => property.kind === 'signal' && property.fatal === true)
  const judge = new EndsJudge(world, fatal)
  const expander = expanderOf(world, judge, false)
  expander.keepRecent()
  judge.words = expander.words
  judge.noting = true
  const { batch } = expander
  const fresh = new Uint8Array(batch.first.length)
  const edges = new Edges(batch.first.length)
  const set = exact ? new ExactSet(expander.packed) : undefined
  const lookUp = () => {
    if (set) edges.numberExactly(expander, set, fresh)
    else edges.number(batch, fresh)
  }
  const pool = new Pool(expander.stride)
  let level = new Level(pool)
  let next = new Level(pool)
  for (const { words } of initial) {
    expander.root(words)
    lookUp()
    expander.keep(fresh, level)
  }
  for (;;) {
    const chunk = level.shift()
    if (chunk === undefined) {
      if (next.length === 0) break
      level = next
      next = new Level(pool)
      continue
    }
    if (interrupted?.()) return 'interrupted'
    if (seconds !== undefined && performance.now() - started > seconds * 1000) return 'time'
    if (edges.bytes + (set?.bytes ?? 0) + pool.bytes + judge.bytes > bytes) return 'memory'
    for (let k = 0; k < chunk.count; ) {
      k = expander.expand(chunk, k, edges.expanded)
      lookUp()
      edges.take(batch)
      expander.keep(fresh, next)
    }
    pool.free(chunk)
  }
  return edges.with(judge)
}

/** A judge that notes of every state who is idle in it, and whether something ends there. */
export class EndsJudge extends Judge {
  /** Whether it notes anything. */
  noting = false
  /** The working vector. */
  words: Int32Array = new Int32Array(0)
  readonly idle = new GrowingRow(1)
  readonly ended = new GrowingRow(1)
  private readonly controls: readonly number[]
  private stops = false

  constructor(world: World, properties: readonly Property[]) {
    super(world, properties)
    this.controls = world.placement.threads.map(({ control }) => control)
  }

  get bytes(): number {
    return this.idle.bytes + this.ended.bytes
  }

  override signal(scope: AnyScope, bytes: Uint8Array, state: number, ordinal: number): boolean {
    const fatal = super.signal(scope, bytes, state, ordinal)
    if (fatal) this.stops = true
    return fatal
  }

  override moved(mood: 0 | 1 | 2, state: number, bytes: Uint8Array): void {
    super.moved(mood, state, bytes)
    if (!this.noting) return
    for (const control of this.controls)
      this.idle.push(((this.words[control >> 2]! >>> ((control & 2) * 8)) & 0xffff) === 0 ? 1 : 0)
    this.ended.push(this.stops || mood === 2 ? 1 : 0)
    this.stops = false
  }
}
