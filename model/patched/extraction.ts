/**
 * What of a patch can run in a design's worlds: functions extracted or refused, and those put in the place of
 * hand-written ones.
 */

import { InputError } from '../../checker/declare.ts'
import type { Binding } from '../c/ir/binding.ts'
import type { Assumption, Lowered } from '../c/ir/ir.ts'
import { calledFor, runsWhereShown } from '../c/ir/stands-in.ts'
import { isChanged, lowerAll, type NotLowered } from '../c/lower/lower.ts'
import { unknownParameter } from '../c/machine/arguments.ts'
import { fragmentOf } from '../c/machine/fragment.ts'
import { callsIn } from '../c/parse/calls.ts'
import type { CFile } from '../c/parse/parse.ts'
import type { SaidResults } from '../code/assumptions.ts'
import { bindingFor } from '../code/binding.ts'
import type { KernelSeam } from '../code/seam.ts'
import { seamsIn } from '../code/seams.ts'
import type { NamedDesign } from '../designs/design.ts'
import type { Scope } from '../kernel/words.ts'
import { type Lacking, lackingIn } from './lacking.ts'
import { type Modelled, modelledBy } from './modelled.ts'
import type { PatchReading } from './reading.ts'

/**
 * `checked`: it runs as patched in the place of what is written by hand. `modelled`: it is written by hand, and stays.
 * `understood`: it can be extracted, and no machine has a place for it. `unmodelled`: the model has nothing to say.
 */
export type Treatment = 'checked' | 'modelled' | 'understood' | 'unmodelled'

export interface Extraction {
  readonly design: NamedDesign
  /** What functions return that nothing binds, where somebody has said it. */
  readonly said: SaidResults
  readonly modelled: Modelled
  /** What no code that is known whole has, on neither side. */
  readonly lacking: Lacking
  /** Functions that the patch, or one before it, changes and that are known whole. */
  readonly extracted: readonly Extracted[]
  readonly refused: readonly Refused[]
  /** Refused ones that the model stands for: their patched code is not judged. */
  readonly leftOut: readonly string[]
  /** Functions to be put in the place of hand-written ones. */
  readonly replaced: readonly string[]
  /** Of each of those, all text that decides what it does: with equal text a world is the same. */
  readonly texts: ReadonlyMap<string, string>
  /** Of those, the ones that can run as the tree has them, and do for the side before the patch; with their texts. */
  readonly baseline: ReadonlyMap<string, string>
  /** Of functions that an operation ran before the patch, and cannot run after it: why. */
  readonly lost: ReadonlyMap<string, string>
  /** The functions before the patch and after it that can run. */
  readonly sides: Readonly<Record<'before' | 'after', SideCode>>
  /** Of each function that the patch changes. */
  readonly treatment: ReadonlyMap<string, Treatment>
}

/** The code that the patched code is compared with: the tree, if its code can run, or the hand-written design. */
export const heldAgainst = ({ design, baseline }: Extraction): string => (baseline.size > 0 ? 'the tree' : design.name)

export interface SideCode {
  /** Functions that run in the place of hand-written ones, and those that are part of them. */
  readonly run: ReadonlySet<string>
  readonly refused: readonly Refused[]
  /** Functions in the place of hand-written ones. */
  readonly lowered: readonly { readonly code: Lowered<Scope<string>>; readonly usesResult: boolean }[]
}

export interface Extracted {
  readonly file: string
  readonly name: string
  readonly assumptions: readonly Assumption[]
}

/** What of a patch's code is extracted: all of a tree's, where there is no patch. */
interface ReadCode extends Pick<PatchReading, 'files' | 'base' | 'touched'> {
  /** Other files of the tree. */
  readonly around?: readonly Pick<CFile, 'source'>[]
}

/** A function that can be extracted, and its code. */
interface Fitting {
  readonly extracted: Extracted
  readonly code: Lowered<Scope<string>>
}

export interface Refused extends NotLowered {
  readonly file: string
}

export function extraction(reading: ReadCode, design: NamedDesign, said: SaidResults = {}): Extraction {
  const seams = seamsIn(design, reading.files)
  const modelled = modelledBy(design, seams)
  const touched = new Set(reading.touched)
  const places = new Set([...modelled.replaceable.values()].flat())
  const extractFrom = (file: CFile, binding: Binding<Scope<string>>) => {
    const reaches = new Map(file.functions.map(({ name }) => [name, runBy(file, name, binding)]))
    const reached = (name: string) => [...reaches.get(name)!].some(one => touched.has(one))
    const wanted = file.functions
      .map(({ name }) => name)
      .filter(name => touched.has(name) || (places.has(name) && reached(name)))
    const { fits, refused } = lowerEach(file, wanted, binding, seams)
    const lowered = fits.map(({ extracted }) => extracted)
    const replaced = lowered.map(({ name }) => name).filter(name => places.has(name))
    const texts = replaced.map((name): [string, string] => [name, textOf(file, reaches.get(name)!)])
    return { fits, lowered, refused, replaced, texts, reaches }
  }
  const binding = bindingFor(design, undefined, said)
  const extractAll = (files: readonly CFile[]) => files.map(file => extractFrom(file, binding))
  const results = extractAll(reading.files)
  const replaced = results.flatMap(result => result.replaced)
  const bases = extractAll(reading.base)
  const sideOf = (those: typeof results): SideCode => ({
    run: new Set(
      those.flatMap(one =>
        one.replaced.filter(name => replaced.includes(name)).flatMap(name => [...one.reaches.get(name)!]),
      ),
    ),
    refused: those.flatMap(one => one.refused),
    lowered: those
      .flatMap(({ fits }) => fits.map(({ code }) => code))
      .filter(({ name }) => replaced.includes(name))
      .map(code => ({
        code,
        usesResult: seams.some(seam => seam.fn === code.name && seam.leave.length > 1),
      })),
  })
  const sides = { before: sideOf(bases), after: sideOf(results) }
  const lost = lostBetween(bases, results, seams)
  const { run } = sides.after
  const extracted = results.flatMap(({ lowered }) => lowered)
  const refused = results.flatMap(one => one.refused)
  const isModelled = (name: string) => [modelled.functions, modelled.points, places].some(those => those.has(name))
  const treatmentOf = (name: string): Treatment => {
    if (run.has(name)) return 'checked'
    if (isModelled(name)) return 'modelled'
    return extracted.some(one => one.name === name) ? 'understood' : 'unmodelled'
  }
  return {
    design,
    said,
    modelled,
    lacking: lackingIn([...reading.files, ...reading.base, ...(reading.around ?? [])].map(({ source }) => source)),
    extracted,
    refused,
    leftOut: refused.map(({ name }) => name).filter(isModelled),
    replaced,
    texts: new Map(results.flatMap(({ texts }) => texts)),
    baseline: new Map(bases.flatMap(({ texts }) => texts.filter(([name]) => replaced.includes(name)))),
    lost,
    sides,
    treatment: new Map([...touched].map(name => [name, treatmentOf(name)])),
  }
}

/** What was extracted of one file. */
interface FromFile {
  readonly replaced: readonly string[]
  readonly refused: readonly Refused[]
  readonly reaches: ReadonlyMap<string, ReadonlySet<string>>
}

/** Functions of places in the machines that code had before, and for which none is left. */
function lostBetween(
  before: readonly FromFile[],
  after: readonly FromFile[],
  seams: readonly KernelSeam[],
): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const placesOf = (name: string) => seams.filter(({ fn }) => fn === name).map(({ at }) => JSON.stringify(at))
  const filled = new Set(after.flatMap(({ replaced }) => replaced.flatMap(placesOf)))
  for (const { replaced } of before)
    for (const name of replaced) {
      if (placesOf(name).every(place => filled.has(place))) continue
      const refused = after.flatMap(one => one.refused).find(one => one.name === name)
      const why = refused
        ? `${name}() is called otherwise than before: ${refused.reason}`
        : after.some(({ reaches }) => reaches.has(name))
          ? `${name}() ran before the patch, and after it the model has no place from which to call it`
          : `${name}() ran before the patch, and after it there is no ${name}() that could run in its place`
      const reached = [...before, ...after].flatMap(({ reaches }) => [...(reaches.get(name) ?? [])])
      for (const fn of reached) found.set(fn, why)
    }
  return found
}

function lowerEach(
  file: CFile,
  names: readonly string[],
  binding: Binding<Scope<string>>,
  seams: readonly KernelSeam[],
) {
  const { lowered, refused } = lowerAll(file, names, binding)
  const inFile = { file: file.source.file }
  const fits: Fitting[] = []
  const unfit: Refused[] = refused.map(one => ({ ...inFile, ...one }))
  for (const one of lowered) {
    const line = file.functions.find(({ name }) => name === one.name)!.start
    const unknown = seams.flatMap(seam => (seam.fn === one.name ? (unknownParameter(seam, one) ?? []) : []))
    if (unknown.length > 0) {
      unfit.push({ ...inFile, name: one.name, line, reason: unknown[0]!, tooLarge: false })
      continue
    }
    try {
      fragmentOf(one, binding, scope => scope.call)
      fits.push({ extracted: { ...inFile, name: one.name, assumptions: one.assumptions }, code: one })
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      unfit.push({ ...inFile, name: one.name, line, reason: error.message, tooLarge: true })
    }
  }
  return { fits, refused: unfit }
}

/** The function and all functions of the file that are inlined into it. */
function runBy(file: CFile, name: string, binding: Binding<Scope<string>>): Set<string> {
  const calls = callsIn(file)
  const found = new Set<string>()
  const pending = [name]
  while (pending.length > 0) {
    const next = pending.pop()!
    if (!calls.has(next) || found.has(next)) continue
    found.add(next)
    const inlined = (callee: string) => runsWhereShown(binding, callee) || isChanged(file, callee)
    pending.push(
      ...calls
        .get(next)!
        .map(callee => calledFor(binding, callee))
        .filter(inlined),
    )
  }
  return found
}

/** The effect of a change to the functions alone, or to the declarations around them. */
function textOf(file: CFile, functions: ReadonlySet<string>): string {
  const inside = file.functions
    .filter(({ name }) => functions.has(name))
    .map(({ name, hash }) => `${name} ${hash} ${isChanged(file, name)}`)
  const around = file.root.children
    .filter(({ type }) => type !== 'function_definition' && type !== 'comment')
    .map(({ text }) => text.replace(/\s+/g, ' '))
  const defined = file.definitions.map(({ macro, args }) => `${macro} ${args.join(', ')}`)
  const shown = [...file.functions.filter(({ name }) => functions.has(name)).map(({ node }) => node.text), ...around]
  const said = Object.entries(file.source.configuration ?? {})
    .filter(([name]) => shown.some(text => text.includes(name)))
    .map(([name, value]) => `${name}=${value}`)
  const beyond = (file.source.beyond ?? []).filter(({ name }) => shown.some(text => text.includes(name)))
  return [...inside, ...around, ...defined, ...said, ...beyond.map(({ text }) => text)].join('\n')
}
