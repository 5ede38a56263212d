/**
 * The verdicts of several worlds on each promise.
 */
import type { Cut, Judgement, Result, Trace } from '../../../../checker/index.ts'
import { compareText, showWorld, type WorldName } from '../../../names/world-name.ts'
import { type Standing, standingOf } from '../../../run/search/standing.ts'

interface JudgedWorld {
  readonly world: WorldName
  readonly result: Result
}

/** One promise over all worlds that judged it. */
export interface Overall {
  readonly promise: string
  /** Violated if any world violates it, else cut if any was cut, else holds if any put it to the test. */
  readonly standing: Standing
  /** Worlds that violate it, the shortest trace first. */
  readonly broken: readonly BreakingWorld[]
  /** The limit that cut the search, which leaves it open. */
  readonly cut?: Cut
}

export interface BreakingWorld {
  readonly world: WorldName
  readonly result: Result
  readonly trace: Trace
}

/** One line per promise: violated ones first, then open ones; by name among equals. */
export function overall(worlds: readonly JudgedWorld[]): Overall[] {
  const judgements = new Map<string, { world: JudgedWorld; judgement: Judgement }[]>()
  for (const world of worlds) {
    for (const judgement of world.result.judgements) {
      const known = judgements.get(judgement.property)
      if (known) known.push({ world, judgement })
      else judgements.set(judgement.property, [{ world, judgement }])
    }
  }
  const order: readonly Standing[] = ['violated', 'bound-reached', 'holds', 'vacuous']
  return [...judgements]
    .map(([promise, seen]) => {
      const broken = seen.flatMap(({ world, judgement: { outcome } }) =>
        outcome.verdict === 'violated' ? [{ ...world, trace: outcome.trace }] : [],
      )
      const standings = seen.map(({ judgement }) => standingOf(judgement))
      const cut = seen.map(({ judgement: { outcome } }) => outcome).find(outcome => outcome.verdict === 'bound-reached')
      return {
        promise,
        standing: order.find(standing => standings.includes(standing))!,
        broken: broken.sort(byLength),
        ...(cut && { cut: cut.cut }),
      }
    })
    .sort((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing) || compareText(a.promise, b.promise))
}

const byLength = (a: BreakingWorld, b: BreakingWorld): number =>
  a.trace.steps.length - b.trace.steps.length || compareText(showWorld(a.world), showWorld(b.world))
