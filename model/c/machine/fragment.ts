/**
 * From lowered C to a fragment of a step machine: a state for each call that others can observe.
 *
 * A step is one call and all local computation behind it, up to the next such call. Where that depends on what the call
 * returned, the state that calls is a compound one: the effect notes which call is next, and `onDone` goes there, still
 * in the same step.
 */
import { cell } from '../../../checker/declare.ts'
import type { Binding, Called, StepOutcome } from '../ir/binding.ts'
import type { Lowered, Site } from '../ir/ir.ts'
import { assertSection, codeOf, type LocalValues, NOWHERE, sectionOf } from '../ir/run.ts'
import { frameOf, type MachineFrame, type NamedValues } from './frame.ts'
import { after, allStops, stopsFrom } from './stops.ts'

interface Fragment<S> {
  readonly guards: Readonly<Record<string, (scope: S) => boolean>>
  readonly effects: Readonly<Record<string, (scope: S) => void>>
  /** Config of the state it becomes; its final child is `returned`. */
  readonly config: State
  /** By state: where in the C it stands. */
  readonly places: Readonly<Record<string, Site>>
  /** By mark of the lowered code, what is known of steps that came to it: see `codeOf`. */
  readonly came: Uint8Array
  /** From here on, no step has been taken. */
  readonly forget: () => void
  /** Arguments in order, and the result, as locals; `*p` follows a pointer to a number. */
  readonly params: readonly string[]
  readonly result?: string
}

interface ChartTransition {
  readonly guard?: string
  readonly actions?: string
  readonly target: string
}

/** A state of an xstate config, as far as fragments use it. */
export interface State {
  readonly meta?: object
  readonly type?: 'final'
  readonly initial?: string
  readonly states?: Readonly<Record<string, State>>
  readonly on?: Readonly<Record<string, ChartTransition | readonly ChartTransition[]>>
  readonly onDone?: ChartTransition | readonly ChartTransition[]
}

/**
 * @param localsOf the locals in a scope: `scope => scope.call`
 * @param enter sets the parameters, where whoever enters the fragment does not
 * @throws InputError when a local does not fit a state
 */
export function fragmentOf<S>(
  lowered: Lowered<S>,
  binding: Binding<S>,
  localsOf: (scope: S) => NamedValues,
  enter: (scope: S) => void = () => {},
): Fragment<S> {
  return new FragmentBuilder(lowered, binding, localsOf, enter).fragment()
}

class FragmentBuilder<S> {
  private readonly lowered: Lowered<S>
  private readonly binding: Binding<S>
  private readonly localsOf: (scope: S) => NamedValues
  private readonly enter: (scope: S) => void
  private readonly guards: Record<string, (scope: S) => boolean> = {}
  private readonly effects: Record<string, (scope: S) => void> = {}
  private readonly places: Record<string, Site> = {}
  private readonly stops: readonly number[]
  private readonly names: ReadonlyMap<number, string>
  private readonly frame: MachineFrame
  private readonly code
  private readonly came: Uint8Array
  private readonly next: string

  constructor(
    lowered: Lowered<S>,
    binding: Binding<S>,
    localsOf: (scope: S) => NamedValues,
    enter: (scope: S) => void,
  ) {
    this.enter = enter
    this.lowered = lowered
    this.binding = binding
    this.localsOf = localsOf
    this.stops = allStops(lowered)
    this.names = namesOf(lowered, this.stops)
    this.frame = frameOf(lowered, this.stops)
    this.came = new Uint8Array(lowered.marks.length)
    this.code = codeOf(lowered, binding, this.came)
    // No name that C could give a local of its own.
    this.next = `${lowered.name}.next stop`
  }

  fragment(): Fragment<S> {
    const { lowered } = this
    const first = stopsFrom(lowered, lowered.entry, 0)
    const entry = entryOf(lowered)
    const { name: within, line } = lowered
    this.places[entry] = { line, within, from: [], callee: within }
    const states: Record<string, State> = { [entry]: this.entered(first) }
    for (const stop of this.stops) {
      const name = this.names.get(stop)!
      const { exit } = lowered.blocks[stop]!
      if (exit.kind === 'return') states[name] = { type: 'final' }
      else if (exit.kind === 'stop') states[name] = { meta: { fn: 'BUG' } }
      else states[name] = this.state(stop, name)
    }
    const nameOf = (local: number) => lowered.locals[local]!.name
    return {
      guards: this.guards,
      effects: this.effects,
      config: { meta: { fn: lowered.name, locals: this.frame.declared }, initial: entry, states },
      places: this.places,
      came: this.came,
      forget: this.code.forget,
      params: lowered.params.flatMap(({ local, pointee }) =>
        pointee === undefined ? [nameOf(local)] : [nameOf(local), nameOf(pointee)],
      ),
      ...(lowered.result !== undefined && { result: nameOf(lowered.result) }),
    }
  }

  /** The first step: local computation up to the first call. */
  private entered(first: readonly number[]): State {
    const entry = entryOf(this.lowered)
    const effect = this.effect(entry, scope => {
      this.enter(scope)
      const locals = this.frame.load('entry', this.localsOf(scope))
      this.settle('entry', this.code.run(this.lowered.entry, locals, scope, []), locals, scope, first)
    })
    return this.leading(entry, { step: { actions: effect } }, first, { fn: this.lowered.name })
  }

  private state(stop: number, name: string): State {
    const { exit } = this.lowered.blocks[stop]!
    const follow = after(this.lowered, stop)
    if (exit.kind === 'choose') {
      const site = this.lowered.sites[exit.site]!
      this.places[name] = site
      const on = Object.entries(exit.values).map(([event, value]): [string, { actions: string }] => {
        const effect = this.effect(`${name} is ${value}`, scope => {
          const locals = this.frame.load(stop, this.localsOf(scope))
          this.binding.unset(scope)
          locals[exit.local] = value
          this.settle(stop, this.code.run(exit.to, locals, scope, []), locals, scope, follow)
        })
        return [event, { actions: effect }]
      })
      return this.leading(name, Object.fromEntries(on), follow, { fn: site.within })
    }
    if (exit.kind !== 'call') throw new Error(`a ${exit.kind} is no control point`)
    const { bound, site } = exit.call
    this.places[name] = this.lowered.sites[site]!
    if (bound.kind === 'called') return this.calling(stop, name, bound, follow)
    const outcomes: Readonly<Record<string, StepOutcome<S>>> =
      bound.kind === 'step' ? bound.outcomes : { step: { does: () => 0 } }
    const ready = bound.kind === 'step' || bound.kind === 'enter' ? bound.ready : undefined
    const on = Object.entries(outcomes).map(([event, outcome]): [string, { guard?: string; actions: string }] => {
      const { when, does } = outcome
      const label = event === 'step' ? name : `${name} ${event}`
      const guard =
        (ready || when) &&
        this.guard(label, scope => {
          const args = this.code.argumentsAt(stop, this.frame.load(stop, this.localsOf(scope)))
          return ready?.(scope, args) !== false && when?.(scope, args) !== false
        })
      const effect = this.effect(label, scope => {
        const locals = this.frame.load(stop, this.localsOf(scope))
        const args = this.code.argumentsAt(stop, locals, scope)
        if (bound.kind === 'step') assertSection(bound, args, [], this.lowered.sites[site]!, this.binding, scope)
        this.code.finish(stop, locals, args, does(scope, args))
        const open = bound.kind === 'enter' ? [sectionOf(bound.lock, args)] : []
        this.settle(stop, this.code.run(exit.to, locals, scope, open), locals, scope, follow)
      })
      return [event, { ...(guard && { guard }), actions: effect }]
    })
    return this.leading(name, Object.fromEntries(on), follow, { fn: this.lowered.sites[site]!.callee })
  }

  /** A call of a fragment of the world: its states in place, told by the name that was called, then what follows. */
  private calling(stop: number, name: string, { fragment, result }: Called<S>, follow: readonly number[]): State {
    const { exit } = this.lowered.blocks[stop]!
    if (exit.kind !== 'call') throw new Error(`a ${exit.kind} calls no fragment`)
    Object.assign(this.guards, fragment.guards)
    Object.assign(this.effects, fragment.effects)
    const effect = this.effect(`${name} done`, scope => {
      const locals = this.frame.load(stop, this.localsOf(scope))
      this.code.finish(stop, locals, this.code.argumentsAt(stop, locals), result(scope))
      this.settle(stop, this.code.run(exit.to, locals, scope, []), locals, scope, follow)
    })
    const callee = this.lowered.sites[exit.call.site]!.callee
    const inner = {
      ...(fragment.config as State),
      meta: { ...(fragment.config as State).meta, callee, within: callee },
    }
    if (follow.length === 1) return { ...inner, onDone: { actions: effect, target: this.names.get(follow[0]!)! } }
    return this.compound(name, { ...inner, onDone: { actions: effect, target: 'called' } }, follow)
  }

  /** A control point with its events, leading to the one stop that can follow or to whichever the effect noted. */
  private leading(
    name: string,
    on: Readonly<Record<string, Omit<ChartTransition, 'target'>>>,
    follow: readonly number[],
    meta: object,
  ): State {
    const to = (target: string) =>
      Object.fromEntries(Object.entries(on).map(([event, transition]) => [event, { ...transition, target }]))
    const place = this.places[name]
    const told = { ...meta, ...(place && { file: this.lowered.file, line: place.line, within: place.within }) }
    if (follow.length === 1) return { meta: told, on: to(this.names.get(follow[0]!)!) }
    return this.compound(name, { meta: told, on: to('called') }, follow)
  }

  private compound(name: string, calling: State, follow: readonly number[]): State {
    const arms = follow.map((stop, index): ChartTransition => {
      const target = this.names.get(stop)!
      if (index === follow.length - 1) return { target }
      return {
        guard: this.guard(`${name} leads to ${target}`, scope => this.localsOf(scope)[this.next] === index),
        target,
      }
    })
    const locals = { [this.next]: cell(Math.min(256, this.stops.length)) }
    return { meta: { locals }, initial: 'calling', states: { calling, called: { type: 'final' } }, onDone: arms }
  }

  /** Leaves the locals as the next stop needs them, and says which it is. */
  private settle(from: number | 'entry', stop: number, locals: LocalValues, scope: S, follow: readonly number[]): void {
    const named = this.localsOf(scope)
    if (stop === NOWHERE) {
      if (follow.length > 1) named[this.next] = 0
      return
    }
    this.frame.store(from, stop, locals, named)
    if (follow.length > 1) named[this.next] = follow.indexOf(stop)
    const { exit } = this.lowered.blocks[stop]!
    if (exit.kind === 'call' && exit.call.bound.kind === 'called')
      exit.call.bound.enter(scope, this.code.argumentsAt(stop, locals))
  }

  private guard(label: string, guard: (scope: S) => boolean): string {
    const name = `${this.lowered.name}.${label}`
    this.guards[name] = guard
    return name
  }

  private effect(label: string, effect: (scope: S) => void): string {
    const name = `${this.lowered.name}.${label}`
    this.effects[name] = effect
    return name
  }
}

/** The name of the first state, which no other function has. */
const entryOf = <S>({ name }: Lowered<S>): string => `entered_${name}`

/** A state's name: what is called, the line, and the lines it is called from; `returned` for the end. */
function namesOf<S>(lowered: Lowered<S>, stops: readonly number[]): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  const taken = new Set([entryOf(lowered)])
  for (const stop of stops) {
    const { exit } = lowered.blocks[stop]!
    const site =
      exit.kind === 'call'
        ? lowered.sites[exit.call.site]
        : exit.kind === 'choose'
          ? lowered.sites[exit.site]
          : undefined
    const from = site && site.from.length > 0 ? `_from_${site.from.join('_')}` : ''
    const base = site
      ? `${site.callee.replace(/\W+/g, '_')}_${site.line}${from}`
      : exit.kind === 'return'
        ? 'returned'
        : 'stopped'
    let name = base
    for (let next = 2; taken.has(name); next++) name = `${base}_${next}`
    taken.add(name)
    names.set(stop, name)
  }
  return names
}
