/**
 * Lines of C as reports name them.
 */
import type { TraceStep } from '../../../../checker/index.ts'
import type { CodePlace } from '../../../../model/patched/machines/operation-code.ts'
import type { Ended } from '../../../run/search/job.ts'

/** `guest_memfd.c:612`: the folder is said elsewhere. */
export const placeWords = (place: Pick<CodePlace, 'file' | 'line'> | undefined): string | undefined =>
  place && `${place.file.slice(place.file.lastIndexOf('/') + 1)}:${place.line}`

/** Where the steps of a search stand in the C that ran in it; nothing for a step written by hand. */
export function placesIn(outcome: Ended): (step: Pick<TraceStep, 'operation' | 'at'>) => CodePlace | undefined {
  const points = outcome.kind === 'judged' ? (outcome.points ?? []) : []
  const places = new Map(points.map(({ operation, at, place }) => [`${operation} ${at}`, place]))
  return ({ operation, at }) => places.get(`${operation} ${at}`)
}
