/**
 * Judges a state by the state properties and goals.
 *
 * A check is a function of the fields it reads. So where a step wrote none of those, the state is judged as its parent
 * was, and the check is not run. What a check reads is recorded whenever it runs; `known` is the union over all workers.
 */

import { answered, breaks } from '../compile/answers.ts'
import type { Runner } from '../compile/runner.ts'
import type { AnyScope } from '../compile/taking.ts'
import { bitOf, localsView, recordedView } from '../compile/vector/view.ts'
import type { World } from '../compile/world.ts'
import { wordsOf } from '../store/words.ts'
import type { Judge } from './judge.ts'

interface Judging {
  /**
   * Judges the state on the working vector.
   *
   * @param dirty bits of the fields that the step into it wrote; -1 to run every check
   * @param scopes properties in whose scope its parent was
   * @returns properties in whose scope it is
   */
  readonly judge: (state: number, dirty: number, scopes: number) => number
  /** By word of a state: the bits of the fields it holds. */
  readonly bitsOf: Int32Array
}

export function judging({ placement, words }: World, { bytes, rows, outside }: Runner, judge: Judge): Judging {
  const bitsOf = wordsOf(placement.words)
  placement.fields.forEach(({ offset, length, stored }, index) => {
    if (!stored) return
    for (let byte = offset; byte < offset + length; byte++) bitsOf[byte >> 2]! |= bitOf(index)
  })
  const reads = new Int32Array(1)
  const shown = { B: bytes, rows, outside }
  const scope = {
    [words.shared]: recordedView(placement, shown, reads),
    [words.locals]: localsView(placement, shown, Int32Array.of(placement.nowhere)),
    self: 0,
  }
  return { judge: judgingIn(scope, judge, reads), bitsOf }
}

function judgingIn(scope: AnyScope, judge: Judge, reads: Int32Array): Judging['judge'] {
  /** Properties that inherit their parent's judgement; those beyond are always run. */
  const INHERITING = 31
  const { known, states, goals } = judge
  const checks = states.map(({ property }) => property.check)
  const scopesOf = states.map(({ property }) => property.holds)
  const reached = goals.map(({ goal }) => goal.reached)
  const note = (place: number) => {
    if ((reads[0]! & ~known[place]!) !== 0) Atomics.or(known, place, reads[0]!)
  }
  return (state, dirty, scopes) => {
    let inside = 0
    for (let i = 0; i < checks.length; i++) {
      const bit = i < INHERITING ? 1 << i : 0
      if (dirty === -1 || bit === 0 || (dirty & known[i]!) !== 0) {
        reads[0] = 0
        const one = states[i]!
        const holds = scopesOf[i]
        if (holds === undefined || answered(one.property, 'holds', holds(scope))) {
          one.judged++
          inside |= bit
          if (one.witness === undefined && breaks(one.property, checks[i]!(scope))) judge.found(one, { state })
        }
        note(i)
      } else if ((scopes & bit) !== 0) {
        states[i]!.judged++
        inside |= bit
      }
    }
    for (let i = 0; i < reached.length; i++) {
      const place = checks.length + i
      const one = goals[i]!
      if (one.reached || !(dirty === -1 || (dirty & known[place]!) !== 0)) continue
      reads[0] = 0
      if (answered(one.goal, 'reached', reached[i]!(scope))) one.reached = true
      note(place)
    }
    return inside
  }
}
