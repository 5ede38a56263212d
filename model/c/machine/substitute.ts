/**
 * Puts an extracted C function in the place of the hand-written fragment of the same function.
 *
 * Fragments are cut along C functions, and a machine names them by their locals: wherever the state that declares a
 * fragment's locals stands, the extracted one takes its arguments from them and leaves its result there, so that what is
 * around notices nothing.
 */

import type { Effect, Guard, Machine } from '../../../checker/declare.ts'
import { InputError } from '../../../checker/declare.ts'
import { operation } from '../../../checker/operation.ts'
import type { Binding } from '../ir/binding.ts'
import type { Lowered, Site } from '../ir/ir.ts'
import { wrapped } from '../ir/types.ts'
import { argumentsFor, handedOver } from './arguments.ts'
import { fragmentOf, type State } from './fragment.ts'
import { withJoined } from './joined.ts'
import type { Calling, Seam } from './seam.ts'

export interface Substituted {
  readonly machine: Machine
  /** Where in the C a control point of the machine stands, by its dotted path; nothing for one written by hand. */
  readonly placeOf: (at: string) => Site | undefined
  /** By mark of the lowered function, what is known of steps that came to it: see `codeOf`. */
  readonly came: Uint8Array
  /** From here on, no step of the function has been taken. */
  readonly forget: () => void
}

/**
 * @throws InputError when the machine has no such fragment, the model does not hand a parameter over, or the function's
 * locals do not fit a state
 */
export function substituted<S extends Calling>(
  machine: Machine,
  seam: Seam<S>,
  whole: Lowered<S>,
  binding: Binding<S>,
): Substituted {
  const lowered = withJoined(whole, seam.joins)
  const given = argumentsFor(seam, lowered)
  const called = new Map([...handedOver(seam, lowered)].map(([param, name]) => [name, param]))
  const { locals } = lowered
  const enter = (scope: S) => {
    for (const [local, ask] of given) scope.call[local] = ask(scope)
  }
  const fragment = fragmentOf(lowered, binding, scope => scope.call, enter)
  const heldIn = ({ call }: S, local: number) => wrapped(locals[local]!.type, call[locals[local]!.name]!)
  const behind = (scope: S) => (name: string) => {
    const pointee = called.get(name)?.pointee
    return pointee === undefined ? undefined : heldIn(scope, pointee)
  }
  const leave = `${lowered.name}.leave`
  const fails = `${lowered.name}.fails`
  const result = (scope: S) => (lowered.result === undefined ? 0 : heldIn(scope, lowered.result))
  const { instead } = seam.at.between ?? {}
  const effects = {
    ...plain<Effect<S>>(machine.implementations.actions),
    ...withMore(seam, fragment.effects),
    [leave]: (scope: S) => seam.leave(scope, result(scope), behind(scope)),
  }
  const guards = {
    ...plain<Guard<S>>(machine.implementations.guards),
    ...fragment.guards,
    ...(instead && { [fails]: (scope: S) => instead.when(result(scope)) }),
  }
  if (!runs(machine, seam)) throw new InputError(`the operation "${machine.id}" does not run ${lowered.name}()`)
  const put = (state: State, around: readonly string[]): State => {
    const { between } = seam.at
    const own = [...around, ...localsOf(state)]
    const config = withNotes(without(fragment.config, own), seam.notes)
    if (!between) return inPlaceOf(state, config, leave)
    const onward = { actions: leave, target: between.to }
    const onDone = instead ? [{ guard: fails, actions: leave, target: instead.to }, onward] : onward
    return spliced(state, between.from, { ...config, onDone })
  }
  const config = replaced(machine.config as State, state => holds(machine, state, seam), put)
  const made = operation<S, { type: string }>()({ guards, effects }).createMachine(config as never)
  return {
    machine: made as unknown as Machine,
    came: fragment.came,
    forget: fragment.forget,
    placeOf: at =>
      at.split('.').reduceRight<Site | undefined>((found, name) => found ?? fragment.places[name], undefined),
  }
}

type SeamPlace = Pick<Seam<never>, 'fn' | 'at'>

/** Whether the machine has the hand-written states of the seam's function. */
export function runs(machine: Machine, seam: SeamPlace): boolean {
  const found = (state: State): boolean => holds(machine, state, seam) || Object.values(state.states ?? {}).some(found)
  return found(machine.config as State)
}

/** Whether the hand-written states stand in this one. */
function holds(machine: Machine, state: State, { fn, at }: SeamPlace): boolean {
  const here =
    'machine' in at.in
      ? machine.id === at.in.machine && state === machine.config
      : localsOf(state).includes(at.in.local) &&
        machine.id !== at.in.except &&
        !(standsForOther(state, fn) && !at.between)
  return here && (!at.between || (reachedIn(state).has(at.between.from) && at.between.to in (state.states ?? {})))
}

/** Extracted code called the fragment as something else, which happens to be written as the function is. */
const standsForOther = ({ meta }: State, fn: string): boolean => {
  const { callee } = (meta ?? {}) as { callee?: string }
  return callee !== undefined && callee !== fn
}

const localsIn = ({ meta }: State): object => (meta as { locals?: object } | undefined)?.locals ?? {}

const localsOf = (state: State): string[] => Object.keys(localsIn(state))

/** The machine with every state that holds the function changed. Locals live around a state are told. */
function replaced(
  state: State,
  isHeld: (state: State) => boolean,
  put: (state: State, around: readonly string[]) => State,
  around: readonly string[] = [],
): State {
  if (isHeld(state)) return put(state, around)
  const before = Object.entries(state.states ?? {})
  const live = [...around, ...localsOf(state)]
  const after = before.map(([name, one]): [string, State] => [name, replaced(one, isHeld, put, live)])
  return after.some(([, one], index) => one !== before[index]![1])
    ? { ...state, states: Object.fromEntries(after) }
    : state
}

/** What the extracted code calls may have locals that are live around it already. */
function without(state: State, names: readonly string[]): State {
  const { locals, ...meta } = (state.meta ?? {}) as { locals?: Record<string, unknown> }
  const kept = Object.entries(locals ?? {}).filter(([name]) => !names.includes(name))
  const states = Object.entries(state.states ?? {}).map(([name, one]) => [name, without(one, names)])
  return {
    ...state,
    ...(state.meta && { meta: { ...meta, ...(kept.length > 0 && { locals: Object.fromEntries(kept) }) } }),
    ...(state.states && { states: Object.fromEntries(states) }),
  }
}

const withNotes = (state: State, notes: Seam<never>['notes']): State =>
  notes ? { ...state, meta: { ...state.meta, locals: { ...localsIn(state), ...notes } } } : state

/** The state of the fragment: its locals and what follows it stay, what it does is the extracted function. */
function inPlaceOf(state: State, config: State, leave: string): State {
  return {
    ...(state.meta && { meta: state.meta }),
    initial: 'extracted',
    states: { extracted: { ...config, onDone: { actions: leave, target: 'left' } }, left: { type: 'final' } },
    ...(state.onDone && { onDone: state.onDone }),
  }
}

/** The state with one of its states, and those only it leads to, replaced. */
function spliced(whole: State, from: string, by: State): State {
  const made: State = { ...whole, states: { ...whole.states, [from]: by } }
  const reached = reachedIn(made)
  return { ...made, states: Object.fromEntries(Object.entries(made.states!).filter(([name]) => reached.has(name))) }
}

/** The names of its states to which the first one leads: designs leave others without a way to them. */
function reachedIn({ initial, states = {} }: State): ReadonlySet<string> {
  const reached = new Set<string>()
  const pending = initial === undefined ? [] : [initial]
  while (pending.length > 0) {
    const name = pending.pop()!
    if (reached.has(name)) continue
    reached.add(name)
    pending.push(...targetsOf(states[name]!))
  }
  return reached
}

/** Effects that do more than they say, or less: those of that name, and those of the calls of that function. */
function withMore<S>(
  { fn, also: more = {}, keeps: kept = {} }: Seam<S>,
  effects: Readonly<Record<string, Effect<S>>>,
): Readonly<Record<string, Effect<S>>> {
  return Object.fromEntries(
    Object.entries(effects).map(([name, effect]) => {
      const called = name.startsWith(`${fn}.`) ? name.slice(fn.length + 1).replace(/_\d+.*$/, '') : name
      const also = Object.hasOwn(more, called) ? more[called] : undefined
      const keeps = Object.hasOwn(kept, called) ? kept[called] : undefined
      if (!also && !keeps) return [name, effect]
      return [
        name,
        (scope: S) => {
          const putBack = keeps?.(scope)
          effect(scope)
          putBack?.()
          also?.(scope)
        },
      ]
    }),
  )
}

const targetsOf = ({ on = {}, onDone = [] }: State): string[] =>
  [...Object.values(on), onDone].flat().flatMap(({ target }) => target ?? [])

const plain = <T>(parts: object): Record<string, T> =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, (part as { plain: T }).plain]))
