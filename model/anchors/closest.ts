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

/** The source that has most of the bodies, and of several the last one, which is the newest; nothing when none has any. */
export function closestTo(
  functions: readonly { readonly name: string; readonly hash: string }[],
  sources: readonly AnchorSource[] = anchorSources,
): Closest | undefined {
  const matches = sources
    .map(source => ({ source, matching: functions.filter(one => isOf(source, one)).length }))
    .reverse()
    .sort((a, b) => b.matching - a.matching)
  const [best] = matches
  if (best === undefined || best.matching === 0) return undefined
  const known = functions.filter(({ name }) => sources.some(({ bodies }) => bodies[name] !== undefined)).length
  return { ...best, known }
}

/** Asked for the hash only where the source has a function of that name. */
const isOf = ({ bodies }: AnchorSource, fn: { readonly name: string; readonly hash: string }): boolean =>
  bodies[fn.name] !== undefined && bodies[fn.name] === fn.hash
