/**
 * The functions that have a place in the machines of a design, outer ones first.
 */
import type { NamedDesign } from '../designs/design.ts'
import { directMapSeams } from './direct-map-seams.ts'
import { fileSeams } from './file-seams.ts'
import { pageSeams } from './page-seams.ts'
import { populateSeams } from './populate-seams.ts'
import { restructuringSeams } from './restructuring-seams.ts'
import type { KernelSeam } from './seam.ts'

export const seamsOf = ({ decisions }: NamedDesign): readonly KernelSeam[] => [
  ...(decisions.directMap === 'recorded' ? directMapSeams : []),
  ...fileSeams(decisions),
  ...populateSeams(decisions),
  ...pageSeams(decisions),
  ...restructuringSeams,
]
