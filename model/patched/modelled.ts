/**
 * Which C functions a design's machines stand for, and which of them code can be put in the place of.
 */
import type { Machine } from '../../checker/declare.ts'
import { fragmentFunctions } from '../anchors/fragments.ts'
import { madeOnce } from '../c/ir/made-once.ts'
import { runs } from '../c/machine/substitute.ts'
import type { KernelSeam } from '../code/seam.ts'
import { seamsOf } from '../code/seams.ts'
import type { NamedDesign } from '../designs/design.ts'
import { machinesFor } from '../operations/machines.ts'

export interface Modelled {
  /** C functions that states are named after. */
  readonly functions: ReadonlySet<string>
  /** By operation: C functions that can be replaced in it, outer ones first. */
  readonly replaceable: ReadonlyMap<string, readonly string[]>
  /** By C function: the control points where it runs, and those where what it calls runs. */
  readonly points: ReadonlyMap<string, readonly ControlPoint[]>
}

/** A place of an operation where other threads may run. */
export interface ControlPoint {
  readonly operation: string
  /** The dotted path of the state. */
  readonly at: string
}

/** Building all machines of a design takes longer than anything that is asked of them here. */
const known = new WeakMap<NamedDesign, Map<string, Modelled>>()

/** @param seams with the names that some code has for the functions; as known code names them unless said */
export function modelledBy(design: NamedDesign, seams: readonly KernelSeam[] = seamsOf(design)): Modelled {
  const names = seams.map(({ fn }) => fn).join(' ')
  const ofDesign = known.get(design) ?? new Map<string, Modelled>()
  const modelled = ofDesign.get(names) ?? modelledAnew(design, seams)
  known.set(design, ofDesign.set(names, modelled))
  return modelled
}

/** Each part once it is asked for: of most designs that is one of them. */
function modelledAnew(design: NamedDesign, seams: readonly KernelSeam[]): Modelled {
  const machines = Object.entries(machinesFor(design)).map(([name, make]) => [name, make()] as const)
  let functions: Modelled['functions'] | undefined
  let points: Modelled['points'] | undefined
  let replaceable: Modelled['replaceable'] | undefined
  return {
    get functions() {
      functions ??= new Set(machines.flatMap(([, machine]) => functionsOf(machine)))
      return functions
    },
    get points() {
      points ??= pointsByFunction(machines)
      return points
    },
    get replaceable() {
      replaceable ??= new Map(
        machines.map(([name, machine]) => [name, seams.filter(seam => runs(machine, seam)).map(({ fn }) => fn)]),
      )
      return replaceable
    },
  }
}

interface StateConfig {
  readonly type?: string
  readonly meta?: { readonly fn?: string; readonly within?: string }
  readonly states?: Readonly<Record<string, StateConfig>>
}

function functionsOf(machine: Machine): string[] {
  const visit = ({ meta, states = {} }: StateConfig): string[] => [
    ...(meta?.fn === undefined ? [] : [meta.fn]),
    ...Object.values(states).flatMap(visit),
  ]
  return visit(machine.config as StateConfig)
}

function pointsByFunction(machines: readonly (readonly [string, Machine])[]): Map<string, ControlPoint[]> {
  const found = new Map<string, ControlPoint[]>()
  const visit = (
    operation: string,
    { type, meta, states }: StateConfig,
    path: readonly string[],
    within: string[],
  ): void => {
    const own = [...(meta?.fn === undefined ? [] : [meta.fn]), ...(fragmentFunctions[meta?.within ?? ''] ?? [])]
    if (states === undefined && type !== 'final')
      for (const fn of new Set([...own, ...within]))
        madeOnce(found, fn, () => []).push({ operation, at: path.join('.') })
    for (const [name, state] of Object.entries(states ?? {}))
      visit(operation, state, [...path, name], own.length > 0 ? own : within)
  }
  for (const [operation, machine] of machines) visit(operation, machine.config as StateConfig, [], [])
  return found
}
