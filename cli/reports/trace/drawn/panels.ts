/**
 * A violation in two pictures of memory: before its first step, and after its last.
 */
import { showWorld } from '../../../names/world-name.ts'
import { memoriesOf } from '../../memory/memory.ts'
import { picturesOf } from '../../memory/pictures.ts'
import type { Panel } from '../../memory/svg.ts'
import type { Violation } from '../violation.ts'

export function panelsOf({ world, scenario, trace }: Violation): Panel[] {
  const pictures = picturesOf(scenario, memoriesOf(scenario, trace), trace.property)
  const last = trace.steps.at(-1)
  const begins = { title: `${trace.property} in ${showWorld(world)}: before step 1`, picture: pictures[0]! }
  if (last === undefined) return [begins]
  const what = last.starts ? `the call of ${last.operation}` : `${last.fn}()`
  const title = `after step ${trace.steps.length}, ${what} on CPU${last.thread}: ${trace.says}`
  return [begins, { title, picture: pictures.at(-1)!, before: pictures.at(-2)! }]
}
