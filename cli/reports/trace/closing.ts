/**
 * The last words of a trace: which step breaks the promise, and what had to come before it.
 */
import type { Trace, TraceStep } from '../../../checker/index.ts'
import { changePhrases } from './changes.ts'
import type { Telling } from './trace.ts'

/** So many steps that came before are named. */
const NAMED = 3

/** A sentence; nothing where nobody asked which steps are needed. */
export function closingWords({ steps, needed }: Pick<Trace, 'steps' | 'needed'>, telling: Telling): string | undefined {
  if (needed === undefined || steps.length === 0) return undefined
  const last = steps.length - 1
  const before = needed.filter(index => index !== last && isTelling(steps[index]!, telling))
  const said = before.slice(-NAMED)
  const breaks = `step ${last + 1}, ${stepWords(steps[last]!, telling)}, breaks it`
  if (said.length === 0) return `${breaks}, whatever came before.`
  const more = before.length - said.length
  const others = said.map(index => `step ${index + 1}, ${stepWords(steps[index]!, telling)}`).join('; ')
  return `${breaks}. It needs ${others}${more > 0 ? `; and ${more} more before` : ''}.`
}

/** It changes something that people see, or something fails. */
const isTelling = (step: TraceStep, telling: Telling): boolean =>
  !step.starts && (step.event !== 'step' || changesOf(step, telling).length > 0)

function stepWords(step: TraceStep, telling: Telling): string {
  const what = step.starts ? `the call of ${step.operation}` : `${step.fn}()`
  const how = step.event === 'step' || step.starts ? '' : ` fails with -${step.event.toUpperCase()}`
  const changes = changePhrases(changesOf(step, telling), telling.showIndex)
  return `${what} on CPU${step.thread}${how}${changes.length > 0 ? ` (${changes.join(', ')})` : ''}`
}

const changesOf = ({ changes }: TraceStep, { isBookkeeping, isSignal }: Telling) =>
  changes.filter(({ field }) => !isBookkeeping(field) && !isSignal(field) && field !== 'failuresLeft')
