/**
 * The account of a review: what its searches saw of each changed statement, and whether leaving one out is noticed.
 */
import type { Accounted } from '../../../model/c/account/account.ts'
import type { CFile } from '../../../model/c/parse.ts'
import { accountOfPatch, type Ran } from '../../../model/patched/account.ts'
import { type Marked, together } from '../../../model/patched/with-code.ts'
import type { SearchBounds } from '../../search/job.ts'
import type { Review, ReviewedWorld } from '../worlds/result.ts'
import { withoutEffect } from './leaving-out.ts'

type Unaccounted = Pick<Review, 'reading' | 'extraction' | 'worlds'>

/**
 * @param previous the review of the patch before it in a series, which ran the code that this one finds
 * @param isOutside files that need not be accounted for
 */
export async function accountOfReview(
  review: Unaccounted,
  previous: Unaccounted | undefined,
  isOutside: (path: string) => boolean,
  bounds: SearchBounds,
): Promise<Accounted[]> {
  const { reading, extraction, worlds } = review
  const before: Ran = previous
    ? { isKnown: true, side: previous.extraction.sides.after, marks: marksAfter(previous) }
    : { isKnown: reading.base.length > 0, side: extraction.sides.before, marks: marksBefore(worlds) }
  const after: Ran = { isKnown: true, side: extraction.sides.after, marks: marksAfter(review) }
  const account = accountOfPatch(reading, extraction, { before, after }, isOutside)
  const idle = await withoutEffect(account, review, previous, bounds)
  return account.map(one => (idle.has(one) ? { ...one, class: 'not judged', why: idle.get(one)! } : one))
}

export const marksBefore = (worlds: readonly ReviewedWorld[]): Marked[] =>
  together(worlds.flatMap(({ before }) => (before.kind === 'judged' ? (before.marks ?? []) : [])))

/** A world in which nothing that runs changes has run the code before: in files that are as before, it is the same. */
export function marksAfter({ reading, worlds }: Pick<Review, 'reading' | 'worlds'>): Marked[] {
  const textIn = (files: readonly CFile[], path: string) =>
    files.find(({ source }) => source.file === path)?.source.text
  const isSame = ({ file }: Marked) => textIn(reading.files, file) === textIn(reading.base, file)
  return together(
    worlds.flatMap(({ before, after }) => {
      const marks = after.kind === 'judged' ? (after.marks ?? []) : []
      return after === before ? marks.filter(isSame) : marks
    }),
  )
}
