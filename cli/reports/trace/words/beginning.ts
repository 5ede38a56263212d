/**
 * The state in which a world begins, in the words of its changes.
 */
import type { Row } from '../../../../checker/declare.ts'
import { kernelFields } from '../../../../model/kernel/state/state.ts'
import type { Scenario } from '../../../../model/scenarios/parts/scenario.ts'
import { range } from '../../../text/words.ts'
import { indexWords } from '../../memory/indices.ts'
import { type MemoryState, memoryAt } from '../../memory/memory.ts'

/**
 * Phrases: all of `share`, and whatever else is not 0; `held` and ghosts are left out unless they are to be shown.
 *
 * @param initial from 0
 */
export function beginning(scenario: Scenario, initial: number, shown: readonly string[]): string[] {
  const { bounds, environment } = scenario
  const memory = memoryAt(scenario, initial)
  return Object.entries(kernelFields(bounds, environment)).flatMap(([name, field]) => {
    if (field.kind === 'constant') return []
    if ((field.role !== 'state' || name === 'held') && !shown.includes(name)) return []
    const value = memory[name as keyof MemoryState]
    const show = field.show ?? String
    if (typeof value === 'number') return value === 0 ? [] : [`${name} ${show(value)}`]
    return runs(value)
      .filter(run => run.value !== 0 || name === 'share')
      .map(run => `${name}[${placeOf(run, index => indexWords(bounds, name, index, value.length))}] ${show(run.value)}`)
  })
}

interface ValueRun {
  readonly first: number
  readonly last: number
  readonly value: number
}

/** `0-3`, or with words for the index both ends in words. */
function placeOf({ first, last }: ValueRun, words: (index: number) => string): string {
  if (first === last) return words(first)
  return words(first) === String(first) ? range(first, last) : `${words(first)} to ${words(last)}`
}

/** Runs of equal neighbours. */
function runs(row: Row): ValueRun[] {
  const found: { first: number; last: number; value: number }[] = []
  row.forEach((value, index) => {
    const run = found.at(-1)
    if (run?.value === value) run.last = index
    else found.push({ first: index, last: index, value })
  })
  return found
}
