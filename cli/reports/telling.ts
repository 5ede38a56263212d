/**
 * How traces of a scenario are told: its threads, its fields, and words for its calls.
 */
import { kernelFields } from '../../model/kernel/state.ts'
import type { Scenario } from '../../model/scenarios/scenario.ts'
import { callWords } from './calls.ts'
import { indexWords } from './indices.ts'
import type { Palette } from './palette.ts'
import type { Telling } from './trace.ts'

export interface Page {
  /** Characters of a line. */
  readonly width: number
  readonly palette: Palette
  /** Show locals and bookkeeping of traces too. */
  readonly locals: boolean
}

export function tellingOf({ bounds, environment, threads }: Scenario, page: Page): Telling {
  const fields = kernelFields(bounds, environment)
  const role = (name: string) => {
    const field = fields[name as keyof typeof fields]
    return field.kind === 'constant' ? 'state' : field.role
  }
  return {
    ...page,
    threads,
    showIndex: (field, index) => indexWords(bounds, field, index),
    showCall: callWords,
    isBookkeeping: field => role(field) === 'ghost' || field === 'held',
    isSignal: field => role(field) === 'signal',
  }
}
