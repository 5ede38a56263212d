/**
 * Worlds in which functions of a C file run in the place of hand-written ones.
 */
import { createHash } from 'node:crypto'
import type { AnySystem } from '../../checker/declare.ts'
import type { Step } from '../../checker/index.ts'
import { bindingFor } from '../c/binding/for-design.ts'
import { seamsOf } from '../c/binding/seams.ts'
import type { Site } from '../c/lower/ir.ts'
import { lower } from '../c/lower/lower.ts'
import { type CFile, parseC } from '../c/parse.ts'
import type { Source } from '../c/source.ts'
import { runs, substituted } from '../c/substitute.ts'
import { operationsOf } from '../scenarios/scenario.ts'
import type { Built } from '../world.ts'

export interface WithCode {
  readonly system: AnySystem
  /** Where a step stands in the C; nothing for a step written by hand. */
  readonly placeOf: (step: Pick<Step, 'operation' | 'at'>) => CodePlace | undefined
}

/** C text, and which of its functions are put in the place of hand-written ones. Plain data. */
export interface Code {
  /** The same for the same text. */
  readonly id: string
  readonly sources: readonly Source[]
  readonly functions: readonly string[]
}

export function codeOf(files: readonly CFile[], functions: readonly string[]): Code {
  const sources = files.map(({ source }) => source)
  const plain = (_: string, value: unknown) =>
    value instanceof Set || value instanceof Map ? [...(value as Iterable<unknown>)] : value
  return { id: createHash('sha256').update(JSON.stringify(sources, plain)).digest('hex'), sources, functions }
}

/** So many texts are kept: those before and after a patch, and some more. */
const KEPT = 8
const known = new Map<string, Promise<CFile[]>>()

/** The files of the code. A thread that runs it in one world after another reads it once. */
export function filesOf({ id, sources }: Code): Promise<CFile[]> {
  const files = known.get(id) ?? parsed(sources)
  known.set(id, files)
  const [oldest] = known.keys()
  if (known.size > KEPT) known.delete(oldest!)
  return files
}

/** A line of a file after the patch, from 1. */
export interface CodePlace extends Site {
  readonly file: string
}

export const parsed = (sources: readonly Source[]): Promise<CFile[]> =>
  Promise.all(sources.map(source => parseC(source)))

/**
 * An outer function takes the place of all it calls; an inner one is put where the outer one does not run.
 *
 * @param functions in `files`, all of which can be lowered
 * @throws InputError when a function does not fit the world
 */
export function withCode(
  { scenario, design, system }: Built,
  files: readonly CFile[],
  functions: readonly string[],
): WithCode {
  const binding = bindingFor(design, scenario.bounds.pages)
  const operations = { ...system.operations }
  const places = new Map<string, (at: string) => CodePlace | undefined>()
  for (const operation of operationsOf(scenario)) {
    let machine = system.operations[operation]!()
    for (const seam of seamsOf(design)) {
      if (!functions.includes(seam.fn) || !runs(machine, seam)) continue
      const file = files.find(one => one.functions.some(({ name }) => name === seam.fn))!
      const { machine: made, placeOf } = substituted(machine, seam, lower(file, seam.fn, binding), binding)
      const before = places.get(operation)
      places.set(operation, at => before?.(at) ?? placed(placeOf(at), file))
      machine = made
    }
    if (places.has(operation)) operations[operation] = () => machine
  }
  return { system: { ...system, operations }, placeOf: ({ operation, at }) => places.get(operation)?.(at) }
}

const placed = (site: Site | undefined, { source }: CFile): CodePlace | undefined =>
  site && { ...site, file: source.file }
