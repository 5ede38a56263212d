/**
 * The text of an operation's steps: one function per control point, guards and effects called as closures.
 *
 * It names nothing of the world that the operation runs in, so that all worlds may run the same code: where things are comes
 * as data, which V8 takes for constants where only one world runs it.
 */
import type { Arm, Flat, Then } from './flatten/control.ts'

/** What differs between the texts of an operation. */
interface StepsAsked {
  /** Something is noted of calls that return. */
  readonly notes: boolean
  /** Fields are spent when a call returns. */
  readonly spends: boolean
  /** Somebody asks whether a thread can step. */
  readonly turns: boolean
}

export interface FlatCode {
  /** Text of a function of what differs between worlds: see `generate`. */
  readonly text: string
  /** Guards and effects, in the order of the text. */
  readonly functions: readonly unknown[]
  /** Locals that steps zero, likewise. */
  readonly locals: readonly string[]
}

/** By control point of an operation in a world: the steps from there, and whether there is one to take. */
export type MakeSteps = (given: object) => {
  readonly points: readonly ((frame: number, control: number) => number)[]
  readonly can: readonly unknown[]
}

const known = new WeakMap<Flat, Map<string, FlatCode>>()
const shared = new WeakMap<FlatCode, MakeSteps>()

/** The text is made once for all worlds that ask for the same. */
export function flatCodeOf(flat: Flat, asks: StepsAsked): FlatCode {
  const those = known.get(flat) ?? new Map<string, FlatCode>()
  known.set(flat, those)
  const key = JSON.stringify([asks.notes, asks.spends, asks.turns])
  const code = those.get(key) ?? writtenAnew(flat, asks)
  those.set(key, code)
  return code
}

/** @param own whether no other world runs what is compiled */
export function compiledSteps(code: FlatCode, own: boolean): MakeSteps {
  const make = (!own && shared.get(code)) || (new Function('given', code.text) as MakeSteps)
  if (!own) shared.set(code, make)
  return make
}

function writtenAnew(flat: Flat, asks: StepsAsked): FlatCode {
  const functions: unknown[] = []
  const locals: string[] = []
  const names = new Map<unknown, string>()
  const refer = (part: unknown): string => {
    const name = names.get(part) ?? `f${functions.push(part) - 1}`
    names.set(part, name)
    return name
  }
  const offsets = new Map<string, string>()
  const offsetOf = (local: string): string => {
    const name = offsets.get(local) ?? `o${locals.push(local) - 1}`
    offsets.set(local, name)
    return name
  }
  const zeroed = (those: readonly string[]) => those.map(local => `B[frame + ${offsetOf(local)}] = 0;`).join(' ')

  /** @param written whether effects were run on the way */
  const lead = (to: Then, event: number, written: boolean): string => {
    if (to.kind === 'choose') return choose(to.arms, event, written)
    const returns = to.kind === 'return'
    const notes = returns && asks.notes
    const wrote = written || notes
    const settle = returns ? 'settle(operation + 1);' : to.zero.length > 0 ? 'settle(0);' : ''
    const spends = returns && asks.spends ? 'spend();' : ''
    const control = returns ? '0' : `first + ${to.point}`
    return `${notes ? 'note(scope);' : ''} ${wrote ? 'flush();' : ''} ${settle} ${zeroed(to.zero)} ${spends} C[control] = ${control}; emit(${event}); ${wrote ? 'restored();' : ''} able = 1;`
  }
  const choose = (arms: readonly Arm[], event: number, written = false): string =>
    arms
      .map(arm => {
        const guard = arm.guard ? `if (passes(${refer(arm.guard)}(scope))) ` : ''
        const effects = arm.effects.map(effect => `${refer(effect)}(scope);`).join(' ')
        return `${guard}{ ${effects} fired[mark + ${arm.mark}] = 1; ${lead(arm.leads, event, written || arm.effects.length > 0)} }`
      })
      .join(' else ')
  const can = flat.points.map(({ events }) => {
    const guards = events.flatMap(({ arms }) =>
      arms.map(arm => (arm.guard ? `passes(${refer(arm.guard)}(scope))` : 'true')),
    )
    return `() => ${guards.join(' || ') || 'false'}`
  })
  const points = flat.points.map(({ events }) => {
    const text = events.map(({ arms }, event) => choose(firstUnguarded(arms), event))
    return `function (frame, control) { let able = 0;\n${text.join('\n')}\nreturn able }`
  })
  const text = `'use strict';
const { B, C, fired, settle, emit, flush, restored, trap, scope, functions, offsets, first, mark, operation, note, spend } = given;
function passes(answer) { return answer === true || (answer !== false && trap('a guard', 'returned ' + String(answer) + ', it returns true or false')) }
${functions.map((_, index) => `const f${index} = functions[${index}];`).join('\n')}
${locals.map((_, index) => `const o${index} = offsets[${index}];`).join('\n')}
return { points: [
${points.join(',\n')}
], can: [
${asks.turns ? can.join(',\n') : ''}
] };`
  return { text, functions, locals }
}

/** Candidates after one without a guard are never tried. */
const firstUnguarded = (arms: readonly Arm[]): readonly Arm[] => {
  const last = arms.findIndex(arm => arm.guard === undefined)
  return last < 0 ? arms : arms.slice(0, last + 1)
}
