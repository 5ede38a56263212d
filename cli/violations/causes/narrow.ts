/**
 * Repairs of one defect, and repairs that combine several.
 */
import type { NamedDesign } from '../../../model/designs/design.ts'
import { findings } from '../../../spec/findings/index.ts'

/** Decisions of a repair that mends one thing, at most. */
const FEW = 2

/** Whether a design differs from another in a decision or two. */
export function isNarrow({ decisions }: NamedDesign, of: NamedDesign): boolean {
  const before = of.decisions as unknown as Readonly<Record<string, unknown>>
  return Object.entries(decisions).filter(([decision, is]) => before[decision] !== is).length <= FEW
}

/** The designs that mend something of another one: a finding says so, or they are the same but for a decision or two. */
export function repairsOf(design: string, designs: readonly NamedDesign[]): NamedDesign[] {
  const isRepair = (repair: NamedDesign): boolean =>
    findings.some(one => one.design === design && one.repaired === repair.name) ||
    isNarrow(repair, designs.find(one => one.name === design)!)
  return designs.filter(one => one.base === design && isRepair(one))
}
