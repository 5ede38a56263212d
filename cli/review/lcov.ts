/**
 * Coverage of the C as lcov: line and branch records before the patch and after it. Counts are numbers of worlds.
 */
import { type Marked, markKey } from '../../model/patched/with-code.ts'
import { writeWhole } from '../text/whole-file.ts'
import { marksIn } from './account/marks.ts'
import type { Series } from './series.ts'
import type { Review } from './worlds/result.ts'

/** @throws InputError when the file cannot be written */
export function writeCoverage(file: string, { points }: Series): void {
  const lines = lcovLines(points.map(({ review }) => review))
  writeWhole(file, lines.map(line => `${line}\n`).join(''), 'name another file for --coverage')
}

/** @param reviews one for each patch: the code before the first, and after each */
export function lcovLines(reviews: readonly Ran[]): string[] {
  return [
    ...recordsOf('before', reviews[0]!, 'before'),
    ...reviews.flatMap((one, at) => recordsOf(reviews.length > 1 ? `after_${at + 1}` : 'after', one, 'after')),
  ]
}

type Ran = Pick<Review, 'reading' | 'worlds'>

function recordsOf(name: string, { reading, worlds }: Ran, side: 'before' | 'after'): string[] {
  const files = side === 'before' ? reading.base : reading.files
  const all = worlds.flatMap(world => marksIn(world[side], world.ran[side], files))
  return files.flatMap(({ source: { file, text } }) => {
    const marks = all.filter(mark => mark.file === file)
    return marks.length === 0 ? [] : [`TN:${name}`, `SF:${file}`, ...linesOf(marks, text), 'end_of_record']
  })
}

function linesOf(marks: readonly Marked[], text: string): string[] {
  const worlds = new Map<string, { readonly mark: Marked; count: number }>()
  for (const mark of marks) {
    const found = worlds.get(markKey(mark)) ?? { mark, count: 0 }
    found.count += Number(mark.came)
    worlds.set(markKey(mark), found)
  }
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length
  const lines = new Map<number, number>()
  const branches = new Map<number, Map<string, { yes?: number; no?: number }>>()
  for (const { mark, count } of worlds.values()) {
    const line = lineAt(mark.start)
    lines.set(line, Math.max(count, lines.get(line) ?? 0))
    if (mark.outcome === 'ran') continue
    const here = branches.get(line) ?? new Map()
    branches.set(line, here)
    const key = `${mark.start} ${mark.end}`
    here.set(key, { ...here.get(key), [mark.outcome]: count })
  }
  const byLine = <T>(found: ReadonlyMap<number, T>) => [...found].sort(([a], [b]) => a - b)
  const taken = byLine(branches).flatMap(([line, here]) =>
    [...here.values()].flatMap(({ yes = 0, no = 0 }, block) =>
      [yes, no].map((count, branch) => ({ line, block, branch, count: yes + no === 0 ? '-' : count })),
    ),
  )
  const isHit = (count: number | string) => typeof count === 'number' && count > 0
  return [
    ...taken.map(({ line, block, branch, count }) => `BRDA:${line},${block},${branch},${count}`),
    `BRF:${taken.length}`,
    `BRH:${taken.filter(({ count }) => isHit(count)).length}`,
    ...byLine(lines).map(([line, count]) => `DA:${line},${count}`),
    `LF:${lines.size}`,
    `LH:${[...lines.values()].filter(isHit).length}`,
  ]
}
