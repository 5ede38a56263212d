/**
 * Which C functions a design's machines stand for, and which of them code can be put in the place of.
 */
import type { Machine } from '../checker/machine.ts'
import { seams } from '../model/c/binding/seams.ts'
import { runs } from '../model/c/substitute.ts'
import type { AnyDesign } from '../model/designs/design.ts'
import { machinesFor } from '../model/operations/machines.ts'

export interface Modelled {
  /** C functions that states are named after. */
  readonly functions: ReadonlySet<string>
  /** By operation: C functions that can be replaced in it, outer ones first. */
  readonly replaceable: ReadonlyMap<string, readonly string[]>
}

export function modelledBy(design: AnyDesign): Modelled {
  const machines = Object.entries(machinesFor(design)).map(([name, make]) => [name, make()] as const)
  return {
    functions: new Set(machines.flatMap(([, machine]) => functionsOf(machine))),
    replaceable: new Map(
      machines.map(([name, machine]) => [name, seams.filter(seam => runs(machine, seam)).map(({ fn }) => fn)]),
    ),
  }
}

interface Node {
  readonly meta?: { readonly fn?: string }
  readonly states?: Readonly<Record<string, Node>>
}

function functionsOf(machine: Machine): string[] {
  const visit = ({ meta, states = {} }: Node): string[] => [
    ...(meta?.fn === undefined ? [] : [meta.fn]),
    ...Object.values(states).flatMap(visit),
  ]
  return visit(machine.config as Node)
}
