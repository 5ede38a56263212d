/**
 * Tells which known code a tree is closest to.
 */
import { anchorSources } from './index.ts'
import type { AnchorSource } from './source.ts'

export interface Closest {
  readonly source: AnchorSource
  /** Functions whose bodies it has. */
  readonly matching: number
  /** Functions that some source has a body of. */
  readonly known: number
}

/** The one source that has more of the bodies than any other; nothing when none has any, or several have as many. */
export function closestTo(
  functions: readonly { readonly name: string; readonly hash: string }[],
  sources: readonly AnchorSource[] = anchorSources,
): Closest | undefined {
  const matches = sources
    .map(source => ({ source, matching: functions.filter(({ name, hash }) => source.bodies[name] === hash).length }))
    .sort((a, b) => b.matching - a.matching)
  const [best, next] = matches
  if (best === undefined || best.matching === 0 || best.matching === next?.matching) return undefined
  const known = functions.filter(({ name }) => sources.some(({ bodies }) => bodies[name] !== undefined)).length
  return { ...best, known }
}
