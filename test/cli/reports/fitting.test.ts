/**
 * Traces of causes that have to fit a screen or two.
 */
import { describe, expect, it } from 'vitest'
import type { Violation } from '../../../cli/reports/trace/violation.ts'
import { type CauseTrace, fittingTraces } from '../../../cli/reports/world/fitting.ts'
import { palette } from '../../../cli/text/palette.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { starts, step } from '../traces.ts'

const page = { width: 80, palette: palette(false), locals: false }
const scenario = scenarios.find(({ name }) => name === 'convert-to-shared')!

/** A cause whose trace has so many steps, of which so many are needed. */
const cause = (name: string, length: number, needed: number): CauseTrace => {
  const steps = [
    starts(0, 'convert', { start: 0, pages: 1, share: 1 }),
    ...Array.from({ length: length - 1 }, (_, at) => step(0, `step_${at}`)),
  ]
  const trace = {
    ...{ property: name, says: `${name} says so`, initial: 0, path: '0', preemptions: 0, steps },
    needed: Array.from({ length: needed }, (_, at) => length - needed + at),
  }
  const violation: Violation = {
    world: { scenario: scenario.name, design: 'rfc-v2-split' },
    scenario,
    trace,
    result: { states: 9 },
    promise: { statement: 'It holds.', source: 'somebody' },
  }
  return { cause: name, violation, page }
}
const told = (room: number, ...causes: CauseTrace[]) => fittingTraces(causes, room, page)

/** How many are told with their promise, which traces in brief leave out. */
const wholeIn = (lines: readonly string[]) => lines.filter(line => line.startsWith('  promised')).length

describe('traces that fit', () => {
  it('are the first whole, and of the others the steps that they need', () => {
    const lines = told(200, cause('one', 20, 2), cause('two', 20, 3))
    expect(wholeIn(lines)).toBe(1)
    expect(lines).toContain('cause 2  two')
    expect(lines).toContain('  after 20 steps, 16 of which it does not need and are not told here')
    expect(lines.join('\n')).not.toContain('no trace is told')
  })

  it('leave out those that are too long, by number, and tell shorter ones behind them', () => {
    const room = 80
    const lines = told(room, cause('one', 9, 2), cause('two', 90, 70), cause('three', 90, 80), cause('four', 9, 2))
    expect(lines.length).toBeLessThanOrEqual(room)
    expect(lines).toContain('cause 4  four')
    expect(lines.join(' ')).toContain('no trace is told here of causes 2-3: --all tells every trace')
  })

  it('are at least one, and that one in brief where there are others and no room', () => {
    expect(wholeIn(told(10, cause('one', 40, 30)))).toBe(1)
    const both = told(10, cause('one', 40, 3), cause('two', 4, 2))
    expect(wholeIn(both)).toBe(0)
    expect(both.join('\n')).toContain('step_38()')
    expect(both.join(' ')).toContain('no trace is told here of cause 2:')
  })
})
