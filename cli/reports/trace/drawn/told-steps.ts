/**
 * The steps of a violation in words, for whatever draws them.
 */
import type { Trace } from '../../../../checker/index.ts'
import { type Page, tellingOf } from '../telling.ts'
import { placePhrase, textOf } from '../trace.ts'
import type { Violation } from '../violation.ts'
import { changePhrases } from '../words/changes.ts'

export interface ToldStep {
  /** From 1. */
  readonly number: number
  readonly thread: number
  /** The function, and how it fails; or the call that starts. */
  readonly text: string
  /** What people see of its changes, in phrases; where it stands in the C comes first, if it does. */
  readonly changes: readonly string[]
  /** The violation needs it, or nobody asked. */
  readonly needed: boolean
}

export function toldSteps({ trace, scenario }: Pick<Violation, 'trace' | 'scenario'>, page: Page): ToldStep[] {
  const telling = tellingOf(scenario, page, trace.property)
  const needed = new Set(trace.needed ?? trace.steps.keys())
  return trace.steps.map((step, index) => {
    const seen = step.changes.filter(({ field }) => !telling.isBookkeeping(field) && !telling.isSignal(field))
    const raised = step.changes.flatMap(({ field }) => (telling.isSignal(field) ? [telling.showSignal(field)] : []))
    const place = placePhrase(step, telling)
    return {
      number: index + 1,
      thread: step.thread,
      text: textOf(step, telling),
      changes: [...(place === undefined ? [] : [place]), ...raised, ...changePhrases(seen, telling.showIndex)],
      needed: needed.has(index),
    }
  })
}

/** The threads that take a step, from thread 0. */
export const lanesOf = ({ steps }: Pick<Trace, 'steps'>): number[] =>
  [...new Set(steps.map(({ thread }) => thread))].sort((a, b) => a - b)
