/**
 * The words of direct map operations beyond those of the model.
 */
import type { Show } from '../../../checker/declare.ts'

/** A store finds no memory at hand: the allocation waits. */
export type Waits = { type: 'waits' }

export const showState: Show = state => (state === 0 ? 'absent' : 'present')
