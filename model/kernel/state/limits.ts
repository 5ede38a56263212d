/**
 * The largest world that the fields and locals of the model hold. A larger one would not be judged, but misjudged: a
 * mask of pages would lose its upper bits without a word.
 */
import { InputError } from '../../../checker/declare.ts'
import type { Bounds } from './state.ts'

/** A mask of pages or threads is one byte; a frame, a VM and a page of a hugepage are locals of 32, 4 and 16 values. */
const largest = { pages: 8, hugepage: 16, frames: 32, threads: 8, vms: 4 } as const

/**
 * @param scenario its name, for the error
 * @throws InputError when a bound is beyond what the model holds, or pages or frames are not whole hugepages
 */
export const refuseBounds = (scenario: string, bounds: Bounds): void => {
  for (const [bound, limit] of Object.entries(largest) as [keyof typeof largest, number][])
    if (bounds[bound] > limit)
      throw new InputError(`the scenario ${scenario} has ${bounds[bound]} ${bound}: the model holds up to ${limit}`)
  for (const bound of ['pages', 'frames'] as const)
    if (bounds[bound] % bounds.hugepage !== 0)
      throw new InputError(
        `the scenario ${scenario} has ${bounds[bound]} ${bound}: make that a multiple of its hugepage, which has ${bounds.hugepage}`,
      )
}
