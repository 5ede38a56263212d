/**
 * Puts an extracted C function in the place of the hand-written fragment of the same function.
 *
 * Fragments are cut along C functions, and a machine names them by their locals: wherever the state that declares a
 * fragment's locals stands, the extracted one takes its arguments from them and leaves its result there, so that what is
 * around notices nothing.
 */
import { InputError } from '../../checker/errors.ts'
import { type Effect, type Guard, type Machine, operation } from '../../checker/machine.ts'
import type { Scope } from '../words.ts'
import type { Binding } from './binding/binding.ts'
import type { Seam } from './binding/seams.ts'
import type { Lowered, Site } from './lower/ir.ts'
import { wrapped } from './lower/types.ts'
import { type Fragment, fragmentOf, type State } from './machine/fragment.ts'

type S = Scope<string>

export interface Substituted {
  readonly machine: Machine
  /** Where in the C a control point of the machine stands, by its dotted path; nothing for one written by hand. */
  readonly placeOf: (at: string) => Site | undefined
}

/**
 * @throws InputError when the machine has no such fragment, or the function's locals do not fit a state
 */
export function substituted(machine: Machine, seam: Seam, lowered: Lowered<S>, binding: Binding<S>): Substituted {
  const fragment = fragmentOf(
    lowered,
    binding,
    scope => scope.call,
    scope => seam.enter(scope, lowered.name),
  )
  const returns = lowered.result === undefined ? undefined : lowered.locals[lowered.result]!.type
  const leave = `${lowered.name}.leave`
  const effects = {
    ...plain<Effect<S>>(machine.implementations.actions),
    ...fragment.effects,
    [leave]: (scope: S) => {
      seam.leave(scope, fragment.result === undefined ? 0 : wrapped(returns!, scope.call[fragment.result]!))
    },
  }
  const guards = { ...plain<Guard<S>>(machine.implementations.guards), ...fragment.guards }
  if (!runs(machine, seam)) throw new InputError(`the operation "${machine.id}" does not run ${lowered.name}()`)
  const root = machine.config as State
  const { at } = seam
  const config = 'marker' in at ? replaced(root, at.marker, fragment, leave) : between(root, at, fragment, leave)
  const made = operation<S, { type: string }>()({ guards, effects }).createMachine(config as never)
  return {
    machine: made as unknown as Machine,
    placeOf: at =>
      at.split('.').reduceRight<Site | undefined>((found, name) => found ?? fragment.places[name], undefined),
  }
}

/** Whether the machine has the hand-written states of the seam's function. */
export function runs(machine: Machine, { at }: Seam): boolean {
  const root = machine.config as State
  if ('machine' in at)
    return machine.id === at.machine && at.from in (root.states ?? {}) && at.to in (root.states ?? {})
  const declares = ({ meta, states = {} }: State): boolean =>
    at.marker in ((meta as { locals?: object } | undefined)?.locals ?? {}) || Object.values(states).some(declares)
  return declares(root)
}

/** The state with every state that declares the marker replaced. */
function replaced(state: State, marker: string, fragment: Fragment<S>, leave: string): State {
  if (marker in ((state.meta as { locals?: object } | undefined)?.locals ?? {}))
    return inPlaceOf(state, fragment, leave)
  const before = Object.entries(state.states ?? {})
  const after = before.map(([name, one]): [string, State] => [name, replaced(one, marker, fragment, leave)])
  return after.some(([, one], index) => one !== before[index]![1])
    ? { ...state, states: Object.fromEntries(after) }
    : state
}

/** The state of the fragment: its locals and what follows it stay, what it does is the extracted function. */
function inPlaceOf(state: State, { config }: Fragment<S>, leave: string): State {
  return {
    ...(state.meta && { meta: state.meta }),
    initial: 'extracted',
    states: { extracted: { ...config, onDone: { actions: leave, target: 'left' } }, left: { type: 'final' } },
    ...(state.onDone && { onDone: state.onDone }),
  }
}

/** The operation with one of its states, and those only it leads to, replaced by the function. */
function between(root: State, { from, to }: { from: string; to: string }, fragment: Fragment<S>, leave: string): State {
  const states: Record<string, State> = {
    ...root.states,
    [from]: { ...fragment.config, onDone: { actions: leave, target: to } },
  }
  const reached = new Set<string>()
  const pending = [root.initial!]
  while (pending.length > 0) {
    const name = pending.pop()!
    if (reached.has(name)) continue
    reached.add(name)
    pending.push(...targetsOf(states[name]!))
  }
  return { ...root, states: Object.fromEntries(Object.entries(states).filter(([name]) => reached.has(name))) }
}

const targetsOf = ({ on = {}, onDone = [] }: State): string[] =>
  [...Object.values(on), onDone].flat().flatMap(({ target }) => target ?? [])

const plain = <T>(parts: object): Record<string, T> =>
  Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, (part as { plain: T }).plain]))
