/**
 * Runs with few preemptions first: all that need none, then those that need one, and so on.
 *
 * States are told apart also by the thread that ran last. Each is reached with as few preemptions as it can be, and
 * among those runs by the shortest: so are first witnesses, which makes them easy to read. States in which a thread
 * could be preempted wait on a shelf, by their depth, until the next round pays for one preemption more. When a round
 * adds no state, no number of preemptions adds one, and all has been seen.
 */

import { initialStates } from '../compile/runner.ts'
import { compile, type Turn, type World } from '../compile/world.ts'
import type { Property } from '../declare/property.ts'
import type { Cut } from '../declare/result.ts'
import { type Expander, expanderOf } from '../expand/expander.ts'
import { Judge } from '../expand/judge.ts'
import { Level, Pool } from '../store/frontier.ts'
import { Table } from '../store/seen/table.ts'
import type { Exploration, ExplorationBounds } from './breadth-first.ts'
import { Schedule } from './schedule.ts'
import { Watch } from './watch.ts'

/** @param world as others know it, without the thread that ran last  @param judge of that world: it is told what was seen */
export function explorePreemptions(
  world: World,
  properties: readonly Property[],
  judge: Judge,
  bounds: ExplorationBounds & { readonly preemptions: number },
): Exploration {
  return new PreemptionRounds(world, properties, bounds).all(judge)
}

/** States of one depth that have steps which cost a preemption, and their numbers. */
interface Shelf {
  readonly level: Level
  readonly numbers: number[]
}

/** The steps of one kind, and who judges them. */
interface StepKind {
  readonly turn: Turn
  readonly judge: Judge
  readonly expander: Expander
}

class PreemptionRounds {
  private readonly bounds: ExplorationBounds & { readonly preemptions: number }
  private readonly roots: ReturnType<typeof initialStates>
  private readonly free: StepKind
  /** Judges its steps only: the states they start from have been judged before. */
  private readonly costly: StepKind
  /** Properties of steps, as both sides know them. */
  private readonly stepwise: readonly (readonly [Judge['all'][number], Judge['all'][number]])[]
  /** By name of the property: the step that first broke it. */
  private readonly breaks = new Map<string, Parameters<Schedule['add']>>()
  private readonly table: Table
  private readonly pool: Pool
  private readonly schedule: Schedule
  private readonly watch: Watch
  private readonly fresh: Uint8Array
  private price = 0
  private transitions = 0
  private deepest = 0
  private tooDeep = false
  private cut: Cut | undefined

  constructor(plain: World, properties: readonly Property[], bounds: PreemptionRounds['bounds']) {
    const world = compile(plain.system, properties, true)
    // Its fields do not stand where they stand in the world that others know.
    const side = (costly: boolean): StepKind => {
      const turn = { costly, costs: [] }
      const judge = new Judge(world, properties)
      return { turn, judge, expander: expanderOf({ ...world, turn }, judge, bounds.audit ?? false) }
    }
    this.bounds = bounds
    this.roots = initialStates(world)
    this.free = side(false)
    this.costly = side(true)
    this.stepwise = [...this.free.judge.signals, ...this.free.judge.returns].map(own => [
      own,
      this.costly.judge.all.find(({ property }) => property === own.property)!,
    ])
    this.table = new Table(bounds.bytes)
    this.pool = new Pool(this.free.expander.stride)
    this.schedule = new Schedule(plain, initialStates(plain))
    this.watch = new Watch(bounds, 0)
    this.fresh = new Uint8Array(this.free.expander.batch.first.length)
  }

  /** @param judge is told what was seen */
  all(judge: Judge): Exploration {
    const { free, costly, schedule, stepwise } = this
    let shelves: readonly Shelf[] = []
    for (; ; this.price++) {
      const known = schedule.size
      shelves = this.round(shelves)
      const done = shelves.every(({ numbers }) => numbers.length === 0) || (this.price > 0 && schedule.size === known)
      if (this.cut !== undefined || done) break
      if (this.price === this.bounds.preemptions) this.cut = 'preemptions'
      if (this.cut !== undefined) break
    }
    const { cut, price, transitions, deepest: depth, bytes } = this
    const { size: states } = schedule
    for (const [own, other] of stepwise) {
      own.judged += other.judged
      const step = this.breaks.get(own.property.name)
      if (step) own.witness = { state: schedule.add(...step) }
    }
    judge.become(free.judge)
    return {
      states,
      transitions,
      depth,
      cut: cut ?? (this.tooDeep ? 'depth' : undefined),
      fired: free.expander.fired.map((one, index) => one | costly.expander.fired[index]!),
      predecessors: schedule,
      bytes,
      spilled: 0,
      before: 0,
      preemptions: cut === undefined || cut === 'preemptions' ? price : price - 1,
    }
  }

  /** Pays for one preemption more. @returns the states that have a step which needs another preemption, by depth */
  private round(shelves: readonly Shelf[]): Shelf[] {
    const { free, costly, schedule, pool, bounds } = this
    const later: Shelf[] = []
    let level = new Level(pool)
    let first = 0
    if (this.price === 0) this.begin(level)
    for (let depth = 0; level.length > 0 || depth < shelves.length; depth++) {
      const beyond = depth >= (bounds.depth ?? Number.POSITIVE_INFINITY)
      if (level.length > 0) this.deepest = Math.max(this.deepest, depth)
      if (beyond) this.tooDeep = true
      else if (bounds.stopAtFirst && depth > 0 && free.judge.broken) this.cut = 'first-violation'
      const next = new Level(pool)
      const firstOfNext = schedule.size
      const shelf = shelves[depth]
      if (!beyond && shelf) {
        this.expand(costly, shelf.level, 0, next, shelf)
        this.agree(shelf)
      }
      later.push({ level: new Level(pool), numbers: [] })
      first = beyond ? first : this.expand(free, level, first, next, later[depth]!)
      this.agree()
      this.judgeRest(level, first)
      if (this.cut !== undefined) this.judgeRest(next, firstOfNext)
      if (beyond || this.cut !== undefined) break
      level = next
      first = firstOfNext
    }
    return later
  }

  private begin(level: Level): void {
    const { expander } = this.free
    for (const { words } of this.roots) {
      expander.root(words)
      this.table.add(expander.batch.first, expander.batch.second, 1, this.fresh)
      expander.keep(this.fresh, level)
    }
  }

  /**
   * Takes the steps of one kind from all states of a level, until the search is cut.
   *
   * @param first the number of its first state; on the costly side its place on the shelf
   * @param shelf from which the states come, or on which those are put that have costly steps
   * @returns the number of the first state from which it did not
   */
  private expand({ turn, expander }: StepKind, level: Level, first: number, next: Level, shelf: Shelf): number {
    const { table, pool, schedule, watch, fresh } = this
    const { batch, stride } = expander
    let place = first
    while (this.cut === undefined) {
      const chunk = level.shift()
      if (chunk === undefined) break
      for (let k = 0; k < chunk.count; ) {
        const end = expander.expand(chunk, k, place)
        this.transitions += expander.steps()
        const full = table.add(batch.first, batch.second, batch.size, fresh) < 0
        if (full) fresh.fill(0)
        turn.costs.splice(0).forEach((cost, i) => {
          if (turn.costly || cost === 0) return
          const { records, count } = shelf.level.last()
          records.set(chunk.records.subarray((k + i) * stride, (k + i + 1) * stride), count * stride)
          shelf.level.last().count += 1
          shelf.level.length += 1
          shelf.numbers.push(place + i)
        })
        const { parents, children, ordinals } = expander.keep(fresh, next)
        for (let parent = 0, i = 0; parent < parents; parent++, place++) {
          const number = turn.costly ? shelf.numbers[place]! : place
          for (let left = children[parent]!; left > 0; left--) schedule.add(number, ordinals[i++]!, turn.costly)
        }
        k = end
        if (!full) continue
        this.cut = 'memory'
        if (!turn.costly) expander.judge(chunk, k, place)
        place += chunk.count - k
        k = chunk.count
      }
      pool.free(chunk)
      const { transitions, price: preemptions, deepest: depth } = this
      const at = {
        states: schedule.size,
        transitions,
        depth,
        frontier: level.length + next.length,
        preemptions,
        spilled: 0,
      }
      this.cut ??= table.full ? 'memory' : watch.look(at, this.bytes)
    }
    return place
  }

  private judgeRest(level: Level, first: number): void {
    const { expander } = this.free
    let number = first
    for (let chunk = level.shift(); chunk !== undefined; chunk = level.shift()) {
      expander.judge(chunk, 0, number)
      number += chunk.count
      this.pool.free(chunk)
    }
  }

  /** A property that one side saw broken is no longer judged by the other. @param shelf from which costly steps were taken */
  private agree(shelf?: Shelf): void {
    for (const [own, other] of this.stepwise) {
      if ((own.witness === undefined) === (other.witness === undefined)) continue
      const { state, ordinal } = (own.witness ?? other.witness)!
      const costly = own.witness === undefined
      this.breaks.set(own.property.name, [costly ? shelf!.numbers[state]! : state, ordinal!, costly])
      own.witness ??= other.witness
      other.witness ??= own.witness
      this.free.judge.broken = true
    }
  }

  private get bytes(): number {
    return this.table.bytes + this.pool.bytes + this.schedule.bytes
  }
}
