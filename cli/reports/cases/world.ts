/**
 * Searched worlds as test cases: whether each was seen whole.
 */
import type { Promised } from '../../../spec/promise.ts'
import type { WorldName } from '../../names/world-name.ts'
import type { Ended } from '../../run/search/job.ts'
import { cutWords } from '../../text/words.ts'
import { type Case, INTERRUPTED } from './case.ts'

/** @param outcomes of all its searches */
export function worldCase(name: string, outcomes: readonly Ended[]): Case {
  for (const outcome of outcomes) {
    if (outcome.kind !== 'judged') return unsearched(name, outcome)
    const { cut } = outcome.result
    if (cut === 'interrupted') return { name, verdict: 'open', says: INTERRUPTED }
    if (cut !== undefined) return { name, verdict: 'open', says: `the search was cut: ${cutWords(cut)}` }
  }
  return { name, verdict: 'passed', says: '' }
}

/** A world that was not searched. */
export function unsearched(name: string, outcome: Exclude<Ended, { readonly kind: 'judged' }>): Case {
  if (outcome.kind === 'failed') return { name, verdict: 'error', says: `gmemcheck failed: ${outcome.message}` }
  const says = outcome.kind === 'not-run' ? INTERRUPTED : `not judged: ${outcome.message}`
  return { name, verdict: 'open', says }
}

/** ` under DESIGN`, where all worlds are of one: readers know cases of one design from those of another. */
export function underDesigns(worlds: readonly WorldName[]): string {
  const [design, ...others] = new Set(
    worlds.map(({ design, mutation }) => (mutation ? `${design}~${mutation}` : design)),
  )
  return design === undefined || others.length > 0 ? '' : ` under ${design}`
}

/** What promises say, by name. */
export const statements = (promises: readonly Promised[]): Readonly<Record<string, string>> =>
  Object.fromEntries(promises.map(({ name, statement }) => [name, statement]))
