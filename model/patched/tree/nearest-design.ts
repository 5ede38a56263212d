/**
 * The known design that is nearest to a tree: it says what is written by hand around the C of the tree.
 */
import { closestTo } from '../../anchors/closest.ts'
import { anchorSources } from '../../anchors/index.ts'
import type { CFile } from '../../c/parse/parse.ts'
import { seamsIn } from '../../code/seams.ts'
import type { NamedDesign } from '../../designs/design.ts'
import { designs } from '../../designs/index.ts'

/**
 * Of the designs that were read from some code, one whose machines have as many places for functions of the file as
 * possible; of several, the one that the bodies of the functions were the source of.
 */
export function nearestDesign(file: CFile): NamedDesign {
  const sources = anchorSources.filter(source => source.file === file.source.file && source.designs.length > 0)
  const known = new Set(sources.flatMap(source => source.designs))
  const ranked = designs
    .filter(({ name }) => known.has(name))
    .map(design => ({ design, places: placesIn(design, file) }))
  const most = Math.max(...ranked.map(({ places }) => places))
  const best = ranked.filter(({ places }) => places === most).map(({ design }) => design)
  const fitting = sources.filter(source => best.some(({ name }) => source.designs.includes(name)))
  const [first] = closestTo(file.functions, fitting)?.source.designs ?? []
  return best.find(({ name }) => name === first) ?? best[0]!
}

/** Places that the design has for functions of the file: one function may stand in several. */
function placesIn(design: NamedDesign, file: CFile): number {
  const defined = new Set(file.functions.map(({ name }) => name))
  return seamsIn(design, [file]).filter(({ fn }) => defined.has(fn)).length
}
