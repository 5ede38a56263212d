/**
 * A patch reviewed: what was read of it, what the worlds say, and what none of them has judged.
 */
import type { Accounted } from '../../../../model/c/account/told.ts'
import type { CFile } from '../../../../model/c/parse/parse.ts'
import type { Configuration } from '../../../../model/c/text/configuration.ts'
import type { Extraction } from '../../../../model/patched/extraction.ts'
import type { PatchReading } from '../../../../model/patched/reading.ts'
import type { Scenario } from '../../../../model/scenarios/parts/scenario.ts'
import { compareText, showWorld, type WorldName } from '../../../names/world-name.ts'
import { type Reason, reasonIf, troublesOf } from '../../../run/exit-codes.ts'
import type { Ended } from '../../../run/search/job.ts'
import { changedBy } from './changed.ts'
import type { OnlyInLarge } from './chosen.ts'
import { lostBy } from './lost.ts'
import { newlyReturnedBy } from './newly-returned.ts'
import { isWorse, type PatchEffect, type ReviewedPromise } from './promises.ts'
import type { WorldSides } from './searches.ts'
import type { Unjudged } from './unjudged.ts'

/** One world, as written by hand and with the patched code. */
export interface ReviewedWorld {
  readonly world: WorldName
  /** Of the code; '' for the usual one: see `configurationWords`. */
  readonly configuration: string
  /** In what that differs from the usual one. */
  readonly differs: Configuration
  readonly scenario: Scenario
  /** All C that decides what the world does. */
  readonly text: string
  readonly before: Ended
  readonly after: Ended
  /** The files whose code ran in each search. */
  readonly ran: Readonly<Record<'before' | 'after', readonly CFile[]>>
  /** Where both searches came to an end. */
  readonly promises: readonly ReviewedPromise[]
}

/** A patch looked at in one configuration. */
export interface ConfiguredReview {
  /** `CONFIG_NUMA=n`; '' for the usual one. */
  readonly configuration: string
  readonly reading: PatchReading
  readonly extraction: Extraction
  /** All of its worlds. */
  readonly searched: readonly WorldSides[]
  /** Elsewhere than in the usual one only those that run other code there. */
  readonly worlds: readonly ReviewedWorld[]
}

export interface Review {
  /** In the usual configuration, as the extraction. */
  readonly reading: PatchReading
  readonly extraction: Extraction
  /** Of all configurations; those of the usual one first. */
  readonly worlds: readonly ReviewedWorld[]
  /** The configurations in which it was looked at, but for the usual one. */
  readonly configurations: readonly string[]
  /** What decides about changed code and was not looked at, in words. */
  readonly skippedConfigurations: readonly string[]
  /** Worlds that would run the patched code, and are too large to be searched unless they are asked for. */
  readonly large: readonly WorldName[]
  /** Operations that run the patched code in no world but those. */
  readonly onlyInLarge: readonly OnlyInLarge[]
  readonly unjudged: Unjudged
  /** The account of each changed statement. */
  readonly account: readonly Accounted[]
  /** Things that searched worlds saw before the patch, and none saw after it: see `lostBy`. */
  readonly lost: readonly string[]
  /** Calls that return otherwise: see `changedBy` and `newlyReturnedBy`. */
  readonly changed: readonly string[]
  /** Why it does not end with 0. */
  readonly reasons: readonly Reason[]
}

/**
 * What the worlds say together, and why the review does not end with 0. A statement that is not judged, or a search that was
 * cut, leaves part of the answer missing; so does what was not looked at, or would be in worlds that are too large.
 */
export function sumOf(
  configured: readonly Pick<ConfiguredReview, 'configuration' | 'searched' | 'worlds'>[],
  account: readonly Accounted[],
  { skippedConfigurations, onlyInLarge }: Pick<Review, 'skippedConfigurations' | 'onlyInLarge'> = NOTHING_LEFT,
): Pick<Review, 'lost' | 'changed' | 'reasons'> {
  const worlds = configured.flatMap(one => one.worlds)
  const lost = inEach(configured, one => lostBy(one.searched))
  const changed = inEach(configured, one => otherResults(one.worlds))
  const effects = worlds.flatMap(({ promises }) => promises.map(({ change }) => change))
  const isUnknown = worlds.some(({ before, after }) => [before, after].some(({ kind }) => kind === 'not-judged'))
  const isOpen =
    isUnknown ||
    effects.includes('open') ||
    effects.includes('possible') ||
    lost.length + changed.length + skippedConfigurations.length + onlyInLarge.length > 0 ||
    account.some(one => one.class === 'not judged')
  const reasons = [
    ...troublesOf(worlds.flatMap(({ before, after }) => [before, after])),
    ...reasonIf(account.some(isCut), 'interrupted'),
    ...reasonIf(effects.some(isWorse), 'violated'),
    ...reasonIf(isOpen, 'open'),
  ]
  return { lost, changed, reasons }
}

const otherResults = (worlds: readonly ReviewedWorld[]): string[] => [...changedBy(worlds), ...newlyReturnedBy(worlds)]

const NOTHING_LEFT = { skippedConfigurations: [], onlyInLarge: [] }

/** Why a statement is not judged that Ctrl-C left no time to leave out. */
export const CUT = 'interrupted'

/** Ctrl-C came before the statement was judged. */
export const isCut = ({ why }: Accounted): boolean => why === CUT

/** What the usual configuration shows, and what others show besides. */
function inEach<T extends Pick<ConfiguredReview, 'configuration'>>(
  [usual, ...others]: readonly T[],
  told: (one: T) => readonly string[],
): string[] {
  const known = usual === undefined ? [] : told(usual)
  const besides = others.flatMap(one =>
    told(one)
      .filter(words => !known.includes(words))
      .map(words => inWords(words, one.configuration)),
  )
  return [...known, ...besides]
}

/** `SCENARIO@DESIGN where CONFIG_NUMA=n`. */
export const worldWords = ({ world, configuration }: Pick<ReviewedWorld, 'world' | 'configuration'>): string =>
  inWords(showWorld(world), configuration)

/** What is said, and the configuration in which, but for the usual one. */
export const inWords = (said: string, configuration: string): string =>
  configuration === '' ? said : `${said} where ${configuration}`

/** The configuration of all these worlds; '' where they differ. */
export const configurationOf = ([first, ...others]: readonly ReviewedWorld[]): string =>
  others.every(({ configuration }) => configuration === first?.configuration) ? (first?.configuration ?? '') : ''

/** Names of the promises that changed that way in some world, in order. */
export const promisesNamed = (worlds: readonly ReviewedWorld[], change: PatchEffect): string[] =>
  promisesThat(worlds, change).map(({ promise }) => promise)

/** Promises over all worlds: those that changed that way in some world, and in which. By name. */
export function promisesThat(
  worlds: readonly ReviewedWorld[],
  change: PatchEffect,
): { promise: string; worlds: ReviewedWorld[] }[] {
  const found = new Map<string, ReviewedWorld[]>()
  for (const world of worlds)
    for (const one of world.promises)
      if (one.change === change) found.set(one.promise, [...(found.get(one.promise) ?? []), world])
  return [...found]
    .map(([promise, those]) => ({ promise, worlds: those }))
    .sort((a, b) => compareText(a.promise, b.promise))
}
