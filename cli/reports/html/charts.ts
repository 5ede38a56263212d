/**
 * The state charts of the operations in a violation that are written by hand: the states that it comes to.
 */
import { machinesFor } from '../../../model/operations/machines.ts'
import { around, chartOf } from '../../charts/chart.ts'
import { inlineSvgChart } from '../../charts/svg.ts'
import { named } from '../../names/nearest.ts'
import { allDesigns } from '../../names/proposed.ts'
import { escaped } from '../memory/markup.ts'
import type { Violation } from '../trace/violation.ts'

/** '' where all steps are C. */
export async function chartsOf({ trace, world, code }: Violation): Promise<string> {
  const machines = machinesFor(named('design', allDesigns(), world.design, 'gmemcheck list designs'))
  const byHand = trace.steps.filter(step => code?.placeOf(step) === undefined)
  const operations = [...new Set(byHand.map(({ operation }) => operation))]
  const figures = operations.map(async operation => {
    const those = byHand.filter(step => step.operation === operation)
    const points = new Set(those.flatMap(({ at, to }) => [at, to]).filter(point => point !== ''))
    const machine = machines[operation]
    if (points.size === 0 || machine === undefined) return ''
    const svg = await inlineSvgChart(around(chartOf(operation, machine()), points), `state chart of ${operation}`)
    return `<figure class="chart" data-operation="${escaped(operation)}"><figcaption>${escaped(operation)}: the states that it comes to here</figcaption><p class="here" hidden></p><div class="drawn" tabindex="0" role="group" aria-label="chart of ${escaped(operation)}">${svg}</div></figure>`
  })
  return (await Promise.all(figures)).join('\n')
}
