/**
 * Lines of C as reports name them.
 */
import type { Place } from '../../../model/patched/with-code.ts'

/** `guest_memfd.c:612`: the folder is said elsewhere. */
export const placeWords = (place: Pick<Place, 'file' | 'line'> | undefined): string | undefined =>
  place && `${place.file.slice(place.file.lastIndexOf('/') + 1)}:${place.line}`
