/**
 * The search itself: breadth first, level by level, block by block.
 *
 * One thread numbers states as it finds them; the successors of a state are ordered by thread, then event. So "first"
 * means the same in every run. Where several threads share the work states have no number, and what is found broken is
 * found again by one thread.
 */

import type { initialStates } from '../compile/runner.ts'
import type { World } from '../compile/world.ts'
import type { Limits } from '../declare/limits.ts'
import type { Cut } from '../declare/result.ts'
import { expanderOf } from '../expand/expander.ts'
import { Edges, EndsJudge, type Graph } from '../expand/graph.ts'
import type { Judge } from '../expand/judge.ts'
import type { Reading, Saved, Writing } from '../store/checkpoint-file.ts'
import type { Predecessors } from '../store/choices.ts'
import { Level, Pool } from '../store/frontier.ts'
import { PredecessorLinks } from '../store/predecessor-links.ts'
import { ExactSet } from '../store/seen/exact-set.ts'
import { Table } from '../store/seen/table.ts'
import { Spill } from '../store/spill.ts'
import type { Keeper } from './checkpoint.ts'
import { Team } from './parallel/team.ts'
import { goOnTogether, type Position, type Together } from './parallel/together.ts'
import { Watch } from './watch.ts'

export interface Exploration extends Together {
  /** Per transition of the flattened operations: 1 once it has fired. */
  readonly fired: Uint8Array
  readonly predecessors: Predecessors
  readonly bytes: number
  /** Bytes of the frontier on disk, at most. */
  readonly spilled: number
  /** Seconds of the runs before this one. */
  readonly before: number
  /** All runs with so many preemptions, at most, were seen; -1: not even those with none. */
  readonly preemptions?: number
  /** All states and steps, where they are few and the judge noted what ends in them. */
  readonly graph?: Graph
}

/** The limits of an exploration; `enough` ends it without a cut. */
export type ExplorationBounds = Limits & {
  readonly bytes: number
  readonly enough?: (states: number) => boolean
  readonly keeper?: Keeper | undefined
}

/** States found alone before the other workers are started. */
const ALONE = 20_000
/** Expanded states whose steps are kept, and what they may take of the memory. */
const MOST_KEPT = 1_500_000
const KEPT_SHARE = 1 / 8
/** Of the memory, what is made free beyond need when the frontier goes to disk. */
const SLACK = 1 / 64

/** @throws InputError when the frontier cannot be written where `bounds.spill` says */
export function explore(
  world: World,
  initial: ReturnType<typeof initialStates>,
  judge: Judge,
  bounds: ExplorationBounds,
): Exploration {
  const disk = bounds.spill === undefined ? undefined : new Spill(bounds.spill)
  try {
    return { ...exploreWith(world, initial, judge, bounds, disk), spilled: disk?.bytes ?? 0 }
  } finally {
    disk?.close()
  }
}

function exploreWith(
  world: World,
  initial: ReturnType<typeof initialStates>,
  judge: Judge,
  bounds: ExplorationBounds,
  disk: Spill | undefined,
): Omit<Exploration, 'spilled'> {
  const audit = bounds.audit ?? false
  const exact = bounds.exact ?? false
  const expander = expanderOf(world, judge, audit)
  const { batch } = expander
  const fresh = new Uint8Array(batch.first.length)
  const table = new Table(bounds.bytes)
  const set = new ExactSet(expander.packed)
  const isNew = (packed: Int32Array) => set.add(packed)
  /** The steps, as long as they are few and all of them are known: for the pass that looks for calls without end. */
  let edges = judge instanceof EndsJudge && !bounds.keeper?.resumes ? new Edges(fresh.length) : undefined
  if (judge instanceof EndsJudge) judge.words = expander.words
  const forgetEdges = () => {
    edges = undefined
    if (judge instanceof EndsJudge) judge.noting = false
    if (!exact) expander.dropRecent()
  }
  if (edges && judge instanceof EndsJudge) judge.noting = true
  if (edges || exact) expander.keepRecent()
  /** Finds out which successors of the batch are new. @returns whether there was room for them */
  const lookUp = (): boolean => {
    if (exact) {
      if (edges) edges.numberExactly(expander, set, fresh)
      else expander.sift(isNew, fresh)
      return true
    }
    edges?.number(batch)
    return table.add(batch.first, batch.second, batch.size, fresh) >= 0
  }
  const pool = new Pool(expander.stride)
  const predecessors = new PredecessorLinks(initial.length, world.fanout)
  let level = new Level(pool, disk)
  let next = new Level(pool, disk)
  const bytesAlone = () => (exact ? set.bytes : table.bytes) + pool.bytes + predecessors.bytes
  const checkLevel = (depth: number, broken: boolean): Cut | undefined => {
    if (bounds.stopAtFirst && broken) return 'first-violation'
    return bounds.depth !== undefined && depth >= bounds.depth ? 'depth' : undefined
  }

  /** Puts the frontier on disk when there is not enough memory for it. */
  const makeRoom = () => {
    const over = bytesAlone() - bounds.bytes
    if (over <= 0 || disk === undefined) return
    level.spill()
    next.spill()
    pool.trim(over + bounds.bytes * SLACK)
  }
  const seen = exact ? set : table
  const write = (at: Position & { readonly seconds: number }, parts: readonly Saved[], fired: Uint8Array) => {
    return (out: Writing) => {
      out.value(at)
      for (const part of [predecessors, ...parts]) part.save(out)
      out.row(fired)
    }
  }
  const read = (from: Reading) => {
    const at = from.value<Parameters<typeof write>[0]>()
    for (const part of [predecessors, seen, judge]) part.restore(from)
    for (const part of [level, next]) part.restore(from, makeRoom)
    from.row(expander.fired)
    return at
  }
  const { keeper } = bounds
  let { expanded, transitions, depth, within, seconds: before } = BEGINNING
  if (keeper?.resumes) ({ expanded, transitions, depth, within, seconds: before } = keeper.restore(read))
  else {
    for (const { words } of initial) {
      expander.root(words)
      lookUp()
      expander.keep(fresh, level)
    }
    keeper?.begin(write(BEGINNING, [seen, judge, level, next], expander.fired))
  }
  const watch = new Watch(bounds, before)
  const check = (depth: number, states: number, transitions: number, frontier: number, bytes: number) =>
    watch.look({ states, transitions, depth, frontier, spilled: disk?.bytes ?? 0 }, bytes)
  let states = expanded + level.length + next.length
  /** Several workers found states that have no number: their predecessors are not kept. */
  const numbered = predecessors.size === states
  const keep = (at: Position, parts: readonly Saved[], fired: Uint8Array) =>
    keeper?.save(write({ ...at, seconds: watch.seconds }, parts, fired))
  const save = (within: boolean) =>
    keep({ expanded, transitions, depth, within }, [seen, judge, level, next], expander.fired)

  let cut: Cut | undefined
  let full = false
  let team: Team | undefined
  let over = false
  for (; level.length + next.length > 0 && cut === undefined; within = false) {
    if (!numbered) judge.depth = depth
    if (!within) watch.level(states)
    if (!within) cut = checkLevel(depth, depth > 0 && judge.broken)
    if (cut !== undefined) save(false)
    if (cut !== undefined || bounds.enough?.(expanded)) break
    if (
      !within &&
      bounds.workers !== undefined &&
      bounds.workers.count > 1 &&
      states >= (bounds.workers.after ?? ALONE)
    ) {
      team ??= new Team(world, judge, expander, bounds.workers, bounds.bytes, audit, disk)
      if (team.ready(bounds.workers.after === 0) && team.holds(table, level)) {
        over = true
        break
      }
    }
    while (cut === undefined) {
      const chunk = level.shift()
      if (chunk === undefined) break
      for (let k = 0; k < chunk.count && !full; ) {
        const to = expander.expand(chunk, k, expanded)
        transitions += expander.steps()
        expanded += to - k
        k = to
        full = !lookUp()
        if (full) fresh.fill(0)
        edges?.take(batch)
        const kept = expander.keep(fresh, next)
        if (numbered) predecessors.add(kept)
        if (!full) continue
        expander.judge(chunk, k, expanded)
        expanded += chunk.count - k
      }
      states = expanded + level.length + next.length
      pool.free(chunk)
      makeRoom()
      if (edges && (full || edges.expanded > MOST_KEPT || edges.bytes > bounds.bytes * KEPT_SHARE)) forgetEdges()
      cut = full || table.full ? 'memory' : check(depth, states, transitions, states - expanded, bytesAlone())
      if (!full && (cut !== undefined || keeper?.due)) save(true)
    }
    if (level.length === 0 && next.length === 0 && !full) cut = undefined
    if (next.length > 0) depth += 1
    if (level.length > 0) break
    level = next
    next = new Level(pool, disk)
  }

  if (over) {
    forgetEdges()
    const crew = team!
    crew.takeOver(table, level, depth, { states, transitions })
    const rest = goOnTogether(crew, judge, expander, depth, {
      check,
      checkLevel: depth => {
        watch.level(crew.counts.states)
        return checkLevel(depth, crew.broken || judge.broken)
      },
      due: () => keeper?.due ?? false,
      save: keep,
    })
    const bytes = crew.bytes + predecessors.bytes
    return { ...rest, fired: expander.fired, predecessors, bytes, before }
  }
  team?.end()
  // Progress is judged by a pass of its own, which may be cut.
  if (cut === undefined && judge.progresses.length > 0) save(false)
  for (const rest of [level, next]) {
    for (let chunk = rest.shift(); chunk !== undefined; chunk = rest.shift()) {
      expander.judge(chunk, 0, expanded)
      expanded += chunk.count
    }
  }
  const bytes = bytesAlone()
  const graph = edges && judge instanceof EndsJudge && cut === undefined ? edges.with(judge) : undefined
  return {
    states,
    transitions,
    depth,
    cut,
    fired: expander.fired,
    predecessors,
    bytes,
    before,
    ...(graph && { graph }),
  }
}

const BEGINNING = { expanded: 0, transitions: 0, depth: 0, within: false, seconds: 0 }
