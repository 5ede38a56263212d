/**
 * A series reviewed: what each of its patches does to the promises that the design keeps, against the patch before it.
 */

import { functionsOf } from '../../../model/patched/reading.ts'
import { compareText } from '../../names/world-name.ts'
import { isWorse, type PatchEffect } from './worlds/promises.ts'
import { promisesNamed, type Review, type ReviewedWorld } from './worlds/result.ts'

/**
 * Whether a bisection may stop at a patch. `yes`: the code after it keeps every promise that the design keeps. `no`: it
 * breaks one. `unknown`: part of it could not be judged.
 */
export type Bisectable = 'yes' | 'no' | 'unknown'

export interface SeriesPoint {
  readonly review: Review
  /** Functions the patch changes that the model stands for, or that run as patched; in the order of the patch. */
  readonly changes: readonly string[]
  /** Promises by name that the code after the patch breaks, and the code before it did not. */
  readonly breaks: readonly string[]
  /** Promises that the design breaks, and the code after the patch in ways in which neither it nor the code before did. */
  readonly breaksAnew: readonly string[]
  /** Broken by an earlier patch, or so, and after this one no worse than in the design in all worlds where they were. */
  readonly heals: readonly string[]
  /** Broken by an earlier patch, or so, and neither broken nor seen to be kept after this one. */
  readonly losesSightOf: readonly string[]
  /** Broken in the design and before the patch, and not after it. */
  readonly repairs: readonly string[]
  /** The same modelled code as after the patch before, or as in the design: nothing was searched for this patch. */
  readonly asBefore: boolean
  readonly bisectable: Bisectable
}

export interface Series {
  readonly points: readonly SeriesPoint[]
}

/** @param reviews one for each patch, in the order in which they apply */
export const seriesOf = (reviews: readonly Review[]): Series => ({
  points: reviews.map((review, at) => pointOf(review, reviews[at - 1])),
})

function pointOf(review: Review, previous: Review | undefined): SeriesPoint {
  const now = (change: PatchEffect) => promisesNamed(review.worlds, change)
  const before = (change: PatchEffect) => (previous ? promisesNamed(previous.worlds, change) : [])
  const worse = [...new Set([...now('broken'), ...now('broken anew')])]
  const worseBefore = [...new Set([...before('broken'), ...before('broken anew')])]
  const mended = worseBefore.filter(promise => !worse.includes(promise)).sort(compareText)
  const breaks = now('broken').filter(promise => !before('broken').includes(promise))
  const { treatment } = review.extraction
  return {
    review,
    changes: functionsOf(review.reading.hunks).filter(name => ['checked', 'modelled'].includes(treatment.get(name)!)),
    breaks,
    breaksAnew: now('broken anew').filter(promise => ![...breaks, ...worseBefore].includes(promise)),
    heals: mended.filter(promise => isMended(promise, review, previous!)),
    losesSightOf: mended.filter(promise => !isMended(promise, review, previous!)),
    repairs: now('repaired').filter(promise => !before('repaired').includes(promise)),
    asBefore: textsOf(review) === (previous ? textsOf(previous) : ''),
    bisectable: bisectableOf(review),
  }
}

/** No worse than in the design, in every world in which it was worse before. */
function isMended(promise: string, { worlds }: Review, previous: Review): boolean {
  const changeIn = ({ promises }: ReviewedWorld) => promises.find(one => one.promise === promise)?.change
  return previous.worlds
    .filter(one => isWorse(changeIn(one) ?? 'untested'))
    .every(({ scenario, configuration }) => {
      const now = worlds.find(one => one.scenario.name === scenario.name && one.configuration === configuration)
      return ['kept', 'repaired', 'still broken', 'known'].includes((now && changeIn(now)) ?? 'untested')
    })
}

const textsOf = ({ worlds }: Review): string =>
  worlds.map(({ scenario, text }) => `${scenario.name}\n${text}`).join('\n')

/** Whatever else happened to its searches, a patch that breaks a promise is one at which a bisection may not stop. */
function bisectableOf({ reasons }: Review): Bisectable {
  if (reasons.includes('violated')) return 'no'
  return reasons.length === 0 ? 'yes' : 'unknown'
}
