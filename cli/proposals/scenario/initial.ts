/**
 * Initial states that somebody writes: what is wrong with one is told by its number.
 */
import { InputError } from '../../../checker/declare.ts'
import type { Kernel } from '../../../model/kernel/state/state.ts'
import { hint } from '../../names/nearest.ts'

type Initial = (kernel: Kernel) => void

/** @param where the scenario, as messages begin @param at which of its initial states, from 0 */
export const namedInitial =
  (where: string, set: Initial, at: number): Initial =>
  kernel => {
    const says = `${where}: initial state ${at}`
    try {
      set(knownFields(kernel, says))
    } catch (error) {
      if (error instanceof InputError) throw error
      throw new InputError(`${says} throws: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

/** The same state: a field that it has not is refused by its name. */
function knownFields(kernel: Kernel, says: string): Kernel {
  const refuseUnknown = (name: string | symbol) => {
    if (typeof name === 'symbol' || name in kernel) return
    throw new InputError(
      `${says}: the kernel has no field "${name}"${hint(name, fieldsOf(kernel))}\nthe fields are those of Kernel, model/kernel/state/state.ts`,
    )
  }
  return new Proxy(kernel, {
    get: (target, name) => {
      refuseUnknown(name)
      return Reflect.get(target, name)
    },
    set: (target, name, value) => {
      refuseUnknown(name)
      return Reflect.set(target, name, value)
    },
  })
}

/** Rows are properties of a view, numbers are accessors of its class. */
const fieldsOf = (kernel: Kernel): string[] =>
  [kernel, Object.getPrototypeOf(kernel)]
    .flatMap(Object.getOwnPropertyNames)
    .filter(name => !(name in Object.prototype))
