/**
 * The search itself: breadth first, level by level, block by block.
 *
 * States are numbered as they are found; the successors of a state are ordered by thread, then event. So "first" means
 * the same in every run.
 */
import { Ancestry } from './ancestry.ts'
import type { World } from './compile.ts'
import { expanderOf } from './expander.ts'
import { Level, Pool } from './frontier.ts'
import type { Judge } from './judge.ts'
import type { Limits } from './limits.ts'
import type { Cut } from './result.ts'
import type { initialStates } from './runner.ts'
import { Table } from './table.ts'

export interface Exploration {
  readonly states: number
  readonly transitions: number
  readonly depth: number
  readonly cut: Cut | undefined
  /** Per transition of the flattened operations: 1 once it has fired. */
  readonly fired: Uint8Array
  readonly ancestry: Ancestry
  readonly bytes: number
}

/** Seconds between two tellings of progress. */
const TELLING = 0.2

export function explore(
  world: World,
  initial: ReturnType<typeof initialStates>,
  judge: Judge,
  limits: Limits & { readonly bytes: number },
): Exploration {
  const started = performance.now()
  const expander = expanderOf(world, judge, limits.audit ?? false)
  const { batch } = expander
  const fresh = new Uint8Array(batch.first.length)
  const table = new Table(limits.bytes)
  const pool = new Pool(expander.stride)
  const ancestry = new Ancestry(initial.length, world.fanout)
  const born = (ordinal: number) => ancestry.born(ordinal)
  const done = (children: number) => ancestry.done(children)
  let level = new Level(pool)
  for (const { words } of initial) {
    expander.root(words)
    table.add(batch.first, batch.second, 1, fresh)
    fresh[0] = 1
    expander.keep(
      fresh,
      level,
      () => {},
      () => {},
    )
  }

  let expanded = 0
  let states = level.length
  let transitions = 0
  let depth = 0
  let cut: Cut | undefined
  let told = 0
  const bytes = () => table.bytes + pool.bytes + ancestry.bytes
  const check = (): Cut | undefined => {
    const seconds = (performance.now() - started) / 1000
    if (limits.onProgress && seconds - told > TELLING) {
      told = seconds
      limits.onProgress({ states, transitions, depth, frontier: states - expanded, seconds })
    }
    if (limits.interrupted?.()) return 'interrupted'
    if (limits.seconds !== undefined && seconds > limits.seconds) return 'time'
    if (limits.states !== undefined && states >= limits.states) return 'states'
    return bytes() > limits.bytes ? 'memory' : undefined
  }

  let next = new Level(pool)
  let full = false
  while (level.length > 0) {
    if (limits.depth !== undefined && depth >= limits.depth) cut = 'depth'
    while (cut === undefined) {
      const chunk = level.shift()
      if (chunk === undefined) break
      for (let k = 0; k < chunk.count && !full; ) {
        const to = expander.expand(chunk, k, expanded)
        transitions += expander.steps()
        expanded += to - k
        k = to
        full = table.add(batch.first, batch.second, batch.size, fresh) < 0
        if (full) fresh.fill(0)
        expander.keep(fresh, next, born, done)
        if (!full) continue
        expander.judge(chunk, k, expanded)
        expanded += chunk.count - k
      }
      states = expanded + level.length + next.length
      pool.free(chunk)
      cut = full ? 'memory' : check()
    }
    if (level.length === 0 && next.length === 0 && !full) cut = undefined
    if (next.length > 0) depth += 1
    if (level.length > 0 || next.length === 0) break
    level = next
    next = new Level(pool)
    if (limits.stopAtFirst && judge.broken) cut = 'first-violation'
    if (cut !== undefined) break
  }
  for (const rest of [level, next]) {
    for (let chunk = rest.shift(); chunk !== undefined; chunk = rest.shift()) {
      expander.judge(chunk, 0, expanded)
      expanded += chunk.count
    }
  }
  return { states, transitions, depth, cut, fired: expander.fired, ancestry, bytes: bytes() }
}
