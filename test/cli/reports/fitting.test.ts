/**
 * Traces of causes that have to fit a screen or two.
 */
import { describe, expect, it } from 'vitest'
import { compactLines } from '../../../cli/reports/trace/compact.ts'
import type { Violation } from '../../../cli/reports/trace/violation.ts'
import { type CauseTrace, fittingTraces } from '../../../cli/reports/world/fitting.ts'
import { palette } from '../../../cli/text/palette.ts'
import { scenarios } from '../../../model/scenarios/index.ts'
import { change, starts, step } from '../by-hand/traces.ts'

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
    promise: { kind: 'stuck', statement: 'It holds.', source: 'somebody' },
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

  it('are the first without the steps that it does not need, where it is too long whole', () => {
    const { violation, ...one } = cause('one', 40, 2)
    // Names that differ in more than numbers: rounds of a loop would be told once.
    const steps = violation.trace.steps.map((taken, at) =>
      at === 0 ? taken : { ...taken, fn: 'step'.padEnd(at, '_') },
    )
    const causes = [{ ...one, violation: { ...violation, trace: { ...violation.trace, steps } } }, cause('two', 9, 2)]
    const [long, short] = [told(200, ...causes), told(50, ...causes)]
    expect(wholeIn(long!)).toBe(1)
    expect(long!.join('\n')).not.toContain('other steps ran as well')
    expect(wholeIn(short!)).toBe(1)
    expect(short!.join('\n')).toContain('other steps ran as well')
  })

  it('are at least a few lines for each cause, and longer as far as there is room, the first before the others', () => {
    const causes = ['one', 'two', 'three', 'four', 'five'].map(name => cause(name, 30, 20))
    const [least, first, more] = [26, 80, 110].map(room => told(room, ...causes))
    expect(least).toHaveLength(19)
    expect(least!.slice(1, 4)).toEqual([
      '1  one says so (one)',
      '   after 30 steps in convert-to-shared@rfc-v2-split:',
      '   CPU0 convert 0 to shared: 30 step_28()',
    ])
    expect(wholeIn(first!)).toBe(1)
    expect(first).toContain('2  two says so (two)')
    expect(more).toContain('cause 2  two')
    expect(more).toContain('5  five says so (five)')
    for (const lines of [least, first, more])
      expect(lines!.join(' ')).toContain('--cause N tells a whole trace of cause N, --all 5 one of each cause')
  })

  it('name those that there is no room for by their numbers, and tell the first at least in brief', () => {
    const causes = ['one', 'two', 'three', 'four', 'five'].map(name => cause(name, 9, 2))
    expect(told(13, ...causes).join(' ')).toContain('no trace is told here of causes 4-5; --cause N tells')
    const none = told(1, ...causes)
    expect(none).toContain('cause 1  one')
    expect(none.join(' ')).toContain('no trace is told here of causes 2-5;')
  })
})

describe('a trace in a few lines', () => {
  const shared = change('share', 0, 'PRIVATE', 'SHARED')
  const failing = (fn: string) => step(0, fn, [change('failuresLeft', undefined, '1', '0')], { event: 'enomem' })
  const names = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => `a_function_${from + at}`)
  const steps = [
    starts(0, 'convert', { start: 0, pages: 1, share: 1 }),
    failing('xa_store'),
    ...names(2, 12).map(name => step(0, name, [shared])),
    starts(1, 'guest fault', { gfn: 3 }),
    step(1, 'kvm_tdp_mmu_map', [shared]),
    step(0, 'filemap_invalidate_unlock', [shared]),
  ]
  const { violation } = cause('one', 2, 1)
  const lines = compactLines(
    { ...violation, trace: { ...violation.trace, steps, needed: [...steps.keys()] } },
    ' 7  ',
    page,
  )

  it('tells the last step, failures, then what comes late, and where others are left out', () => {
    expect(lines.slice(2)).toEqual([
      '    CPU0 convert 0 to shared: 2 xa_store() fails: -ENOMEM, ...; CPU1 guest',
      '    fault, gfn 3: 14 kvm_tdp_mmu_map(); CPU0: 15 filemap_invalidate_unlock()',
    ])
  })

  it('keeps to the width', () => {
    for (const width of [40, 60, 80, 100])
      for (const line of compactLines(violation, ' 7  ', { ...page, width }))
        expect(line.length).toBeLessThanOrEqual(width)
  })
})
