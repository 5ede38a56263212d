/**
 * A design is one point in the space of decisions that a patch can change.
 */
import type { ConversionDecisions } from './decisions/conversion.ts'
import type { DirectMapDecisions } from './decisions/direct-map.ts'
import type { FollowPfnDecisions } from './decisions/follow-pfn.ts'
import type { ImageDecisions } from './decisions/image.ts'
import type { MemoryDecisions } from './decisions/memory.ts'
import type { MemslotsDecisions } from './decisions/memslots.ts'

export interface Design
  extends ConversionDecisions,
    MemoryDecisions,
    ImageDecisions,
    MemslotsDecisions,
    DirectMapDecisions,
    FollowPfnDecisions {}

/** A design with a name: a base and what differs from it. */
export interface NamedDesign {
  /** Kebab-case. */
  readonly name: string
  readonly summary: string
  /** The author and the place of the proposal; the kernel revision it was read from. */
  readonly source: string
  /** The design it starts from, if any. */
  readonly base?: string
  readonly decisions: Design
}

/** A design by what differs from another. */
export interface Delta extends Pick<NamedDesign, 'name' | 'summary' | 'source'> {
  readonly base: string
  readonly differs: Partial<Design>
}

/** The subject of a design. */
export const subjectOf = ({ decisions: { directMap, hostPfns } }: NamedDesign): string => {
  if (hostPfns === 'follow-pfn') return 'follow pfn'
  return directMap === 'untouched'
    ? 'pages of guest_memfd'
    : `direct map ${directMap === 'recorded' ? 'xarray' : 'flag'}`
}
