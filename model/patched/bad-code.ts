/**
 * Code that no review can be made of.
 */
import { InputError } from '../../checker/declare.ts'
import type { CFile, CFunction } from '../c/parse/parse.ts'
import type { Extraction } from './extraction.ts'
import { isNew, type PatchReading } from './reading.ts'

/**
 * What the front end does not understand is refused, function by function. What is no C, or has no room in a state, is the
 * patch's fault.
 *
 * @throws InputError when a patch leaves C behind that does not parse where it did before, or a function in the place of a
 *   modelled one whose locals fit no state
 */
export function refuseBadCode(reading: PatchReading, { refused, leftOut }: Extraction): void {
  for (const file of reading.files)
    for (const fn of file.functions) if (reading.touched.includes(fn.name)) refuseBroken(file, fn, reading)
  const large = refused.find(({ name, tooLarge }) => tooLarge && leftOut.includes(name))
  if (large)
    throw new InputError(
      `${large.file}:${large.line}: no state holds ${large.name}(): ${large.reason}\nmake it smaller to have it judged`,
    )
}

function refuseBroken({ source }: CFile, { name, problem }: CFunction, reading: PatchReading): void {
  const { before, patch } = reading
  // Without a tree, rules of style tell where functions in a hunk begin and end.
  if (problem === undefined || (source.shown !== 'all' && !isNew(reading, name))) return
  if (before.some(({ functions }) => functions.some(one => one.name === name && one.problem !== undefined))) return
  throw new InputError(
    `${patch.where}: ${source.file}:${problem.line}: ${name}() does not parse: ${problem.construct}\ngive a patch whose code compiles`,
  )
}
