/**
 * Walks an xstate machine once and flattens it to control points.
 *
 * What the engine cannot run as one atomic step is refused here, by machine and state: neither TypeScript nor xstate
 * would notice.
 */
import type { AnyStateNode, AnyTransitionDefinition } from 'xstate'
import { InputError } from '../../declare/errors.ts'
import type { Cell } from '../../declare/layout.ts'
import type { Effect, Guard, Machine, Meta } from '../../declare/machine.ts'
import type { Arm, Flat, Point, Then, Transition } from './control.ts'
import { refuseForeign, refuser } from './refusals.ts'

const known = new WeakMap<Machine, Flat>()

/**
 * A machine is flattened once, whatever the worlds it runs in.
 *
 * @throws InputError when the machine uses what the engine does not run
 */
export function flatten(operation: string, machine: Machine): Flat {
  const found = known.get(machine)
  if (found?.operation === operation) return found
  const flat = flattenedAnew(operation, machine)
  known.set(machine, flat)
  return flat
}

function flattenedAnew(operation: string, machine: Machine): Flat {
  const root: AnyStateNode = machine.root
  const refuse = refuser(operation)
  const nodes = documentOrder(root)
  for (const node of nodes) refuseForeign(node, refuse)
  const leaves = nodes.filter(node => node.type === 'atomic')
  const pointOf = new Map(leaves.map((node, index) => [node, index]))
  const transitions: Transition[] = []
  const marks = new Map<AnyTransitionDefinition, number>()
  const together = new Map<string, readonly string[]>()
  const liveAt = liveness()

  for (const node of nodes) {
    for (const [event, candidates] of node.transitions) {
      candidates.forEach((candidate, index) => {
        marks.set(candidate, transitions.length)
        const name = event === doneOf(node) ? 'done' : event
        transitions.push({ at: node.path.join('.'), event: name, candidate: index })
      })
    }
  }

  const arm = (leaf: AnyStateNode, definition: AnyTransitionDefinition, touched: readonly string[]): Arm => {
    const guard = guardOf(definition, leaf)
    return {
      mark: marks.get(definition)!,
      ...(guard && { guard }),
      effects: definition.actions.map(action => effectOf(action, leaf)),
      leads: next(leaf, definition, touched),
    }
  }

  const next = (leaf: AnyStateNode, definition: AnyTransitionDefinition, touched: readonly string[]): Then => {
    const target = definition.target?.[0]
    const reached = target ? descend(target as AnyStateNode) : leaf
    const parent = reached.parent
    const live = liveAt(reached)
    const all = live === touched ? live : [...new Set([...touched, ...live])]
    if (live !== touched) together.set(all.join('\n'), all)
    if (reached.type !== 'final') {
      return {
        kind: 'point',
        point: pointOf.get(reached)!,
        zero: live === touched ? [] : all.filter(name => !live.includes(name)),
      }
    }
    if (!parent || parent === root) return { kind: 'return', zero: all }
    const done = parent.transitions.get(doneOf(parent)) ?? []
    if (!done.at(-1) || done.at(-1)!.guard !== undefined)
      refuse(parent, 'can be done, but its onDone has no last candidate without a guard', 'give it one')
    if (chain.includes(parent)) refuse(parent, 'is done by its own onDone', 'break the circle of onDone transitions')
    chain.push(parent)
    const arms = done.map(candidate => {
      if (!candidate.target) refuse(parent, 'has an onDone without a target', 'name the state that follows')
      return arm(reached, candidate, all)
    })
    chain.pop()
    return { kind: 'choose', arms }
  }
  const chain: AnyStateNode[] = []

  const guardOf = (definition: AnyTransitionDefinition, at: AnyStateNode): Guard<never> | undefined => {
    if (definition.guard === undefined) return undefined
    const name = nameOf(definition.guard)
    if (name === undefined) return refuse(at, 'has a guard that is no name', 'name one of the guards of operation()')
    const found = machine.implementations.guards[name] as { plain?: Guard<never> } | undefined
    return found?.plain ?? refuse(at, `asks the guard "${name}", which operation() was not given`, 'define it there')
  }

  const effectOf = (action: unknown, at: AnyStateNode): Effect<never> => {
    const name = nameOf(action)
    if (name === undefined) return refuse(at, 'has an action that is no name', 'name one of the effects of operation()')
    const found = machine.implementations.actions[name] as { plain?: Effect<never> } | undefined
    return found?.plain ?? refuse(at, `runs the effect "${name}", which operation() was not given`, 'define it there')
  }

  const points = leaves.map(
    (leaf): Point => ({
      at: leaf.path.join('.'),
      fn: metaOf(leaf).fn ?? '',
      within: withinAt(leaf),
      live: liveAt(leaf),
      events: eventsOf(leaf).map(event => ({
        event,
        arms: enclosing(leaf)
          .flatMap(node => node.transitions.get(event) ?? [])
          .map(candidate => arm(leaf, candidate, liveAt(leaf))),
      })),
    }),
  )

  const initial = pointOf.get(descend(root))
  if (initial === undefined)
    throw new InputError(`operation "${operation}" starts in a final state: give it a step to take`)
  const locals = collectLocals(nodes, liveAt, refuse)
  return {
    operation,
    points,
    initial,
    locals,
    arguments: Object.keys(metaOf(root).locals ?? {}),
    together: [...together.values()],
    transitions,
  }
}

const metaOf = (node: AnyStateNode): Meta => (node.meta as Meta | undefined) ?? {}

const doneOf = (node: AnyStateNode) => `xstate.done.state.${node.id}`

const documentOrder = (node: AnyStateNode): AnyStateNode[] => [
  node,
  ...Object.values(node.states as Record<string, AnyStateNode>).flatMap(documentOrder),
]

/** The state itself, then the states around it, innermost first: the order in which xstate asks for a transition. */
const enclosing = (node: AnyStateNode): AnyStateNode[] => (node.parent ? [node, ...enclosing(node.parent)] : [node])

/** The function or the fragment that a control point is a part of: what it says itself, else what the innermost state around it says. */
function withinAt(leaf: AnyStateNode): string {
  const said = enclosing(leaf).map(node => {
    const { within, fn } = metaOf(node)
    return within ?? (node === leaf ? undefined : fn)
  })
  return said.find(one => one !== undefined) ?? ''
}

/** The locals that are live at a state, outermost first: one array for all states that have no locals of their own. */
const liveness = () => {
  const known = new Map<AnyStateNode, readonly string[]>()
  const liveAt = (node: AnyStateNode): readonly string[] => {
    const found = known.get(node)
    if (found) return found
    const around = node.parent ? liveAt(node.parent) : []
    const own = Object.keys(metaOf(node).locals ?? {})
    const live = own.length === 0 ? around : [...around, ...own]
    known.set(node, live)
    return live
  }
  return liveAt
}

const descend = (node: AnyStateNode): AnyStateNode =>
  node.type === 'compound' ? descend(node.initial.target[0] as AnyStateNode) : node

/** `step` first, then the others as written. */
const eventsOf = (leaf: AnyStateNode): string[] => {
  const written = enclosing(leaf).flatMap(node => [...node.transitions.keys()].filter(event => event !== doneOf(node)))
  const all = [...new Set(written)]
  return all.includes('step') ? ['step', ...all.filter(event => event !== 'step')] : all
}

const nameOf = (reference: unknown): string | undefined => {
  if (typeof reference === 'string') return reference
  if (typeof reference !== 'object' || reference === null) return undefined
  const { type, params } = reference as { type?: unknown; params?: unknown }
  return typeof type === 'string' && params === undefined ? type : undefined
}

function collectLocals(
  nodes: readonly AnyStateNode[],
  liveAt: (node: AnyStateNode) => readonly string[],
  refuse: ReturnType<typeof refuser>,
): Record<string, Cell> {
  const found: Record<string, Cell> = {}
  for (const node of nodes) {
    for (const [name, local] of Object.entries(metaOf(node).locals ?? {})) {
      const known = found[name]
      if (known && known.domain !== local.domain)
        refuse(
          node,
          `declares the local "${name}" with domain ${local.domain}, elsewhere it has ${known.domain}`,
          'use two names',
        )
      if (node.parent && liveAt(node.parent).includes(name))
        refuse(node, `declares the local "${name}", which is live around it already`, 'use two names')
      found[name] = local
    }
  }
  return found
}
