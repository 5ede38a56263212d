/**
 * The last lines of the recorded results: promises that worlds do not put to the test though their scenarios could, and these
 * worlds. They stand apart from the lines of worlds, so that a promise that is new changes none of those.
 */
import { type InferOutput, strictObject } from 'valibot'
import type { Entry } from '../../../spec/suite/entry.ts'
import { compareText, showWorld } from '../../names/world-name.ts'
import { type Nameable, names, parsed, quoted } from './recorded-line.ts'

const schema = strictObject({ vacuous: names, in: names }, 'an object')
type Vacuous = InferOutput<typeof schema>

export const isVacuousLine = (text: string): boolean => text.startsWith('{"vacuous"')

/** A line for all promises that are vacuous in the same worlds. */
export function vacuousLines(entries: readonly Entry[], { promisesIn }: Nameable): string[] {
  const worlds = new Map<string, string[]>()
  for (const entry of entries) {
    const { testable } = promisesIn(entry.scenario)
    for (const promise of entry.vacuous)
      if (testable.includes(promise)) worlds.set(promise, [...(worlds.get(promise) ?? []), showWorld(entry)])
  }
  const alike = new Map<string, Vacuous>()
  for (const [promise, those] of [...worlds].sort(([a], [b]) => compareText(a, b))) {
    const key = those.join()
    alike.set(key, { vacuous: [...(alike.get(key)?.vacuous ?? []), promise], in: those })
  }
  return [...alike.values()].map(line => JSON.stringify(line))
}

/** What a line says; or, as text, what is wrong with it. */
export function vacuousOfLine(text: string, known: Nameable): Vacuous | string {
  const line = parsed(text, schema)
  if (typeof line === 'string') return line
  for (const name of line.in) {
    const world = known.worlds.get(name)
    if (world === undefined) return `the suite has no world ${quoted(name)}`
    const { testable, untestable } = known.promisesIn(world.scenario)
    const stranger = line.vacuous.find(promise => !testable.includes(promise) && !untestable.includes(promise))
    if (stranger !== undefined) return `there is no promise ${quoted(stranger)}`
  }
  return line
}
