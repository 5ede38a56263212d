/**
 * The verdicts of a search: one for each property, and how sure it is.
 */

import type { initialStates } from '../compile/runner.ts'
import type { World } from '../compile/world.ts'
import type { Property } from '../declare/property.ts'
import type { Cut, Judgement, Unfired, Verdict } from '../declare/result.ts'
import type { Judge } from '../expand/judge.ts'
import type { Choices } from '../store/choices.ts'
import { tracerOf } from './trace.ts'

interface Ground {
  /** By name of a property that is broken: the run to its witness. */
  readonly choices: ReadonlyMap<string, Choices>
  readonly transitions: number
  readonly cut: Cut | undefined
  /** The limit that cut the pass for calls that never end. */
  readonly progressCut: Cut | undefined
  /** Whether traces say which of their steps are needed. */
  readonly needs: boolean | undefined
}

/** @throws InternalError when a trace does not show what it should */
export function judgementsOf(
  world: World,
  initial: ReturnType<typeof initialStates>,
  properties: readonly Property[],
  judge: Judge,
  { choices, transitions, cut, progressCut, needs }: Ground,
): Judgement[] {
  const trace = tracerOf(world, properties, needs)
  const verdictOf = ({ property }: Judge['all'][number]): Verdict => {
    const chosen = choices.get(property.name)
    if (chosen) return { verdict: 'violated', trace: trace(property, initial[chosen.root]!, chosen.ordinals) }
    const open = cut ?? (property.kind === 'progress' ? progressCut : undefined)
    return open ? { verdict: 'bound-reached', cut: open } : { verdict: 'holds' }
  }
  return judge.all.map((judged): Judgement => {
    const { name, kind } = judged.property
    const count = kind === 'signal' ? transitions : judged.judged
    return { property: name, kind, outcome: verdictOf(judged), judged: count }
  })
}

/** Odds that among `n` draws of 64 bits two are equal. */
export const oddsOf = (n: number): number => -Math.expm1(-(n * (n - 1)) / 2 ** 65)

/** Transitions that never fired. */
export const unfired = (world: World, fired: Uint8Array): Unfired[] =>
  world.flats
    .flatMap(({ operation, transitions }) => transitions.map(transition => ({ operation, ...transition })))
    .filter((_, index) => fired[index] === 0)
