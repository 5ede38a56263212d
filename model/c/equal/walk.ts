/**
 * Two programs side by side: do they the same, whatever calls return and memory holds?
 *
 * Both are run to their next event. If it is the same, with the same arguments, it gives both the same result, and they go
 * on; where they return they must return the same. A pair of places to which they come back is looked at in general: values
 * that differ from one time to the next become unknown ones, equal values the same one, until nothing is new.
 */

import type { ErrorPointers } from './facts.ts'
import { Facts } from './facts.ts'
import type { Program } from './program.ts'
import { type Next, nextOf, type ProgramPoint, type TermByLocal, UNKNOWN } from './run.ts'
import { converted, matches, replaced, symbol, type Term, typeOf } from './term.ts'

/** So many pairs of events are looked at. */
const MOST_PAIRS = 3000

interface Joint {
  readonly before: { readonly at: ProgramPoint; readonly locals: TermByLocal }
  readonly after: { readonly at: ProgramPoint; readonly locals: TermByLocal }
  readonly memory: Term
  readonly facts: Facts
}

export function doTheSame(before: Program, after: Program, errors: ErrorPointers): boolean {
  return new JointWalk(before, after).from(errors)
}

class JointWalk {
  private readonly before: Program
  private readonly after: Program
  private readonly seen = new Map<string, Joint>()
  private symbols = 0

  constructor(before: Program, after: Program) {
    this.before = before
    this.after = after
  }

  from(errors: ErrorPointers): boolean {
    const { params } = this.before
    if (params.length !== this.after.params.length) return false
    if (params.some(({ type }, index) => type !== this.after.params[index]!.type)) return false
    const given = params.map(({ type }) => this.fresh(type))
    const locals = (of: Program): TermByLocal => new Map(of.params.map(({ local }, index) => [local, given[index]!]))
    const at = { block: 0, op: 0 }
    const pending: Joint[] = [
      {
        before: { at, locals: locals(this.before) },
        after: { at, locals: locals(this.after) },
        memory: this.fresh(),
        facts: new Facts(errors),
      },
    ]
    for (let fuel = MOST_PAIRS; pending.length > 0; fuel--) {
      const next = fuel > 0 ? this.followed(pending.pop()!) : undefined
      if (!next) return false
      pending.push(...next)
    }
    return true
  }

  private fresh(type?: string): Term {
    return symbol(this.symbols++, type)
  }

  /** Where both come to from there; nothing where they differ. */
  private followed({ before, after, memory, facts }: Joint): Joint[] | undefined {
    const found: Joint[] = []
    const ones = nextOf(this.before, before.at, before.locals, memory, facts)
    for (const one of ones ?? []) {
      const others = nextOf(this.after, after.at, after.locals, memory, one.facts)
      if (!others) return undefined
      for (const other of others) {
        const joint = this.together(one, other, memory)
        if (joint === 'differ') return undefined
        if (joint !== 'end') found.push(joint)
      }
    }
    return ones && found.flatMap(joint => this.general(joint) ?? [])
  }

  private together(
    { does: one, ...was }: Next,
    { does: other, facts, ...is }: Next,
    memory: Term,
  ): Joint | 'end' | 'differ' {
    const under = (term: Term) => replaced(term, part => facts.constantFor(part))
    const areSame = (a: Term, b: Term) => a.key === b.key || under(a).key === under(b).key
    if (one.kind === 'event' && other.kind === 'event') {
      const isSame =
        one.event.name === other.event.name &&
        one.args.length === other.args.length &&
        one.args.every((arg, index) => areSame(arg, other.args[index]!)) &&
        one.event.gives.length === other.event.gives.length
      if (!isSame) return 'differ'
      const results = one.event.gives.map(({ type }) => this.fresh(type))
      const behind = (locals: TermByLocal, { event, at }: typeof one) => ({
        at: { block: at.block, op: at.op + 1 },
        locals: new Map([
          ...locals,
          ...event.gives.map(({ local, type }, index): [string, Term] => {
            const result = results[index]!
            return [local, type === undefined ? result : converted(result, type)]
          }),
        ]),
      })
      return {
        before: behind(was.locals, one),
        after: behind(is.locals, other),
        memory: one.event.isRound ? memory : this.fresh(),
        facts,
      }
    }
    if (one.kind === 'return' && other.kind === 'return') {
      if (!one.value || !other.value) return one.value === other.value ? 'end' : 'differ'
      return areSame(one.value, other.value) ? 'end' : 'differ'
    }
    return one.kind === 'stop' && other.kind === 'stop' ? 'end' : 'differ'
  }

  /** The joint state, or a more general one where they have been there before; nothing where that was no less general. */
  private general(joint: Joint): Joint | undefined {
    const key = [joint.before.at, joint.after.at].map(({ block, op }) => `${block}.${op}`).join(' ')
    const known = this.seen.get(key)
    const made = known ? (covers(known, joint) ? undefined : this.widened(known, joint)) : joint
    if (made) this.seen.set(key, made)
    return made
  }

  /** What both say, with an unknown value for each pair of values that differ. */
  private widened(one: Joint, other: Joint): Joint {
    const made = new Map<string, Pair>()
    const both = (a: Term = UNKNOWN, b: Term = UNKNOWN): Term => {
      if (a.key === b.key && typeOf(a) === typeOf(b)) return a
      const key = `${a.key} | ${b.key}`
      const known = made.get(key) ?? {
        values: [a, b],
        general: this.fresh(typeOf(a) === typeOf(b) ? typeOf(a) : undefined),
      }
      made.set(key, known)
      return known.general
    }
    const locals = (those: TermByLocal, others: TermByLocal): TermByLocal =>
      new Map(
        [...new Set([...those.keys(), ...others.keys()])].map(name => [name, both(those.get(name), others.get(name))]),
      )
    const sides = (['before', 'after'] as const).map(side => ({
      at: one[side].at,
      locals: locals(one[side].locals, other[side].locals),
    }))
    const memory = both(one.memory, other.memory)
    return { before: sides[0]!, after: sides[1]!, memory, facts: inBoth([one.facts, other.facts], [...made.values()]) }
  }
}

/** Two values of a place, and the unknown one that stands for both. */
interface Pair {
  readonly values: readonly [Term, Term]
  readonly general: Term
}

/** What is known of each of two joint states, in terms of both. */
function inBoth(facts: readonly [Facts, Facts], pairs: readonly Pair[]): Facts {
  const instance = (term: Term, which: 0 | 1) =>
    replaced(term, part => pairs.find(({ general }) => general.key === part.key)?.values[which])
  const generals = ([0, 1] as const).flatMap(which =>
    facts[which].all().flatMap(({ term, holds }) => {
      const by = (those: readonly Pair[]) =>
        replaced(term, part => those.find(({ values }) => values[which].key === part.key)?.general)
      return [by(pairs), ...pairs.map(pair => by([pair]))].map(general => ({ term: general, holds }))
    }),
  )
  return generals
    .filter(({ term, holds }) =>
      ([0, 1] as const).every(which => facts[which].decides(instance(term, which)) === holds),
    )
    .reduce((known, { term, holds }) => known.with(term, holds), facts[0].none())
}

/** Whether the second is a case of the first. */
function covers(general: Joint, joint: Joint): boolean {
  const bound = new Map<number, Term>()
  const pairs = (['before', 'after'] as const).flatMap(side =>
    [...general[side].locals].map(([name, term]) => [term, joint[side].locals.get(name) ?? UNKNOWN] as const),
  )
  const isCase = [[general.memory, joint.memory] as const, ...pairs].every(([pattern, term]) =>
    matches(pattern, term, bound),
  )
  if (!isCase) return false
  const instance = (term: Term) => replaced(term, part => (part.kind === 'symbol' ? bound.get(part.id) : undefined))
  return general.facts.all().every(({ term, holds }) => joint.facts.decides(instance(term)) === holds)
}
