import { describe, expect, it } from 'vitest'
import type { AnyStateNode } from 'xstate'
import { flatten } from '../../../checker/compile/flatten/flatten.ts'
import type { Meta } from '../../../checker/declare/machine.ts'
import { designs } from '../../../model/designs/index.ts'
import { operations } from '../../../model/operations/index.ts'
import { machinesFor } from '../../../model/operations/machines.ts'
import { scenarios } from '../../../model/scenarios/index.ts'

const known = operations.map(({ name }) => name)

describe.each(designs.map(design => [design.name, design] as const))('under %s', (_, design) => {
  const machines = Object.entries(machinesFor(design))

  it('every machine is one of the listed operations', () => {
    expect(machines.map(([name]) => name).filter(name => !known.includes(name))).toEqual([])
  })

  it('there is one machine of each operation, whatever the number of worlds', () => {
    const again = machinesFor(design)
    expect(machines.filter(([name, machine]) => again[name]!() !== machine())).toEqual([])
  })

  it('every control point names the C function that runs there', () => {
    const nameless = machines.flatMap(([name, machine]) =>
      flatten(name, machine()).points.flatMap(({ at, fn }) => (/^\w+$/.test(fn) ? [] : [`${name} at ${at}: "${fn}"`])),
    )
    expect(nameless).toEqual([])
  })

  it('every fragment says which it is', () => {
    const nameless = machines.flatMap(([name, machine]) =>
      statesOf(machine().root).flatMap(({ path, meta }) => {
        const { within, fn, locals = {} } = (meta ?? {}) as Meta
        const [first = ''] = Object.keys(locals)
        return first.includes('.') && (within ?? fn) === undefined ? [`${name} at ${path.join('.')}: ${first}`] : []
      }),
    )
    expect(nameless).toEqual([])
  })
})

const statesOf = (node: AnyStateNode): AnyStateNode[] => [
  node,
  ...Object.values(node.states as Record<string, AnyStateNode>).flatMap(statesOf),
]

describe('operations', () => {
  it.each(known)('%s is started by some scenario', name => {
    const starting = scenarios.filter(({ threads }) =>
      threads.some(({ calls, within }) =>
        [...calls, ...(within ? [within] : [])].some(call => call.operation === name),
      ),
    )
    expect(starting, 'let a thread of a scenario start it: model/scenarios/').not.toEqual([])
  })

  it('and none else is called', () => {
    const called = scenarios.flatMap(({ threads }) => threads.flatMap(({ calls }) => calls.map(call => call.operation)))
    expect(called.filter(operation => !known.includes(operation))).toEqual([])
  })
})
