/**
 * Operations are xstate machines whose guards and effects are plain functions of a scope.
 *
 * The plain functions stay reachable behind xstate's own (`implementation.plain`), so that one machine object serves
 * `transition()`, the drawings and the compiler.
 */
import { assign, type EventObject, setup } from 'xstate'
import type { Effect, Guard, Machine, Meta } from './declare/machine.ts'

type Names<T> = { [N in keyof T & string]: undefined }

/**
 * Starts an operation of scope `S` with events `Event`: `operation<S, Event>()({ guards, effects }).createMachine(…)`.
 *
 * The root state of the config declares the operation's arguments and locals in `meta.locals`.
 */
export function operation<S, Event extends { type: string }>() {
  return <
    const G extends Readonly<Record<string, Guard<S>>>,
    const E extends Readonly<Record<string, Effect<S>>>,
  >(parts: {
    guards: G
    effects: E
  }) => {
    const guards = mapValues(parts.guards, wrapGuard)
    const actions = mapValues(parts.effects, wrapEffect)
    return setup<S & object, Event, {}, {}, Names<E>, Names<G>, never, string, S, {}, EventObject, Meta>({
      guards: guards as never,
      actions: actions as never,
    })
  }
}

/** The machine with some of its guards and effects replaced. */
export const replaceParts = <S>(
  machine: Machine,
  parts: { readonly guards: Readonly<Record<string, Guard<S>>>; readonly effects: Readonly<Record<string, Effect<S>>> },
): Machine =>
  machine.provide({
    guards: mapValues(parts.guards, wrapGuard) as never,
    actions: mapValues(parts.effects, wrapEffect) as never,
  })

const wrapGuard = <S>(guard: Guard<S>) =>
  Object.assign(({ context }: { context: S }) => guard(context), { plain: guard })

const wrapEffect = <S>(effect: Effect<S>) =>
  Object.assign(
    assign(({ context }: { context: S }) => {
      const next = structuredClone(context)
      effect(next)
      return next as never
    }),
    { plain: effect },
  )

const mapValues = <T, R>(from: Readonly<Record<string, T>>, to: (value: T) => R) =>
  Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(value)]))
