/**
 * A violation in the Informal Trace Format: memory before and after each step, in the words of traces.
 */
import { kernelFields } from '../../../../model/kernel/state/state.ts'
import { showWorld } from '../../../names/world-name.ts'
import { type MemoryState, memoriesOf } from '../../memory/memory.ts'
import { shownFor } from '../../memory/read-by.ts'
import type { Page } from '../telling.ts'
import { placed, type Violation } from '../violation.ts'
import { othersWords } from './others.ts'
import { toldSteps } from './told-steps.ts'

/** A number, or its words where the field has some. */
type ItfValue = number | string | readonly (number | string)[]

export interface ItfTrace {
  readonly '#meta': Readonly<Record<string, string>>
  readonly params: readonly string[]
  readonly vars: readonly string[]
  readonly states: readonly ItfState[]
}

export type ItfState = { readonly '#meta': Readonly<Record<string, number | string>> } & Readonly<
  Record<string, ItfValue | Readonly<Record<string, number | string>>>
>

/** @param violations the first is written  @param headline said where there is none */
export function itfOf([first, ...others]: readonly Violation[], headline: string, page: Page): ItfTrace {
  const meta = { format: 'ITF', 'format-description': 'https://apalache-mc.org/docs/adr/015adr-trace.html' }
  if (first === undefined) return { '#meta': { ...meta, description: headline }, params: [], vars: [], states: [] }
  const { trace, scenario, world } = first
  const vars = variablesOf(first)
  const steps = toldSteps(first, placed(first, page))
  const states = memoriesOf(scenario, trace).map((memory, index): ItfState => {
    const step = steps[index - 1]
    const taken = step ? { step: `CPU${step.thread} ${step.text}` } : {}
    return {
      '#meta': { index, ...taken },
      lastStep: step ? `CPU${step.thread} ${step.text}` : 'none',
      ...Object.fromEntries(vars.map(({ name, words }) => [name, words(memory)])),
    }
  })
  const more = othersWords(others.length, page, 'writes')
  return {
    '#meta': {
      ...meta,
      source: showWorld(world),
      status: 'violation',
      description: `${trace.property} does not hold: ${trace.says}${more === undefined ? '' : `; ${more}`}`,
    },
    params: [],
    vars: ['lastStep', ...vars.map(({ name }) => name)],
    states,
  }
}

/** Fields of the kernel; of what the model keeps beside it, what the promise reads. */
function variablesOf({ scenario: { bounds, environment }, trace }: Violation) {
  const shown: readonly string[] = shownFor(trace.property)
  return Object.entries(kernelFields(bounds, environment)).flatMap(([name, field]) => {
    if (field.kind === 'constant' || (field.role !== 'state' && !shown.includes(name))) return []
    if (field.kind === 'cells' && field.length === 0) return []
    const show = (value: number) => field.show?.(value) ?? value
    const words = (memory: MemoryState): ItfValue => {
      const value = memory[name as keyof MemoryState]
      return typeof value === 'number' ? show(value) : [...value].map(show)
    }
    return { name, words }
  })
}
