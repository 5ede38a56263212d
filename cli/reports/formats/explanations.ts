/**
 * What explains violations: findings, repairs, and designs that break the same.
 */
import type { NamedDesign } from '../../../model/designs/design.ts'
import type { Recorded } from '../../../spec/suite/entry.ts'
import { showWorld, type WorldName } from '../../names/world-name.ts'

/** @param isForeign whether other code than a design has run: nothing is recorded of what heals that */
export async function explanations(isForeign = false) {
  const [{ promises }, { findings }, { loadHealers }, { isNarrow }, { loadRecorded }, { allDesigns, proposedDesigns }] =
    await Promise.all([
      import('../../../spec/promises/index.ts'),
      import('../../../spec/findings/index.ts'),
      import('../../violations/causes/healed.ts'),
      import('../../violations/causes/narrow.ts'),
      import('../../judging/suite/recorded.ts'),
      import('../../names/proposed.ts'),
    ])
  const designNamed = (name: string) => allDesigns().find(one => one.name === name)
  return {
    promises,
    findings,
    healers: isForeign ? () => [] : loadHealers(loadRecorded(), allDesigns()),
    isNarrow: (design: string, repair: string) => {
      const [from, to] = [designNamed(design), designNamed(repair)]
      return from !== undefined && to !== undefined && isNarrow(to, from)
    },
    ...(proposedDesigns().length > 0 && { alsoBrokenBy: brokenByBases(proposedDesigns(), loadRecorded()) }),
  }
}

/** What the designs that proposals change are recorded to break. */
function brokenByBases(proposed: readonly NamedDesign[], recorded: Recorded) {
  return ({ scenario, design }: WorldName, promise: string): string | undefined => {
    const base = proposed.find(({ name }) => name === design)?.base
    if (base === undefined) return undefined
    const entry = recorded.get(showWorld({ scenario, design: base }))
    return entry && promise in entry.violated ? base : undefined
  }
}
