/**
 * One side of a comparison: a program that is run with terms for values, up to its next event.
 */
import type { Facts } from './facts.ts'
import type { Event, Program, ProgramValue } from './program.ts'
import { apply, converted, type Term, truth } from './term.ts'

export type TermByLocal = ReadonlyMap<string, Term>

/** A place in a program: a block, and how many of its ops are done. */
export interface ProgramPoint {
  readonly block: number
  readonly op: number
}

/** What a program does next, and what is known on the way there. */
export interface Next {
  readonly facts: Facts
  readonly locals: TermByLocal
  readonly does:
    | { readonly kind: 'event'; readonly event: Event; readonly args: readonly Term[]; readonly at: ProgramPoint }
    | { readonly kind: 'return'; readonly value?: Term }
    | { readonly kind: 'stop' }
}

/** So many branches without an event are followed. */
const LONGEST = 400

/** All that a program may do next, as conditions come out. Nothing for one that goes on for too long. */
export function nextOf(
  program: Program,
  from: ProgramPoint,
  locals: TermByLocal,
  memory: Term,
  facts: Facts,
): Next[] | undefined {
  const found: Next[] = []
  const pending = [{ at: from, locals: new Map(locals), facts }]
  for (let fuel = LONGEST; pending.length > 0; fuel--) {
    if (fuel === 0) return undefined
    const { at, locals: now, facts: known } = pending.pop()!
    const { ops, exit } = program.blocks[at.block]!
    const end = { facts: known, locals: now }
    const valueIn = (value: ProgramValue) => evaluated(value, now, memory)
    let stopped = false
    for (let index = at.op; index < ops.length && !stopped; index++) {
      const op = ops[index]!
      if (op.kind === 'set') {
        const value = valueIn(op.value)
        now.set(op.local, op.type === undefined ? value : converted(value, op.type))
      } else {
        const args = op.args.map(valueIn)
        found.push({ ...end, does: { kind: 'event', event: op, args, at: { block: at.block, op: index } } })
        stopped = true
      }
    }
    if (stopped) continue
    if (exit.kind === 'jump') pending.push({ at: { block: exit.to, op: 0 }, locals: now, facts: known })
    else if (exit.kind === 'branch') {
      const on = truth(valueIn(exit.on))
      const decided = known.decides(on)
      for (const [holds, to] of [
        [false, exit.no],
        [true, exit.yes],
      ] as const)
        if (decided !== !holds)
          pending.push({
            at: { block: to, op: 0 },
            locals: new Map(now),
            facts: decided === undefined ? known.with(on, holds) : known,
          })
    } else
      found.push({
        ...end,
        does:
          exit.kind === 'stop' || !exit.value ? { kind: exit.kind } : { kind: 'return', value: valueIn(exit.value) },
      })
  }
  return found
}

function evaluated(value: ProgramValue, locals: TermByLocal, memory: Term): Term {
  switch (value.kind) {
    case 'local':
      return locals.get(value.local) ?? UNKNOWN
    case 'term':
      return value.term
    case 'converted':
      return converted(evaluated(value.value, locals, memory), value.type)
    case 'truth':
      return truth(evaluated(value.value, locals, memory))
    case 'apply':
    case 'read': {
      const args = value.args.map(one => evaluated(one, locals, memory))
      return apply(value.op, value.kind === 'read' ? [...args, memory] : args, value.type)
    }
  }
}

/** Of a variable that nobody has set. */
export const UNKNOWN: Term = { kind: 'constant', name: '?', key: '?' }
