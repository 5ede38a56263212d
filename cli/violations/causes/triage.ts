/**
 * Violations grouped by cause: those that the same repair heals; where no repair is recorded, those that break in the same C
 * function after most of the same steps.
 */

import type { Trace } from '../../../checker/index.ts'
import { supposedIn } from '../../../model/kernel/state/hypothetical.ts'
import type { Finding } from '../../../spec/findings/finding.ts'
import { type Promised, type Severity, severities } from '../../../spec/promise.ts'
import { allScenarios } from '../../names/proposed.ts'
import { compareText, showWorld, type WorldName } from '../../names/world-name.ts'
import { listWords } from '../../text/words.ts'
import { fingerprintOf, isAt, isCall } from './fingerprint.ts'
import type { Healers } from './healed.ts'

/** A promise broken in a world. */
export interface Violated {
  readonly world: WorldName
  readonly promise: string
  readonly trace: Trace
}

export interface Cause<V extends Violated = Violated> {
  /** The findings that explain it, the likeliest first. */
  readonly findings: readonly Finding[]
  /** A design without it, where one is known. */
  readonly repair?: string
  /** The worst that it leads to. */
  readonly severity: Severity
  /** By name. */
  readonly promises: readonly string[]
  /** By name. */
  readonly worlds: readonly string[]
  /** The design that breaks all of it, too, where what was judged is a change of it; each, where several designs were judged. */
  readonly asIn?: string
  /** All of it, those that are easiest to read first, the worst promises before the others. */
  readonly violations: readonly V[]
}

export interface Explanations {
  readonly promises: readonly Promised[]
  readonly findings: readonly Finding[]
  readonly healers: Healers
  /** Whether a repair mends one thing: it differs from the design in a decision or two. */
  readonly isNarrow: (design: string, repair: string) => boolean
  /** The design that a proposal changes, where that breaks the promise in the same scenario. */
  readonly alsoBrokenBy?: (world: WorldName, promise: string) => string | undefined
}

/** Causes, the worst first; those that a proposal shares with what it changes come behind its own. */
export function causesOf<V extends Violated>(violations: readonly V[], known: Explanations): Cause<V>[] {
  const repairs = chooseRepairs(violations, known)
  const baseOf = (one: V) => known.alsoBrokenBy?.(one.world, one.promise)
  const keyed = violations.flatMap((one): Keyed<V>[] => {
    const { key } = repairs.get(one)!
    return key === undefined ? [] : [{ one, key, needs: needsOf(one) }]
  })
  const groups = new Map<string, { repair: string | undefined; those: V[] }>()
  const likely: Keyed<V>[] = []
  for (const violation of [...violations].sort(easiestFirst)) {
    // What is new against a base has no cause of the base.
    const isPeer = ({ one }: Keyed<V>) =>
      one.world.design === violation.world.design && baseOf(one) === baseOf(violation)
    const like = sameCause(violation, keyed.filter(isPeer)) ?? violation
    const { repair, key = repairs.get(like)!.key } = repairs.get(violation)!
    const one = key ?? alikeKey(violation, likely, isPeer)
    const group = groups.get(one) ?? { repair, those: [] }
    group.those.push(violation)
    groups.set(one, { ...group, repair: group.repair ?? repair })
  }
  return [...groups.values()].map(({ repair, those }) => causeOf(those, repair, known)).sort(worstFirst)
}

/** Why violations belong together, and what heals them; without a key only what they need can tell. */
interface Chosen {
  readonly key?: string
  readonly repair?: string
}

/**
 * A violation belongs to the finding that names its promise in its scenario. The others go to as few narrow repairs as heal
 * them: one after the other that which heals most of those that are left, first among the repairs that are causes already.
 * A repair that changes many decisions does not show what the violations that it heals have in common.
 */
function chooseRepairs<V extends Violated>(violations: readonly V[], known: Explanations): Map<V, Chosen> {
  const { findings, isNarrow } = known
  const chosen = new Map<V, Chosen>()
  const left = new Map<V, readonly string[]>()
  const causes = new Set<string>()
  for (const violation of violations) {
    const { promise } = violation
    const own = violation.world.design
    const world = recordedWorld(violation, known)
    const { design } = world
    const healing = healingOf(violation, known)
    const narrow = healing.filter(repair => isNarrow(design, repair))
    const named = findings.find(
      one =>
        one.design === design &&
        one.scenario === world.scenario &&
        one.promises.includes(promise) &&
        healing.includes(one.repaired),
    )
    if (named && isNarrow(design, named.repaired)) {
      causes.add(named.repaired)
      chosen.set(violation, { key: `${own} ${named.repaired}`, repair: named.repaired })
    } else if (narrow.length > 0) left.set(violation, narrow)
    else if (named) chosen.set(violation, { key: `${own} ${named.name}`, repair: named.repaired })
    else {
      const likely = likeliest(
        findings.filter(
          one => one.design === design && one.promises.includes(promise) && healing.includes(one.repaired),
        ),
      )
      if (likely) chosen.set(violation, { key: `${own} ${likely.name}`, repair: likely.repaired })
      else if (healing[0] === undefined) chosen.set(violation, {})
      else chosen.set(violation, { key: `${own} ${healing[0]} ${promise}`, repair: healing[0] })
    }
  }
  while (left.size > 0) {
    const repair = mostHealing(left, causes)
    causes.add(repair)
    for (const [violation, healing] of left)
      if (healing.includes(repair)) {
        chosen.set(violation, { key: `${violation.world.design} ${repair}`, repair })
        left.delete(violation)
      }
  }
  return chosen
}

/** Of a proposal nothing is recorded: what its base breaks as well is told apart as it is there. */
const recordedWorld = ({ world, promise }: Violated, { alsoBrokenBy }: Explanations): WorldName => ({
  ...world,
  design: alsoBrokenBy?.(world, promise) ?? world.design,
})

/** Designs that are recorded to keep the promise in the scenario. */
export function healingOf(violation: Violated, known: Explanations): readonly string[] {
  const world = recordedWorld(violation, known)
  return world.mutation ? [] : known.healers(world, violation.promise)
}

/** By number, then by name; those that are causes already before all others. */
function mostHealing(left: ReadonlyMap<Violated, readonly string[]>, causes: ReadonlySet<string>): string {
  const heals = new Map<string, number>()
  for (const healing of left.values()) for (const repair of healing) heals.set(repair, (heals.get(repair) ?? 0) + 1)
  const already = (repair: string) => (causes.has(repair) ? 0 : 1)
  return [...heals].sort(
    ([a, number], [b, other]) => already(a) - already(b) || other - number || compareText(a, b),
  )[0]![0]
}

/** Of findings that name a promise elsewhere, the one that names fewest: it says most about this one. */
const likeliest = (those: readonly Finding[]): Finding | undefined =>
  [...those].sort((a, b) => a.promises.length - b.promises.length || compareText(a.name, b.name))[0]

/** What a violation needs; the step that ends a call ends every contract. */
function needsOf({ trace }: Violated): readonly string[] {
  const { slice } = fingerprintOf(trace)
  const ends = trace.steps.at(-1)?.to === ''
  return ends ? slice.slice(0, -1) : slice
}

/**
 * Of violations of the same design, one whose cause is known, and which needs the same; else one of the same promise that needs part of it, of several
 * the one that needs most; else one of the same promise where that has one cause only; else one of the same promise that
 * breaks in the same C function, and shares most of what it needs with it.
 */
function sameCause<V extends Violated>(violation: V, keyed: readonly Keyed<V>[]): V | undefined {
  const set = new Set(needsOf(violation))
  const same = keyed.filter(({ one }) => one.promise === violation.promise)
  const isPart = ({ needs }: Keyed<V>) => needs.every(each => set.has(each))
  const exact = keyed.find(each => isPart(each) && each.needs.length === set.size)
  if (exact) return exact.one
  const parts = same.filter(each => isPart(each) && each.needs.length > 1)
  if (parts.length > 0) return parts.reduce((a, b) => (b.needs.length > a.needs.length ? b : a)).one
  if (new Set(same.map(({ key }) => key)).size === 1) return same[0]!.one
  return mostAlike(violation, same)?.one
}

/**
 * Where nothing is known of what heals it: the cause of an easier one that breaks in the same C function and shares most of
 * what it needs, else one of its own.
 */
function alikeKey<V extends Violated>(violation: V, likely: Keyed<V>[], isPeer: (one: Keyed<V>) => boolean): string {
  const needs = needsOf(violation)
  const key = needs.join('; ')
  const alike = likely.find(one => one.key === key) ?? mostAlike(violation, likely.filter(isPeer))
  if (alike) return alike.key
  likely.push({ one: violation, key, needs })
  return key
}

/** The one that breaks in the same C function, and shares most of what it needs beside that: at least half. */
function mostAlike<V extends Violated>(violation: V, among: readonly Keyed<V>[]): Keyed<V> | undefined {
  const { place } = fingerprintOf(violation.trace)
  const before = (needs: readonly string[]) => new Set(needs.filter(one => !isAt(one, place) && !isCall(one)))
  const set = before(needsOf(violation))
  const alike = among
    .filter(({ one }) => fingerprintOf(one.trace).place === place)
    .map(keyed => ({ keyed, shared: shareOf(set, before(keyed.needs)) }))
    .filter(({ shared }) => shared >= 1 / 2)
  return alike.length === 0 ? undefined : alike.reduce((a, b) => (b.shared > a.shared ? b : a)).keyed
}

/** Of all that either of two needs, the part that both do. */
function shareOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const all = new Set([...a, ...b]).size
  return all === 0 ? 1 : [...a].filter(one => b.has(one)).length / all
}

interface Keyed<V> {
  readonly one: V
  readonly key: string
  readonly needs: readonly string[]
}

function causeOf<V extends Violated>(those: readonly V[], repair: string | undefined, known: Explanations): Cause<V> {
  const severity = (name: string) => severities.indexOf(known.promises.find(one => one.name === name)!.severity)
  const promises = [...new Set(those.map(({ promise }) => promise))].sort(compareText)
  const worst = Math.min(...promises.map(severity))
  const [{ world }] = those as [V]
  const named = ({ promises: broken }: Finding) => promises.filter(one => broken.includes(one)).length
  const bases = new Set(those.map(one => known.alsoBrokenBy?.(one.world, one.promise)))
  const [base] = bases
  const findings = known.findings
    .filter(one => one.design === (base ?? world.design) && one.repaired === repair && named(one) > 0)
    .sort((a, b) => named(b) - named(a))
  return {
    findings,
    ...(repair !== undefined && { repair }),
    severity: severities[worst]!,
    promises,
    worlds: [...new Set(those.map(one => showWorld(one.world)))].sort(compareText),
    ...(!bases.has(undefined) && { asIn: listWords([...bases].map(String).sort(compareText)) }),
    violations: [...those].sort((a, b) => severity(a.promise) - severity(b.promise) || easiestFirst(a, b)),
  }
}

const worstFirst = (a: Cause, b: Cause): number =>
  compareText(a.asIn ?? '', b.asIn ?? '') ||
  severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
  b.promises.length - a.promises.length ||
  b.worlds.length - a.worlds.length ||
  easiestFirst(a.violations[0]!, b.violations[0]!)

/** Those that suppose nothing that no kernel can do; then fewest threads, injected failures, preemptions, then steps. */
export function easiestFirst(a: Violated, b: Violated): number {
  const [x, y] = [a, b].map(one => [Number(isHypothetical(one.world)), ...effort(one.trace)]) as [number[], number[]]
  const at = x.findIndex((each, index) => each !== y[index])
  if (at >= 0) return x[at]! - y[at]!
  return compareText(showWorld(a.world), showWorld(b.world)) || compareText(a.promise, b.promise)
}

const isHypothetical = ({ scenario }: WorldName): boolean => {
  const bounds = allScenarios().find(({ name }) => name === scenario)?.bounds
  return bounds !== undefined && supposedIn(bounds) !== undefined
}

const effort = ({ steps, preemptions }: Trace): number[] => [
  new Set(steps.map(({ thread }) => thread)).size,
  steps.filter(({ event, starts }) => !starts && event !== 'step').length,
  preemptions,
  steps.length,
]
