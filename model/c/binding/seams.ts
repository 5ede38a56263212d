/**
 * The functions that have a place in the machines of a design, outer ones first.
 */
import type { AnyDesign } from '../../designs/design.ts'
import { directMapSeams } from './direct-map-seams.ts'
import { fileSeams } from './file-seams.ts'
import { pageSeams } from './page-seams.ts'
import { populateSeams } from './populate.ts'
import { restructuringSeams } from './restructuring-seams.ts'
import type { Seam } from './seam.ts'

export const seamsOf = (design: AnyDesign): readonly Seam[] => {
  if ('family' in design) return design.family === 'direct-map-xarray' ? directMapSeams : []
  const { decisions } = design
  return [...fileSeams(decisions), ...populateSeams(decisions), ...pageSeams(decisions), ...restructuringSeams]
}
