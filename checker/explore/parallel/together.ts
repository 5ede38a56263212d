/**
 * The search of several workers, level by level, as the one that leads them sees it.
 */

import type { Cut } from '../../declare/result.ts'
import type { Expander } from '../../expand/expander.ts'
import type { Judge } from '../../expand/judge.ts'
import type { Saved } from '../../store/checkpoint-file.ts'
import type { Team } from './team.ts'

/** How far the workers came. */
export interface Together {
  readonly states: number
  readonly transitions: number
  readonly depth: number
  readonly cut: Cut | undefined
}

/** Callbacks of a search that is under way. */
interface Keeping {
  /** Asked every few thousand states. */
  check(depth: number, states: number, transitions: number, frontier: number, bytes: number): Cut | undefined
  /** Asked before each level. */
  checkLevel(depth: number): Cut | undefined
  /** Whether it is time for a checkpoint. */
  due(): boolean
  /** Writes a checkpoint. @param within part of the level was expanded */
  save(at: Position, parts: readonly Saved[], fired: Uint8Array): void
}

/** How far a search has come. */
export interface Position {
  readonly expanded: number
  readonly transitions: number
  readonly depth: number
  /** Part of the level has been expanded. */
  readonly within: boolean
}

/** @param from depth of the states that wait */
export function goOnTogether(team: Team, judge: Judge, expander: Expander, from: number, keeping: Keeping): Together {
  let depth = from
  let expanded = team.counts.states
  let cut: Cut | undefined
  const save = (within: boolean) => {
    const { states, transitions } = team.counts
    const fired = expander.fired.slice()
    const seen = judge.and(fired, team.tallies.slice(1))
    const [table, level, next] = team.parts
    keeping.save({ expanded: states - team.waiting, transitions, depth, within }, [table, seen, level, next], fired)
  }
  const check = () => {
    const { states, transitions } = team.counts
    return keeping.check(depth, states, transitions, states - expanded, team.bytes)
  }
  try {
    for (;;) {
      cut = keeping.checkLevel(depth)
      if (cut !== undefined) {
        save(false)
        break
      }
      do {
        cut = team.expand(check, () => keeping.due())
        if (!team.lost && (cut !== undefined || keeping.due())) save(true)
      } while (cut === undefined && !team.levelIsDone)
      if (!team.levelIsDone) {
        if (team.hasNext) depth += 1
        break
      }
      expanded = team.counts.states
      if (!team.advance()) {
        cut = undefined
        break
      }
      depth += 1
      if (cut !== undefined) break
    }
    if (cut === undefined && judge.progresses.length > 0) save(false)
    team.judgeRest()
  } finally {
    team.end()
  }
  for (const tally of team.tallies.slice(1)) judge.merge(expander.fired, tally)
  return { ...team.counts, depth, cut }
}
