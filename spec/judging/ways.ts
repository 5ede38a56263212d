/**
 * In which ways promises are broken: what is said of each page or frame, and of which call.
 *
 * A way names no local, no control point and nothing of the state around it, so that the same code in another function,
 * or in other steps, breaks a promise in the same ways. It is finer than that the promise is broken: another page, another
 * call, or a success where there was a failure is another way, and so is the same after fewer injected failures.
 *
 * Left out: whether the call that raises a signal is going to succeed; waiting for ever, which has no ways.
 */
import { OK } from '../../model/kernel/state/values.ts'
import type { Contract, Invariant, Never, Promised, Seen } from '../promise.ts'
import { countOf, type JudgedProperty } from './properties.ts'
import type { Started } from './started.ts'

/**
 * By promise, then by way, how many injected failures were left, at most, where the promise was so broken. A way is text
 * to be compared.
 */
export type Ways = Readonly<Record<string, Readonly<Record<string, number>>>>

/**
 * Asked of every way that is met; the first of which it is true breaks the property.
 *
 * @param left failures to be injected  @param says what the promise says of it  @param seen what there is where it is met
 */
export type Asks = (way: string, left: number, says: string, seen: Seen) => boolean

/** @returns properties that judge the ways in which a promise is broken, each with a name of its own; often none or one */
export function waysOf(promise: Promised, started: readonly Started[], asks: Asks): JudgedProperty[] {
  const { name, ghosts } = promise
  const beside = ghosts ? { ghosts } : {}
  switch (promise.kind) {
    case 'invariant':
      return [
        { kind: 'state', name: `ways of ${name}`, holds: promise.holds.when, ...checkOf(promise, asks), ...beside },
      ]
    case 'never':
      return started.map(one => ({
        kind: 'signal',
        name: `ways of ${name} by ${one.operation}`,
        of: [one.operation],
        signal: promise.signal,
        ...signalOf(promise, one, asks),
        ...beside,
      }))
    case 'contract':
      return started
        .filter(({ operation }) => promise.of.includes(operation))
        .map(one => ({
          kind: 'return',
          name: `ways of ${name} by ${one.operation}`,
          of: [one.operation],
          ...checkOf(promise, asks, seen => `${callOf(seen, one)} ${endOf(seen, one)} `),
          ...beside,
        }))
    case 'stuck':
    case 'progress':
      return []
  }
}

function checkOf(promise: Invariant | Contract, asks: Asks, by: (seen: Seen) => string = () => '') {
  return {
    check: (seen: Seen): number => {
      const count = countOf(promise.each, seen)
      for (let index = 0; index < count; index++) {
        if (!promise.broken(seen, index)) continue
        const says = promise.says(index, seen)
        if (asks(by(seen) + says, seen.kernel.failuresLeft, says, seen)) return 1 + index
      }
      return 0
    },
    says: (seen: Seen, witness: number): string => promise.says(witness - 1, seen),
  }
}

const signalOf = ({ signal, says }: Never, started: Started, asks: Asks) => ({
  check: (seen: Seen): number => {
    const value = seen.kernel[signal] as number
    if (value === 0) return 0
    const told = says(value - 1)
    return asks(`${callOf(seen, started)} ${told}`, seen.kernel.failuresLeft, told, seen) ? value : 0
  },
  says: (_: Seen, witness: number): string => says(witness - 1),
})

const callOf = ({ call }: Seen, { operation, args }: Started): string => `${operation} ${args.map(name => call[name])}`

/** Which error a call returns is no way of its own: that it fails is. */
const endOf = ({ call }: Seen, { locals }: Started): string =>
  locals.includes('result') && call.result !== OK ? 'fails' : 'succeeds'
