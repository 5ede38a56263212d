/**
 * Violations held against a baseline: which are known, and which entries no world shows any more.
 */
import type { Trace } from '../../../checker/index.ts'
import { showWorld, type WorldName } from '../../names/world-name.ts'
import type { Ended, WaysCut } from '../../run/search/job.ts'
import { fingerprintOf, fingerprintWords } from '../causes/fingerprint.ts'
import type { Baseline, BaselineEntry } from './entries.ts'

export interface HeldAgainst extends Pick<Baseline, 'file'> {
  /** Entries that some world shows, in the order of the file. */
  readonly known: readonly BaselineEntry[]
  /** How many violations they silence. */
  readonly silenced: number
  /** Entries that none shows, of which every world was seen whole. */
  readonly vanished: readonly BaselineEntry[]
  /** Silenced promises of which there may be other ways that were not seen. */
  readonly unseen: readonly UnseenWays[]
}

/** A promise of which ways may not have been seen, for one reason. */
export interface UnseenWays {
  readonly promise: string
  readonly cut: WaysCut
  /** Names. */
  readonly worlds: readonly string[]
}

interface Searched {
  readonly world: WorldName
  readonly outcome: Ended
}

/** The entry of a violation, if it has one. */
export type Knows = (trace: Trace) => BaselineEntry | undefined

export function knowing(entries: readonly BaselineEntry[]): Knows {
  const byFingerprint = new Map(entries.map(entry => [entry.fingerprint, entry]))
  return trace => byFingerprint.get(fingerprintWords(fingerprintOf(trace)))
}

/** @param accused the violations that it may silence: all that the searches show unless said */
export function heldAgainst(
  { file, entries }: Baseline,
  searched: readonly Searched[],
  accused: readonly Trace[] = searched.flatMap(({ outcome }) => tracesOf(outcome)),
): HeldAgainst {
  const knows = knowing(entries)
  const silenced = accused.flatMap(trace => knows(trace) ?? [])
  const shown = searched.flatMap(({ outcome }) => tracesOf(outcome).flatMap(trace => knows(trace) ?? []))
  const judged = new Set(searched.flatMap(({ world, outcome }) => judgedIn(showWorld(world), outcome)))
  const isGone = ({ fingerprint, worlds }: BaselineEntry) =>
    worlds.every(world => judged.has(judgedKey(world, promiseOf(fingerprint))))
  return {
    file,
    known: entries.filter(entry => silenced.includes(entry)),
    silenced: silenced.length,
    vanished: entries.filter(entry => !shown.includes(entry) && isGone(entry)),
    unseen: unseenIn(searched, knows),
  }
}

/** What a world was searched for to its end: every violation of it that is there was found. */
function judgedIn(world: string, outcome: Ended): string[] {
  if (outcome.kind !== 'judged' || outcome.result.cut !== undefined) return []
  const { result, otherWays = {} } = outcome
  return result.judgements
    .filter(({ property, outcome: { verdict } }) => {
      const ways = otherWays[property]
      return verdict !== 'violated' || (ways !== undefined && ways.cut === undefined)
    })
    .map(({ property }) => judgedKey(world, property))
}

function unseenIn(searched: readonly Searched[], knows: Knows): UnseenWays[] {
  const unseen = new Map<string, UnseenWays>()
  for (const { world, outcome } of searched) {
    const ways = outcome.kind === 'judged' ? Object.entries(outcome.otherWays ?? {}) : []
    for (const [promise, { traces, cut }] of ways) {
      if (cut === undefined || traces.some(trace => knows(trace) === undefined)) continue
      const worlds = unseen.get(`${promise} ${cut}`)?.worlds ?? []
      unseen.set(`${promise} ${cut}`, { promise, cut, worlds: [...worlds, showWorld(world)] })
    }
  }
  return [...unseen.values()]
}

/**
 * Another violation may be behind what is silenced, and nobody has seen whether: as of any search that was cut. Calls that go
 * round for ever are told apart by no search.
 */
export const isOpenBehind = ({ unseen }: Pick<HeldAgainst, 'unseen'>): boolean =>
  unseen.some(({ cut }) => cut !== 'endless')

export const judgedKey = (world: string, promise: string): string => `${world} ${promise}`

export const promiseOf = (fingerprint: string): string => fingerprint.split(':')[0]!

/** Of each promise all ways, where they were looked for. */
function tracesOf(outcome: Ended): Trace[] {
  if (outcome.kind !== 'judged') return []
  const { result, anew = {}, otherWays = {} } = outcome
  const told = [
    ...result.judgements.flatMap(one => (one.outcome.verdict === 'violated' ? one.outcome.trace : [])),
    ...Object.values(anew),
  ]
  return [
    ...told.filter(({ property }) => otherWays[property] === undefined),
    ...Object.values(otherWays).flatMap(({ traces }) => traces),
  ]
}

/** Searched worlds without what entries know: neither broken by that, nor said to hold. */
export function apartFrom<T extends { readonly outcome: Ended }>(
  searched: readonly T[],
  entries: readonly BaselineEntry[],
): T[] {
  const knows = knowing(entries)
  const promises = new Set(entries.map(({ fingerprint }) => promiseOf(fingerprint)))
  return searched.map(one => ({ ...one, outcome: withoutKnown(one.outcome, knows, promises) }))
}

/**
 * An outcome without what is said of promises that entries know: no violation that is silenced, and nothing that would
 * have such a promise hold.
 */
function withoutKnown(outcome: Ended, knows: Knows, promises: ReadonlySet<string>): Ended {
  if (outcome.kind !== 'judged') return outcome
  const judgements = outcome.result.judgements.filter(one =>
    one.outcome.verdict === 'violated' ? knows(one.outcome.trace) === undefined : !promises.has(one.property),
  )
  return { ...outcome, result: { ...outcome.result, judgements } }
}
