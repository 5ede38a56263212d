/**
 * Chooses the threads whose steps stand for all steps of a state: an ample set.
 *
 * Threads P are enough at a state if nothing that the others can do while P stands still has to do with the next steps of
 * P: nothing is written by one side and read or written by the other, and no state property or goal reads what both sides
 * write. Then in every run the first step of P can be moved to the front; and a run in which P never moves can
 * be preceded by a step of P, because some thread of P is inside a call and can step without ending the world. What the
 * others can do is the union over the local states they can come to; they come no farther than where an attempt to step
 * came to nothing before, with the same values in all that it read, if none of them writes those: such as a lock that P
 * holds.
 *
 * A step may be put off for ever only along a cycle, in which some thread goes round a cycle of its local states. Each of
 * those has a marked one, and where P has a thread to move from a marked local state, all threads move.
 *
 * Stuck states are kept, because the thread of P that can step could still step in them. So are the ends of calls, for
 * the same reason as any other step; who goes on for ever does so in the smaller graph.
 *
 * All this rests on what was seen so far. If the search sees more, it begins again. It is right once it has seen nothing
 * new: take a run whose last step is the first that leaves what was seen. The steps before it commute as assumed, so the
 * search takes an equivalent run, perhaps with steps of others put in, which write nothing that the last step reads: it
 * sees that step leave, too.
 */
import { bitsFor, common, include, meet } from './bits.ts'
import type { LocalGraph } from './local-graph.ts'
import type { Footprint, Future, LocalState, Look } from './local-state.ts'

/** @returns threads, a bit each; all of them where no fewer are enough */
export function ample(
  graph: LocalGraph,
  locals: readonly LocalState[],
  look: (thread: number) => Look,
  vector: Uint8Array,
): number {
  const all = 2 ** locals.length - 1
  let best = all
  let least = sizeOf(locals, all)
  for (const { thread, idle } of locals) {
    if (idle || !look(thread).able) continue
    const set = around(graph, locals, look, vector, thread)
    const size = sizeOf(locals, set)
    if (size >= least) continue
    best = set
    least = size
    if (size === 1) break
  }
  return best
}

/** Threads of a set that have anything left to do. */
const sizeOf = (locals: readonly LocalState[], set: number): number =>
  locals.filter(local => isIn(set, local.thread) && mayMove(local)).length

const isIn = (set: number, thread: number): boolean => ((set >>> thread) & 1) === 1

const mayMove = ({ idle, next }: LocalState): boolean => !idle || next.size > 0

/** The smallest set that has a thread and is enough. */
function around(
  graph: LocalGraph,
  locals: readonly LocalState[],
  look: (thread: number) => Look,
  vector: Uint8Array,
  thread: number,
): number {
  const all = 2 ** locals.length - 1
  let set = 1 << thread
  for (;;) {
    const others = locals.filter(local => !isIn(set, local.thread) && mayMove(local))
    const futures = futuresOf(graph, others, vector)
    let wider = set
    for (const local of locals) {
      if (!isIn(set, local.thread) || !mayMove(local)) continue
      if (local.idle ? local.marked : look(local.thread).able && (local.marked || look(local.thread).fatal)) return all
      const now = nowOf(graph, local, look)
      futures.forEach((future, index) => {
        if (disturbs(future, now)) wider |= 1 << others[index]!.thread
      })
    }
    if (wider === set) return set
    set = wider
  }
}

/** The accesses that each of these threads may make while all others stand still. */
function futuresOf(graph: LocalGraph, threads: readonly LocalState[], vector: Uint8Array): readonly Future[] {
  const unstable = bitsFor(graph.facets.size)
  for (;;) {
    const futures = threads.map(local => graph.future(local, vector, unstable))
    const written = bitsFor(graph.facets.size)
    const waited = bitsFor(graph.facets.size)
    for (const { writes, waitsFor } of futures) {
      include(written, writes)
      include(waited, waitsFor)
    }
    // Whoever waits for what another one writes does not wait for ever.
    if (!include(unstable, common(written, waited))) return futures
  }
}

/** The next steps of a thread; of one that waits, what it waits for. */
function nowOf(graph: LocalGraph, local: LocalState, look: (thread: number) => Look): Footprint {
  if (local.idle) return graph.starting(local)
  const { reads, writes } = look(local.thread)
  return { reads, writes, shows: graph.showing(writes) }
}

const disturbs = (a: Footprint, b: Footprint): boolean =>
  meet(a.writes, b.reads) || meet(a.writes, b.writes) || meet(a.reads, b.writes) || meet(a.shows, b.shows)
