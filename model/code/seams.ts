/**
 * The functions that have a place in the machines of a design, outer ones first.
 */

import { madeOnce } from '../c/ir/made-once.ts'
import { callsWithoutCondition } from '../c/parse/calls.ts'
import type { CFile } from '../c/parse/parse.ts'
import { tableMembersOf } from '../c/parse/tables.ts'
import type { NamedDesign } from '../designs/design.ts'
import { directMapSeams } from './direct-map-seams.ts'
import { entrySeams } from './entry-seams.ts'
import { fileSeams } from './file-seams.ts'
import { pageSeams } from './page-seams.ts'
import { parameterTypes } from './parameters.ts'
import { populateSeams } from './populate-seams.ts'
import { restructuringSeams } from './restructuring-seams.ts'
import type { KernelSeam } from './seam.ts'

/** With the names that known code has for the functions. */
export const seamsOf = ({ decisions }: NamedDesign): readonly KernelSeam[] =>
  [
    ...(decisions.directMap === 'recorded' ? directMapSeams : []),
    ...fileSeams(decisions),
    ...populateSeams(decisions),
    ...pageSeams(decisions),
    ...restructuringSeams,
    ...entrySeams,
  ].map(seam => ({ ...seam, types: parameterTypes }))

/** With the names that the files have for them: a table of operations says which function is called for what. */
export const seamsIn = (design: NamedDesign, files: readonly CFile[]): readonly KernelSeam[] =>
  madeOnce(
    madeOnce(known, files, () => new Map()),
    design,
    () => seamsInAnew(design, files),
  )

const known = new WeakMap<readonly CFile[], Map<NamedDesign, readonly KernelSeam[]>>()

function seamsInAnew(design: NamedDesign, files: readonly CFile[]): readonly KernelSeam[] {
  const called = new Set(files.flatMap(file => [...callsWithoutCondition(file)]))
  return namedIn(design, files).filter(seam => !isRuledOut(seam, called))
}

/** By function of a file: why nobody calls it. */
export function notCalledIn(design: NamedDesign, file: CFile): ReadonlyMap<string, string> {
  const called = callsWithoutCondition(file)
  const idle = namedIn(design, [file]).filter(seam => isRuledOut(seam, called))
  return new Map(idle.map(({ fn, unless }) => [fn, unless!.why]))
}

const isRuledOut = ({ unless }: KernelSeam, called: ReadonlySet<string>): boolean =>
  unless?.calls.some(name => called.has(name)) ?? false

function namedIn(design: NamedDesign, files: readonly CFile[]): readonly KernelSeam[] {
  const members = files.flatMap(tableMembersOf)
  return seamsOf(design).map(seam => {
    const named = members.find(
      ({ struct, member }) => struct === seam.entry?.struct && seam.entry.members.includes(member),
    )
    return named === undefined || named.fn === seam.fn ? seam : { ...seam, fn: named.fn }
  })
}
