/**
 * The text of a world's successor function: one function per control point, guards and effects called as closures.
 *
 * Every step is taken on the working vector; the sink that `emit` calls records it and puts the vector back.
 */

import type { Arm, Then } from './flatten/control.ts'
import { takingTurns } from './turns.ts'
import { localsText, rowsText, sharedText, type Variant } from './view.ts'
import type { World } from './world.ts'

/** Functions a text refers to by index: guards, effects. */
export interface Parts {
  readonly text: string
  readonly functions: readonly unknown[]
}

export function generate(world: World, variant: Exclude<Variant, 'recorded'>): Parts {
  const { flats, placement, starts, system, words } = world
  const functions: unknown[] = []
  const names = new Map<unknown, string>()
  const refer = (part: unknown): string => {
    const known = names.get(part)
    if (known) return known
    const name = `f${functions.length}`
    functions.push(part)
    names.set(part, name)
    return name
  }
  const offsets = new Map(placement.locals.map(({ name, offset }) => [name, offset]))
  const zeroed = (locals: readonly string[]) =>
    [...new Set(locals.map(name => offsets.get(name)!))].map(offset => `B[frame + ${offset}] = 0;`).join(' ')

  const spentBy = (operation: string): string => {
    const spent = system.spent?.[operation] ?? []
    const fields = placement.fields.filter(({ name }) => spent.includes(name))
    return fields.map(({ offset, length }) => `B.fill(0, ${offset}, ${offset + length});`).join(' ')
  }

  const points: string[] = []
  /** By point: whether the thread there can step. */
  const can: string[] = []
  let firstPoint = 1
  let firstMark = 0
  flats.forEach((flat, operation) => {
    /** @param written whether effects were run on the way */
    const lead = (to: Then, event: number, written: boolean): string => {
      if (to.kind === 'choose') return choose(to.arms, event, written)
      const settle = to.kind === 'return' ? `settle(${operation + 1});` : to.zero.length > 0 ? 'settle(0);' : ''
      const note = to.kind === 'return' ? system.notes?.[flat.operation] : undefined
      const wrote = written || note !== undefined
      const control = to.kind === 'return' ? 0 : firstPoint + to.point
      const spent = to.kind === 'return' ? spentBy(flat.operation) : ''
      return `${note ? `${refer(note)}(scope);` : ''} ${wrote ? 'flush();' : ''} ${settle} ${zeroed(to.zero)} ${spent} C[control] = ${control}; emit(${event}); ${wrote ? 'restored();' : ''} able = 1;`
    }
    const choose = (arms: readonly Arm[], event: number, written = false): string =>
      arms
        .map(arm => {
          const guard = arm.guard ? `if (passes(${refer(arm.guard)}(scope))) ` : ''
          const effects = arm.effects.map(effect => `${refer(effect)}(scope);`).join(' ')
          return `${guard}{ ${effects} fired[${firstMark + arm.mark}] = 1; ${lead(arm.leads, event, written || arm.effects.length > 0)} }`
        })
        .join(' else ')
    flat.points.forEach((point, index) => {
      const events = point.events.map(({ arms }, event) => choose(firstUnguarded(arms), event))
      const guards = point.events.map(({ arms }) =>
        arms.map(arm => (arm.guard ? `passes(${refer(arm.guard)}(scope))` : 'true')),
      )
      can.push(guards.flat().join(' || ') || 'false')
      points.push(`function point${firstPoint + index}() { let able = 0;\n${events.join('\n')}\nreturn able }`)
    })
    firstPoint += flat.points.length
    firstMark += flat.transitions.length
  })

  const firstPoints = flats.map(
    (_, index) => 1 + flats.slice(0, index).reduce((sum, flat) => sum + flat.points.length, 0),
  )
  const idle = starts.map((list, thread) => {
    const { control, budgets, frame } = placement.threads[thread]!
    const body = list.map(({ operation, call, args }, event) => {
      const budget = budgets[call]
      const sets = Object.entries(args).map(([name, value]) => `B[${frame + offsets.get(name)!}] = ${value};`)
      const take = `C[${control / 2}] = ${firstPoints[operation]! + flats[operation]!.initial}; ${sets.join(' ')} emit(${event});`
      return budget === undefined ? `{ ${take} }` : `if (B[${budget}] !== 0) { B[${budget}]--; ${take} }`
    })
    return `function idle${thread}() {\n${body.join('\n')}\n}`
  })

  const turns = placement.threads.map(
    ({ control, frame }, thread) =>
      `frame = ${frame}; control = ${control / 2}; scope.self = ${thread};
point = C[control]; if (point === 0) idle${thread}(); else { busy = 1; able |= points[point](); }`,
  )
  const taking = world.turn && takingTurns(world, world.turn, can)
  const alone = `function takeOf(thread) {
let busy = 0, able = 0, point = 0;
switch (thread) {
${turns.map((turn, thread) => `case ${thread}: ${turn} break;`).join('\n')}
}
return able === 1;
}
function alone(thread) { try { return takeOf(thread) } catch (error) { throw located(error) } }`
  const frames = placement.threads.map(({ frame }) => frame)
  const text = `'use strict';
const { B, C, fired, settle, trap, located, fields, rowOf, functions } = runtime;
${taking?.emit ?? 'const { emit } = runtime;'}
let frame = ${placement.nowhere}, control = 0;
function passes(answer) { return answer === true || (answer !== false && trap('a guard', 'returned ' + String(answer) + ', it returns true or false')) }
${variant === 'watched' ? 'const { reads, writes, facets, ASK, watchedRow } = runtime;' : ''}
${rowsText(variant)}
${sharedText(placement, variant)}
${localsText(placement)}
const scope = { ${JSON.stringify(words.shared)}: new Shared(), ${JSON.stringify(words.locals)}: new Locals(), self: 0 };
${functions.map((_, index) => `const f${index} = functions[${index}];`).join('\n')}
${points.join('\n')}
const points = [undefined, ${points.map((_, index) => `point${index + 1}`).join(', ')}];
${idle.join('\n')}
function takeAll() {
let busy = 0, able = 0, point = 0;
${taking?.ask ?? ''}
${(taking ? turns.map(taking.ifItMay) : turns).join('\n')}
return busy === 0 ? 0 : able === 0 ? 2 : 1;
}
function expand() { try { return takeAll() } catch (error) { throw located(error) } }
const frames = ${JSON.stringify(frames)};
function enter(thread) { frame = frames[thread]; scope.self = thread }
function leave() { frame = ${placement.nowhere}; scope.self = 0 }
${variant === 'watched' ? alone : 'const alone = undefined;'}
return { scope, rows, renew, renewWord, expand, alone, enter, leave };`
  return { text, functions }
}

/** Candidates after one without a guard are never tried. */
const firstUnguarded = (arms: readonly Arm[]): readonly Arm[] => {
  const last = arms.findIndex(arm => arm.guard === undefined)
  return last < 0 ? arms : arms.slice(0, last + 1)
}
