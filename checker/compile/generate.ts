/**
 * The text of a world's successor function, which calls the steps of its operations.
 *
 * Every step is taken on the working vector; the sink that `emit` calls records it and puts the vector back.
 */

import { type FlatCode, flatCodeOf } from './flat-code.ts'
import { takingTurns } from './turns.ts'
import { localsText, quote, sharedText, type Variant } from './view.ts'
import type { World } from './world.ts'

/** The text of a world, and by operation the code of its steps. */
export interface Generated {
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
  }
}

/** @param own whether views have code of their own; those of all worlds are given otherwise */
export function generate(world: World, variant: Variant, own = true): Generated {
  const { flats, placement, starts, system, words } = world
  const offsets = new Map(placement.locals.map(({ name, offset }) => [name, offset]))

  const spentBy = (operation: string): string => {
    const spent = system.spent?.[operation] ?? []
    const fields = placement.fields.filter(({ name }) => spent.includes(name))
    return fields.map(({ offset, length }) => `B.fill(0, ${offset}, ${offset + length});`).join(' ')
  }
  const spends = flats.map(({ operation }) => spentBy(operation))

  const steps: Steps[] = []
  let first = 1
  let mark = 0
  flats.forEach((flat, operation) => {
    const note = system.notes?.[flat.operation]
    const asks = { notes: note !== undefined, spends: spends[operation] !== '', turns: world.turn !== undefined }
    const code = flatCodeOf(flat, asks)
    steps.push({ code, place: { operation, first, mark, offsets: code.locals.map(name => offsets.get(name)!), note } })
    first += flat.points.length
    mark += flat.transitions.length
  })
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

  const showing = (frame: number | string) => (own ? `frame = ${frame};` : `frame[0] = ${frame};`)
  const turns = placement.threads.map(
    ({ control, frame }, thread) =>
      `${showing(frame)} scope.self = ${thread};
point = C[${control / 2}]; if (point === 0) idle${thread}(); else { busy = 1; able |= points[point](${frame}, ${control / 2}); }`,
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
const { rows, renew, renewWord, flush, restored, outside } = copies;
${taking?.emit ?? 'const { emit } = runtime;'}
${own ? `let frame = ${placement.nowhere};` : 'const { frame } = runtime;'}
${variant === 'watched' ? 'const { reads, writes, facets, ASK, watchedRow } = runtime;\nconst watched = rows.map(row => watchedRow(row, reads, writes, facets));' : ''}
${own ? `${sharedText(placement, variant)}\n${localsText(placement)}` : ''}
const scope = { ${quote(words.shared)}: ${own ? 'new Shared()' : 'runtime.shared'}, ${quote(words.locals)}: ${own ? 'new Locals()' : 'runtime.locals'}, self: 0 };
const spends = [${spends.map(text => `() => { ${text} }`).join(', ')}];
const made = steps.map(({ make, code, place }, at) => make({ ...place, functions: code.functions, B, C, fired, settle, emit, flush, restored, trap, scope, spend: spends[at] }));
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
function enter(thread) { ${showing('frames[thread]')} scope.self = thread }
function leave() { ${showing(placement.nowhere)} scope.self = 0 }
${variant === 'watched' ? alone : 'const alone = undefined;'}
return { scope, rows, renew, renewWord, expand, alone, enter, leave };`
  return { text, steps }
}
