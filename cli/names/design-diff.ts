/**
 * In which decisions two designs differ.
 */
import type { NamedDesign } from '../../model/designs/design.ts'
import { named } from './nearest.ts'

export interface DesignDiff {
  readonly from: string
  readonly to: string
  /** Number of decisions that at least one of them takes. */
  readonly decisions: number
  readonly differing: readonly { readonly decision: string; readonly from: string; readonly to: string }[]
}

/** @throws InputError when one of the two does not exist */
export function differences(designs: readonly NamedDesign[], from: string, to: string): DesignDiff {
  const a = decisionsOf(designs, from)
  const b = decisionsOf(designs, to)
  const decisions = [...new Set([...Object.keys(a), ...Object.keys(b)])]
  // Designs of different families decide different things.
  const words = (decision: unknown) => (decision === undefined ? '-' : String(decision))
  return {
    from,
    to,
    decisions: decisions.length,
    differing: decisions
      .filter(decision => a[decision] !== b[decision])
      .map(decision => ({ decision, from: words(a[decision]), to: words(b[decision]) })),
  }
}

const decisionsOf = (designs: readonly NamedDesign[], name: string): Readonly<Record<string, unknown>> => ({
  ...named('design', designs, name, 'gmemcheck list designs').decisions,
})
