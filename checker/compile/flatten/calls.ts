/**
 * The calls that an idle thread may start, flattened to one start per tuple of arguments, in document order.
 */

import { InputError } from '../../declare/errors.ts'
import type { AnySystem, Thread } from '../../declare/system.ts'
import type { Flat } from './control.ts'

export interface Start {
  /** Index into the flattened operations. */
  readonly operation: number
  /** Index into the thread's calls. */
  readonly call: number
  readonly args: Readonly<Record<string, number>>
}

/** @throws InputError when a call names an unknown argument, or one outside its domain */
export function startsOf(thread: Thread, flats: readonly Flat[]): readonly Start[] {
  return thread.calls.flatMap(({ operation, args, times }, call) => {
    if (times !== 'any' && !(Number.isInteger(times) && times >= 0 && times <= 255))
      throw new InputError(`thread "${thread.name}" may call "${operation}" ${times} times: say 0 to 255, or 'any'`)
    const index = flats.findIndex(flat => flat.operation === operation)
    const flat = flats[index]!
    return (args ?? [{}]).map(tuple => {
      checkArguments(thread, flat, tuple)
      return { operation: index, call, args: tuple }
    })
  })
}

/** @throws InputError when an argument is unknown or outside its domain */
export function checkArguments(thread: Thread, flat: Flat, tuple: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(tuple)) {
    const where = `thread "${thread.name}" calls "${flat.operation}" with ${name} = ${value}`
    if (!flat.arguments.includes(name))
      throw new InputError(
        `${where}: it takes ${flat.arguments.join(', ') || 'no arguments'}; declare it in the root's meta.locals`,
      )
    const { domain } = flat.locals[name]!
    if (!Number.isInteger(value) || value < 0 || value >= domain)
      throw new InputError(`${where}: it may be 0 to ${domain - 1}`)
  }
}

/** The operations that some thread may run, in the order of the system's record. */
export function operationsOf(system: AnySystem): readonly string[] {
  for (const thread of system.threads) {
    for (const { operation } of [...thread.calls, ...(thread.within ? [thread.within] : [])]) {
      if (!Object.hasOwn(system.operations, operation))
        throw new InputError(
          `thread "${thread.name}" calls "${operation}", which this world has not: it has ${Object.keys(system.operations).join(', ')}`,
        )
    }
  }
  const named = new Set(
    system.threads.flatMap(({ calls, within }) => [
      ...calls.map(call => call.operation),
      ...(within ? [within.operation] : []),
    ]),
  )
  return Object.keys(system.operations).filter(name => named.has(name))
}
