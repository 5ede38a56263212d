/**
 * Coverage of the C as lcov: line and branch records before the patch and after it. Counts are numbers of worlds.
 */
import { marksIn } from './account/marks.ts'
import { lcovRecord, ranLines, writeLcov } from './lines.ts'
import type { Series } from './series.ts'
import type { Review } from './worlds/result.ts'

/** @throws InputError when the file cannot be written */
export const writeCoverage = (file: string, { points }: Series): void =>
  writeLcov(file, lcovLines(points.map(({ review }) => review)))

/** @param reviews one for each patch: the code before the first, and after each */
function lcovLines(reviews: readonly RanReview[]): string[] {
  return [
    ...recordsOf('before', reviews[0]!, 'before'),
    ...reviews.flatMap((one, at) => recordsOf(reviews.length > 1 ? `after_${at + 1}` : 'after', one, 'after')),
  ]
}

type RanReview = Pick<Review, 'reading' | 'worlds'>

function recordsOf(name: string, { reading, worlds }: RanReview, side: 'before' | 'after'): string[] {
  const files = side === 'before' ? reading.base : reading.files
  const all = worlds.flatMap(world => marksIn(world[side], world.ran[side], files))
  return files.flatMap(({ source: { file, text } }) => {
    const marks = all.filter(mark => mark.file === file)
    return marks.length === 0 ? [] : lcovRecord(name, file, ranLines(marks, text))
  })
}
