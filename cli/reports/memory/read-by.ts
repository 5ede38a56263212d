/**
 * What the model keeps beside the kernel's own state so that a promise can be judged.
 */
import type { Kernel } from '../../../model/kernel/state/state.ts'
import { promises } from '../../../spec/promises/index.ts'

/** Fields that a trace shows only if it breaks this promise. */
export function shownFor(promise: string | undefined): readonly (keyof Kernel & string)[] {
  const { ghosts = [], shows = [] } = promises.find(({ name }) => name === promise) ?? {}
  return [...ghosts, ...shows]
}

/** The signal by which a promise is broken; nothing of one that looks at states. */
export function signalOf(promise: string | undefined): string | undefined {
  const found = promises.find(({ name }) => name === promise)
  return found?.kind === 'never' ? found.signal : undefined
}

/** Promises that a signal breaks, by name. */
export const brokenBy = (signal: string): string[] =>
  promises.flatMap(one => (one.kind === 'never' && one.signal === signal ? [one.name] : []))
