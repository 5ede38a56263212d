/**
 * Repairs of one defect, and repairs that combine several.
 */
import type { NamedDesign } from '../../../model/designs/design.ts'

/** Decisions of a repair that mends one thing, at most. */
const FEW = 2

/** Whether a design differs from another in a decision or two. */
export function isNarrow({ decisions }: NamedDesign, of: NamedDesign): boolean {
  const before = of.decisions as unknown as Readonly<Record<string, unknown>>
  return Object.entries(decisions).filter(([decision, is]) => before[decision] !== is).length <= FEW
}
