/**
 * In which decisions two designs differ.
 */
import type { AnyDesign } from '../model/designs/design.ts'
import { named } from './nearest.ts'

export interface DesignDiff {
  readonly from: string
  readonly to: string
  /** Number of decisions a design takes. */
  readonly decisions: number
  readonly differing: readonly { readonly decision: string; readonly from: string; readonly to: string }[]
}

/** @throws InputError when one of the two does not exist */
export function differences(designs: readonly AnyDesign[], from: string, to: string): DesignDiff {
  const a = decisionsOf(designs, from)
  const b = decisionsOf(designs, to)
  return {
    from,
    to,
    decisions: Object.keys(a).length,
    differing: Object.keys(a).flatMap(decision =>
      a[decision] === b[decision] ? [] : [{ decision, from: String(a[decision]), to: String(b[decision]) }],
    ),
  }
}

const decisionsOf = (designs: readonly AnyDesign[], name: string): Readonly<Record<string, unknown>> => ({
  ...named('design', designs, name, 'gmemcheck list designs').decisions,
})
