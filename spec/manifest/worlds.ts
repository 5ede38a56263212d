/**
 * The worlds of the suite, without expectations: what `gmemcheck suite --record` judges for the first time.
 */
import type { Entry } from './entry.ts'

export type Listed = Pick<Entry, 'scenario' | 'design' | 'mutation'>

/** In any order: reports sort them by design, scenario and mutation. */
export const worlds: readonly Listed[] = []
