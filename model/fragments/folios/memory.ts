/**
 * Whether a fragment may run out of memory here, or its caller has reserved all that it may need.
 */
export type Memory = 'on-demand' | 'reserved'

/**
 * The event `enomem` with its transition, where memory is got on demand; no such event where it is reserved.
 *
 * Typed as if it were always there, so that configs keep one type.
 */
export const enomem = <const T extends object>(memory: Memory, transition: T) =>
  (memory === 'on-demand' ? { enomem: transition } : {}) as { readonly enomem: T }
