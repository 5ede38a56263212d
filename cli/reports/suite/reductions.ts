/**
 * How much smaller the graphs were in which steps stood for others, largest worlds first.
 */

import type { SuiteWorld } from '../../judging/suite/report.ts'
import { showWorld } from '../../names/world-name.ts'
import { table } from '../../text/table.ts'
import { count } from '../../text/words.ts'
import type { Page } from '../trace/telling.ts'

export function reductionLines(worlds: readonly SuiteWorld[], { width }: Page): string[] {
  const rows = worlds.flatMap(({ world, reduction }) =>
    reduction === undefined ? [] : [{ name: showWorld(world), ...reduction }],
  )
  if (rows.length === 0) return []
  const sum = (number: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + number(row), 0)
  const all = { name: 'all of them', states: sum(({ states }) => states), kept: sum(({ kept }) => kept) }
  const largestFirst = [...rows].sort((a, b) => b.states - a.states)
  return table(
    [{ head: 'world' }, ...['states', 'kept', 'factor'].map(head => ({ head, right: true }))],
    [...largestFirst, all].map(({ name, states, kept }) => [
      name,
      count(states),
      count(kept),
      (states / kept).toFixed(1),
    ]),
    width,
  ).flat()
}
