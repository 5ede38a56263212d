/**
 * How many causes a report tells, before it is told.
 */
import { explanations } from './explanations.ts'
import type { Reports } from './reports.ts'

/** Of a series, after each of its patches; nothing of reports that know no causes. */
export async function causeCounts<K extends keyof Reports>(kind: K, report: Reports[K]): Promise<readonly number[]> {
  if (kind === 'check') {
    const { checked, held, tree } = report as Reports['check']
    const [{ causesIn }, { apartFrom }] = await Promise.all([
      import('../world/check/text.ts'),
      import('../../violations/baseline/held.ts'),
    ])
    const left = held ? apartFrom(checked, held.known) : checked
    return [causesIn(left, await explanations(tree !== undefined)).length]
  }
  if (kind !== 'review') return []
  const { series } = report as Reports['review']
  const [{ toldAfter }, { reviewCauses }, { promises }] = await Promise.all([
    import('../review/violations.ts'),
    import('../review/broken.ts'),
    import('../../../spec/promises/index.ts'),
  ])
  return series.points.map(point => reviewCauses(toldAfter(series, point, promises)).length)
}
