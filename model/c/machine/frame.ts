/**
 * The locals of lowered code while another thread runs: small unsigned numbers by name, 0 where nobody will ask.
 */

import { type Cell, cell, InputError } from '../../../checker/declare.ts'
import { keptBy, liveness } from '../ir/flow.ts'
import type { Lowered } from '../ir/ir.ts'
import type { LocalValues } from '../ir/run.ts'

export type NamedValues = Record<string, number>

export interface MachineFrame {
  /** The locals that live across some control point, to be declared by the machine. */
  readonly declared: Readonly<Record<string, Cell>>
  /** The values that a thread has when the code is entered. */
  readonly load: (stop: number | 'entry', named: NamedValues) => LocalValues
  /** Keeps what the stop needs, and zeroes what was kept before, at the stop from which the step leads there. */
  readonly store: (from: number | 'entry', stop: number, locals: LocalValues, named: NamedValues) => void
}

/** Bytes of locals that a function may keep where other threads run: a multiple of what all others of a world take. */
const MOST = 1024

/** @throws InputError when a local has more values than a byte, or there are too many */
export function frameOf<S>(lowered: Lowered<S>, stops: readonly number[]): MachineFrame {
  const given = lowered.params.flatMap(({ local, pointee }) => (pointee === undefined ? [local] : [local, pointee]))
  const kept = keptBy(lowered)
  const { atExit } = liveness(lowered.blocks, kept)
  const needs = (stop: number): number[] => [...atExit[stop]!].sort((a, b) => a - b)
  const all = [...new Set([...given, ...kept, ...stops.flatMap(needs)])].sort((a, b) => a - b)
  if (all.length > MOST)
    throw new InputError(`it keeps ${all.length} bytes of locals where other threads run, a state has room for ${MOST}`)
  for (const local of all) {
    const { name, type } = lowered.locals[local]!
    if (type.modulus > 256)
      throw new InputError(`the local ${name} has ${type.modulus} values, a state keeps at most 256`)
  }
  const places = new Map<number | 'entry', number[]>([
    ['entry', given],
    ...stops.map(stop => [stop, needs(stop)] as const),
  ])
  const writes = new Map<number, readonly number[]>()
  /** All others are zero, and stay so. */
  const written = (from: number | 'entry', stop: number): readonly number[] => {
    const key = (from === 'entry' ? 0 : 1 + from) * lowered.blocks.length + stop
    const known = writes.get(key)
    if (known) return known
    const found = [...new Set([...places.get(from)!, ...places.get(stop)!])]
    writes.set(key, found)
    return found
  }
  const names = lowered.locals.map(local => local.name)
  const scratch: LocalValues = lowered.locals.map(() => 0)
  return {
    declared: Object.fromEntries(all.map(local => [names[local]!, cell(lowered.locals[local]!.type.modulus)])),
    load: (stop, named) => {
      scratch.fill(0)
      for (const local of places.get(stop)!) {
        const { modulus, signed } = lowered.locals[local]!.type
        const value = named[names[local]!]!
        scratch[local] = signed && value >= modulus / 2 ? value - modulus : value
      }
      return scratch
    },
    store: (from, stop, locals, named) => {
      const needed = atExit[stop]!
      for (const local of written(from, stop)) {
        const value = needed.has(local) ? locals[local]! : 0
        named[names[local]!] = value < 0 ? value + lowered.locals[local]!.type.modulus : value
      }
    },
  }
}
