/**
 * Judges a state by the state properties and goals, generated for one world.
 *
 * A check is a function of the fields it reads. So where a step wrote none of those, the state is judged as its parent
 * was, and the check is not run. What a check reads is recorded whenever it runs; `known` is the union over all workers.
 */

import { answered, breaks } from '../compile/answers.ts'
import type { Runner } from '../compile/runner.ts'
import { bitOf, localsText, quote, sharedText } from '../compile/view.ts'
import type { World } from '../compile/world.ts'
import { wordsOf } from '../store/words.ts'
import type { Judge } from './judge.ts'

/** Properties that inherit their parent's judgement; those beyond are always run. */
const INHERITING = 31

export interface Judging {
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

export function judging(world: World, runner: Runner, judge: Judge): Judging {
  const { placement, words } = world
  const bitsOf = wordsOf(placement.words)
  placement.fields.forEach(({ offset, length, stored }, index) => {
    if (!stored) return
    for (let byte = offset; byte < offset + length; byte++) bitsOf[byte >> 2]! |= bitOf(index)
  })
  const checks = judge.states.map(({ property }, i) => {
    const bit = i < INHERITING ? 1 << i : 0
    const check = `if (state${i}.witness === undefined && breaks(state${i}.property, check${i}(scope))) judge.found(state${i}, { state });`
    const inside = `{ state${i}.judged++; inside |= ${bit}; ${check} }`
    const runs = `reads = 0; ${property.holds ? `if (answered(state${i}.property, 'holds', holds${i}(scope))) ` : ''}${inside} if ((reads & ~known[${i}]) !== 0) Atomics.or(known, ${i}, reads);`
    return `if (dirty === -1 || ${bit} === 0 || (dirty & known[${i}]) !== 0) { ${runs} }
else if ((scopes & ${bit}) !== 0) { state${i}.judged++; inside |= ${bit}; }`
  })
  const states = judge.states.length
  const goals = judge.goals.map(
    (_, i) => `if (!goal${i}.reached && (dirty === -1 || (dirty & known[${states + i}]) !== 0)) {
reads = 0; if (answered(goal${i}.goal, 'reached', reached${i}(scope))) goal${i}.reached = true; if ((reads & ~known[${states + i}]) !== 0) Atomics.or(known, ${states + i}, reads); }`,
  )
  const text = `'use strict';
const { B, rows, judge, breaks, answered } = runtime;
const outside = undefined;
const { known } = judge;
const frame = ${placement.nowhere};
let reads = 0;
${sharedText(placement, 'recorded')}
${localsText(placement)}
const scope = { ${quote(words.shared)}: new Shared(), ${quote(words.locals)}: new Locals(), self: 0 };
${judge.states.map((_, i) => `const state${i} = judge.states[${i}], { check: check${i}, holds: holds${i} } = state${i}.property;`).join('\n')}
${judge.goals.map((_, i) => `const goal${i} = judge.goals[${i}], { reached: reached${i} } = goal${i}.goal;`).join('\n')}
return function (state, dirty, scopes) {
let inside = 0;
${[...checks, ...goals].join('\n')}
return inside;
}`
  const runtime = { B: runner.bytes, rows: runner.rows, judge, breaks, answered }
  return { judge: new Function('runtime', text)(runtime) as Judging['judge'], bitsOf }
}
