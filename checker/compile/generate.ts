/**
 * The text of a world's successor function, which calls the steps of its operations.
 *
 * Every step is taken on the working vector; the sink that `emit` calls records it and puts the vector back.
 */

import { type FlatCode, flatCodeOf } from './flat-code.ts'
import { takingTurns } from './turns.ts'
import { localsText, sharedText, type Variant } from './vector/view.ts'
import type { World } from './world.ts'

/** The text of a world, and by operation the code of its steps. */
interface Generated {
  readonly text: string
  readonly steps: readonly Steps[]
}

export interface Steps {
  readonly code: FlatCode
  /** Where the operation is in this world: what its code is given. */
  readonly place: {
    readonly operation: number
    /** Control value of its first point, and index of its first transition. */
    readonly first: number
    readonly mark: number
    /** Of the locals that the code names. */
    readonly offsets: readonly number[]
    readonly note: unknown
    readonly spendsIf: unknown
  }
}

export function generate(world: World, variant: Variant): Generated {
  const { flats, placement, starts, words } = world
  const steps = stepsOf(world)
  const offsets = offsetsIn(world)
  const spends = flats.map(({ operation }) =>
    spentBy(world, operation)
      .map(
        ({ offset, length, each }) =>
          `B.fill(0, ${offset} + scope.self * ${each}, ${offset + length} + scope.self * ${each});`,
      )
      .join(' '),
  )
  const idle = starts.map((list, thread) => {
    const { control, budgets, frame } = placement.threads[thread]!
    const body = list.map(({ operation, call, args }, event) => {
      const budget = budgets[call]
      const sets = Object.entries(args).map(([name, value]) => `B[${frame + offsets.get(name)!}] = ${value};`)
      const take = `C[${control / 2}] = ${steps[operation]!.place.first + flats[operation]!.initial}; ${sets.join(' ')} emit(${event});`
      return budget === undefined ? `{ ${take} }` : `if (B[${budget}] !== 0) { B[${budget}]--; ${take} }`
    })
    return `function idle${thread}() {\n${body.join('\n')}\n}`
  })

  const turns = placement.threads.map(
    ({ control, frame }, thread) =>
      `frame = ${frame}; control = ${control / 2}; scope.self = ${thread};
point = C[control]; if (point === 0) idle${thread}(); else { busy = 1; able |= points[point](frame, control); }`,
  )
  const taking = world.turn && takingTurns(world, world.turn)
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
const { B, C, fired, settle, trap, located, copies, steps } = runtime;
const { rows, touched, renew, renewWord, flush, restored, outside } = copies;
${taking?.emit ?? 'const { emit } = runtime;'}
let frame = ${placement.nowhere}, control = 0;
${variant === 'watched' ? 'const { reads, writes, facets, ASK, watchedRow } = runtime;\nconst watched = rows.map(row => watchedRow(row, reads, writes, facets));' : ''}
${sharedText(placement, variant)}
${localsText(placement)}
const scope = { ${JSON.stringify(words.shared)}: new Shared(), ${JSON.stringify(words.locals)}: new Locals(), self: 0 };
const spends = [${spends.map(text => `() => { ${text} }`).join(', ')}];
const made = steps.map(({ make, code, place }, at) => make({ ...place, functions: code.functions, B, C, fired, settle, emit, flush, restored, trap, scope, spend: place.spendsIf ? () => { if (place.spendsIf(scope)) spends[at](); } : spends[at] }));
const points = [undefined, ...made.flatMap(({ points }) => points)];
${taking?.can ?? ''}
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
  return { text, steps }
}

/** By operation the code of its steps, and where it is in the world. */
export function stepsOf(world: World): Steps[] {
  const { flats, system } = world
  const offsets = offsetsIn(world)
  let first = 1
  let mark = 0
  return flats.map((flat, operation) => {
    const note = system.notes?.[flat.operation]
    const spendsIf = system.spendsIf?.[flat.operation]
    const spends = spentBy(world, flat.operation).length > 0
    const code = flatCodeOf(flat, { notes: note !== undefined, spends, turns: world.turn !== undefined })
    const place = { operation, first, mark, offsets: code.locals.map(name => offsets.get(name)!), note, spendsIf }
    first += flat.points.length
    mark += flat.transitions.length
    return { code, place }
  })
}

/** By local, where it is in the frame of a thread. */
export const offsetsIn = ({ placement }: World): ReadonlyMap<string, number> =>
  new Map(placement.locals.map(({ name, offset }) => [name, offset]))

/** Bytes that are spent when a call returns: those of thread 0, and how much further those of the next thread lie. */
interface Spent {
  readonly offset: number
  readonly length: number
  readonly each: number
}

/** What is spent when a call of the operation returns: of entries that belong to threads, those of the one that returns. */
export const spentBy = ({ system, placement }: World, operation: string): readonly Spent[] => {
  const spent = system.spent?.[operation] ?? []
  const fields = placement.fields.filter(({ name }) => spent.includes(name))
  return fields.map(({ offset, length, threads }) => {
    const each = threads?.as === 'entries' && length > 0 ? threads.each : 0
    return { offset, length: each > 0 ? each : length, each }
  })
}
