/**
 * The cost of switching threads: text for a successor function that counts preemptions.
 *
 * Switching away from a thread that could go on is a preemption. It costs nothing that another thread takes over where
 * the one that ran last waits or has returned. So a state also tells who ran last, while that one is in flight.
 */
import type { Turn, World } from './world.ts'

export function takingTurns({ placement, starts }: World, { costly }: Turn) {
  const runner = `B[${placement.runner}]`
  const unfinished = placement.threads.map(({ control, budgets }, thread) => {
    const left = starts[thread]!.map(({ call }) => (budgets[call] === undefined ? 'true' : `B[${budgets[call]}] !== 0`))
    return `last !== ${1 + thread} && (${[`C[${control / 2}] !== 0`, ...new Set(left)].join(' || ')})`
  })
  return {
    emit: `const emit = event => { ${runner} = C[control] === 0 ? 0 : 1 + scope.self; runtime.emit(event) };
const { costs } = runtime.turn;
const controls = ${JSON.stringify(placement.threads.map(({ control }) => control / 2))};`,
    can: 'const can = [undefined, ...made.flatMap(({ can }) => can)];',
    ask: `const last = ${runner};
let goesOn = false;
if (last !== 0) { enter(last - 1); goesOn = can[C[controls[last - 1]]](); }
costs.push(goesOn && (${unfinished.join(' || ')}) ? 1 : 0);`,
    /** @param text what the thread does */
    ifItMay: (text: string, thread: number) =>
      `if (${costly ? '' : '!'}(goesOn && last !== ${1 + thread})) { ${text} } else if (C[${placement.threads[thread]!.control / 2}] !== 0) busy = 1;`,
  }
}
