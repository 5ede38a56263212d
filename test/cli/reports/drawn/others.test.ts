import { describe, expect, it } from 'vitest'
import { sequenceDiagram } from '../../../../cli/reports/trace/drawn/sequence.ts'
import { palette } from '../../../../cli/text/palette.ts'
import { scenarios } from '../../../../model/scenarios/index.ts'
import { promises } from '../../../../spec/promises/index.ts'
import { starts, step } from '../../by-hand/traces.ts'

const scenario = scenarios.find(({ name }) => name === 'convert-to-shared-during-guest-fault')!
const violation = {
  world: { scenario: scenario.name, design: 'exact-window' },
  scenario,
  promise: promises.find(({ name }) => name === 'no-index-wraps')!,
  trace: {
    ...{ property: 'no-index-wraps', says: 'it wraps', initial: 0, path: '', preemptions: 0 },
    steps: [starts(0, 'convert', {}), step(0, 'store')],
  },
} as never
const page = { width: 80, palette: palette(false), locals: false }

describe('a file that holds one violation', () => {
  it('counts causes where the report tells one violation a cause, and violations where it tells them all', () => {
    const first = (number: number, all?: true | number) =>
      sequenceDiagram(Array(number).fill(violation), '', { ...page, ...(all !== undefined && { all }) })[0]
    expect(first(3)).toBe('%% 2 causes more: --cause N draws another')
    expect(first(2)).toBe('%% 1 cause more: --cause N draws another')
    expect(first(3, true)).toBe('%% 2 violations more: --cause N draws another')
    expect(first(1)).toBe('sequenceDiagram')
  })
})
