/**
 * What patched code breaks: each promise with the shortest of its traces, and where its steps stand in the C.
 */
import type { Result, Step, Trace } from '../../checker/result.ts'
import type { Scenario } from '../../model/scenarios/scenario.ts'
import type { Promised } from '../../spec/promise.ts'
import { build } from '../judge.ts'
import { promisesThat, type Review } from '../review.ts'
import { type Place, withCode } from '../with-code.ts'
import { showWorld, type WorldName } from '../world-name.ts'
import type { Page } from './telling.ts'
import { violationLines } from './violation.ts'

export interface BrokenPromise {
  readonly promise: Promised
  readonly world: WorldName
  readonly scenario: Scenario
  readonly trace: Trace
  readonly result: Result
  /** How many worlds break it. */
  readonly worlds: number
  readonly placeOf: (step: Step) => Place | undefined
}

/**
 * Promises that the patched code breaks and the design keeps, by name.
 *
 * @param promises all that there are
 */
export const brokenPromises = (review: Review, promises: readonly Promised[]): BrokenPromise[] =>
  promisesThat(review.worlds, 'broken').map(({ promise: name, worlds }) => {
    const [shortest] = worlds
      .map(one => ({ ...one, trace: one.promises.find(({ promise }) => promise === name)!.trace! }))
      .sort((a, b) => a.trace.steps.length - b.trace.steps.length)
    const { world, scenario, trace, after } = shortest!
    if (after.kind !== 'judged') throw new TypeError(`${showWorld(world)} was not judged`)
    const { placeOf } = withCode(build(world), review.reading.files, review.extraction.replaced)
    const promise = promises.find(one => one.name === name)!
    return { promise, world, scenario, trace, result: after.result, worlds: worlds.length, placeOf }
  })

export const brokenLines = (broken: readonly BrokenPromise[], page: Page): string[] =>
  broken.flatMap(({ placeOf, ...violation }) => [
    '',
    ...violationLines(violation, { ...page, placeOf: step => placeWords(placeOf(step)) }),
  ])

/** `guest_memfd.c:612`: the folder is said elsewhere. */
export const placeWords = (place: Pick<Place, 'file' | 'line'> | undefined): string | undefined =>
  place && `${place.file.slice(place.file.lastIndexOf('/') + 1)}:${place.line}`
