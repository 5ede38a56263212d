/**
 * Designs that break a promise in a scenario as patched code does there, and what is known of that: why, and what repairs it.
 */

import { recognized } from '../../../model/anchors/recognize.ts'
import { type NamedDesign, subjectOf } from '../../../model/designs/design.ts'
import type { Finding } from '../../../spec/findings/finding.ts'
import { findings } from '../../../spec/findings/index.ts'
import type { Review } from '../../judging/review/worlds/result.ts'
import { loadRecorded } from '../../judging/suite/recorded.ts'
import { allDesigns } from '../../names/proposed.ts'
import { type Healers, loadHealers } from '../../violations/causes/healed.ts'
import { isNarrow } from '../../violations/causes/narrow.ts'

interface Likeness {
  /** It breaks the promise in the same scenario. */
  readonly design: string
  readonly finding?: Finding
  /** A design that keeps the promise there. */
  readonly repair: string
}

/** What is known of a promise that a review found broken; nothing where no design is recorded to break it so. */
export function likenessTo({ reading, extraction }: Pick<Review, 'reading' | 'extraction'>) {
  const healers = loadHealers(loadRecorded(), allDesigns())
  const those = relatives(extraction.design, recognized(reading.patch)?.after)
  return (scenario: string, promise: string): Likeness | undefined => {
    const known = those.flatMap(design => knownOf(design, scenario, promise, healers))
    return known.find(({ finding }) => finding !== undefined) ?? known[0]
  }
}

function knownOf(design: NamedDesign, scenario: string, promise: string, healers: Healers): Likeness[] {
  const healing = healers({ scenario, design: design.name }, promise)
  if (healing.length === 0) return []
  const told = findings.filter(
    one => one.design === design.name && one.promises.includes(promise) && healing.includes(one.repaired),
  )
  const finding = told.find(one => one.scenario === scenario) ?? told[0]
  if (finding) return [{ design: design.name, finding, repair: finding.repaired }]
  const narrow = healing.find(name => {
    const repair = allDesigns().find(one => one.name === name)
    return repair !== undefined && isNarrow(repair, design)
  })
  return [{ design: design.name, repair: narrow ?? healing[0]! }]
}

/** The design that a posted patch leads to, that which the code is held against, then all about the same code. */
function relatives(against: NamedDesign, leadsTo: string | undefined): NamedDesign[] {
  const designs = allDesigns().filter(one => subjectOf(one) === subjectOf(against))
  const nearness = (one: NamedDesign) =>
    one.name === leadsTo ? 0 : one === against ? 1 : one.base === against.name ? 2 : 3
  return designs.toSorted((a, b) => nearness(a) - nearness(b))
}
