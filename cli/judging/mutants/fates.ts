/**
 * What becomes of mutants: killed, survived, equivalent, or not judged.
 */
import type { Accounted } from '../../../model/c/account/told.ts'
import { leavingOut } from '../../../model/patched/lacking.ts'
import { codeOf } from '../../../model/patched/machines/with-code.ts'
import type { WorldName } from '../../names/world-name.ts'
import { type ExitCode, exitCodeFor, OK, wasInterrupted } from '../../run/exit-codes.ts'
import type { Job, Outcome, SearchBounds } from '../../run/search/job.ts'
import type { Searching } from '../../run/shards/searcher.ts'
import { accountOfReview } from '../review/account/accounting.ts'
import { isWorse, reviewedPromises } from '../review/worlds/promises.ts'
import { type ReviewedWorld, sumOf } from '../review/worlds/result.ts'
import { type PatchPoint, searchPoints } from '../review/worlds/searches.ts'

export interface Subject {
  readonly point: PatchPoint
  /** Worlds that run the function, the cheapest first. */
  readonly worlds: readonly WorldName[]
}

export type Fate =
  /** The trace to the promise that it breaks has so many steps. */
  | { readonly kind: 'killed'; readonly promise: string; readonly world: WorldName; readonly steps: number }
  /** What others can see differs, and no promise. `exitCode`: of a review of it as a patch. */
  | { readonly kind: 'survived'; readonly worlds: number; readonly exitCode: ExitCode }
  /** The same, and somebody has looked at it. */
  | { readonly kind: 'harmless'; readonly why: string }
  /** The same verdicts, returns and reachable shared states in all worlds that run it. */
  | { readonly kind: 'equivalent'; readonly worlds: number }
  | { readonly kind: 'not judged'; readonly why: string; readonly reason?: 'interrupted' | 'failed' }

/** Ctrl-C came before its fate was known. */
export const INTERRUPTED: Fate = { kind: 'not judged', why: 'interrupted', reason: 'interrupted' }

/** A review of it would end with 0. */
export const passes = (fate: Fate): boolean => fate.kind === 'survived' && fate.exitCode === OK

/** How many worlds a mutant is tried in at once: most die in the first ones. */
const ROUNDS = [1, 4, 16, Number.POSITIVE_INFINITY]

/** In the order of `subjects`. */
export async function fatesOf(
  subjects: readonly Subject[],
  bounds: SearchBounds,
  searching: Searching,
): Promise<Fate[]> {
  const searched = new Map<Subject, ReviewedWorld[]>(subjects.map(subject => [subject, []]))
  const fates = new Map<Subject, Fate>()
  for (const subject of subjects) if (subject.worlds.length === 0) fates.set(subject, unrun(subject))
  let from = 0
  for (const round of ROUNDS) {
    const open = subjects.filter(subject => !fates.has(subject) && subject.worlds.length > from)
    const results = await searchPoints(
      open.map(({ point }) => point),
      open.map(({ worlds }) => worlds.slice(from, from + round)),
      bounds,
      searching,
    )
    for (const [at, subject] of open.entries()) {
      const worlds = results[at]!.map(one => ({ ...one, promises: reviewedPromises(one.before, one.after) }))
      searched.get(subject)!.push(...worlds)
      const death = killedIn(worlds) ?? unknownIn(worlds)
      if (death !== undefined) fates.set(subject, death)
    }
    from += round
  }
  for (const subject of subjects)
    if (!fates.has(subject)) fates.set(subject, await survivor(subject, searched.get(subject)!, bounds, searching))
  return subjects.map(subject => fates.get(subject)!)
}

function unrun({ point }: Subject): Fate {
  const refused = point.extraction.refused.map(({ name, reason }) => `${name}(): ${reason}`)
  return { kind: 'not judged', why: refused[0] ?? 'no quick world runs it' }
}

/** By the first world of them in which a promise is broken anew. */
function killedIn(worlds: readonly ReviewedWorld[]): Fate | undefined {
  for (const { world, promises } of worlds) {
    const broken = promises.find(({ change }) => isWorse(change))
    if (broken) return { kind: 'killed', promise: broken.promise, world, steps: broken.trace?.steps.length ?? 0 }
  }
  return undefined
}

function unknownIn(worlds: readonly ReviewedWorld[]): Fate | undefined {
  const outcomes = worlds.flatMap(({ before, after }) => [before, after])
  if (outcomes.some(wasInterrupted)) return INTERRUPTED
  const failed = outcomes.find(({ kind }) => kind === 'failed')
  const unknown = failed ?? worlds.map(({ after }) => after).find(({ kind }) => kind !== 'judged')
  if (unknown === undefined || !('message' in unknown)) return undefined
  return { kind: 'not judged', why: unknown.message, ...(failed && { reason: 'failed' }) }
}

/** No promise tells it from the code it was made of: the account of a review says what else does. */
async function survivor(
  { point }: Subject,
  worlds: readonly ReviewedWorld[],
  bounds: SearchBounds,
  searching: Pick<Searching, 'tries'>,
): Promise<Fate> {
  let isCut = false
  const tries: Searching['tries'] = async jobs => {
    const outcomes = await searching.tries(jobs)
    isCut ||= outcomes.some(one => one.kind !== 'refused' && wasInterrupted(one))
    return outcomes
  }
  const configured = [{ ...point, searched: worlds, worlds }]
  const account = await accountOfReview({ configured, isWhole: false }, undefined, () => false, bounds, tries)
  const exitCode = exitCodeFor(sumOf(configured, account).reasons)
  const same = await isEquivalent(point, worlds, bounds, tries)
  if (isCut) return INTERRUPTED
  if (!same) return { kind: 'survived', worlds: worlds.length, exitCode }
  const open = account.find((one: Accounted) => one.class === 'not judged')
  if (open) return { kind: 'not judged', why: open.why ?? 'a world was too large' }
  return { kind: 'equivalent', worlds: worlds.length }
}

/** Nobody can tell the two apart in any of the worlds. */
async function isEquivalent(
  { reading, extraction }: PatchPoint,
  worlds: readonly ReviewedWorld[],
  bounds: SearchBounds,
  tries: Searching['tries'],
): Promise<boolean> {
  const after = codeOf(reading.files, extraction.replaced, extraction)
  const before = codeOf(reading.base, [...extraction.baseline.keys()], extraction)
  const jobs = worlds.flatMap(({ world }): Job[] =>
    [before, after].map(code => ({ world, ...leavingOut(extraction.lacking), bounds, code, digest: true })),
  )
  const outcomes = await tries(jobs)
  return worlds.every((_, at) => {
    const [was, is] = [digestOf(outcomes[2 * at]!), digestOf(outcomes[2 * at + 1]!)]
    return was !== undefined && was === is
  })
}

/** Nothing for a search that saw only a part. */
const digestOf = (outcome: Outcome): string | undefined =>
  outcome.kind === 'judged' && outcome.result.cut === undefined ? outcome.digest : undefined
