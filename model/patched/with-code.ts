/**
 * Worlds in which functions of a C file run in the place of hand-written ones.
 */
import { createHash } from 'node:crypto'
import type { AnySystem } from '../../checker/declare.ts'
import type { TraceStep } from '../../checker/index.ts'
import type { CodeMark, Site } from '../c/ir/ir.ts'
import { INSIDE } from '../c/ir/run.ts'
import { lower } from '../c/lower/lower.ts'
import { runs, substituted } from '../c/machine/substitute.ts'
import { type CFile, parseC } from '../c/parse/parse.ts'
import type { Source } from '../c/parse/source.ts'
import type { SaidResults } from '../code/assumptions.ts'
import { bindingFor } from '../code/binding.ts'
import { needsOf, withNeeds } from '../code/needs.ts'
import { seamsIn } from '../code/seams.ts'
import type { Part } from '../kernel/state/state.ts'
import { operationsOf, type Scenario } from '../scenarios/parts/scenario.ts'
import { type Built, world } from '../world.ts'
import { type Lacking, partsLacking } from './lacking.ts'

export interface WithCode {
  readonly system: AnySystem
  /** Where a step stands in the C; nothing for a step written by hand. */
  readonly placeOf: (step: Pick<TraceStep, 'operation' | 'at'>) => CodePlace | undefined
  /** Marks of the code, each once, and whether a step has come to it so far. */
  readonly marks: () => readonly Marked[]
  /** From here on, no step has come to any mark. */
  readonly forget: () => void
}

/** A mark of a file, and whether the code of a world came to it. */
export interface Marked extends CodeMark {
  readonly file: string
  readonly came: boolean
  /** It came there while it held a lock that must not sleep. */
  readonly atomic: boolean
}

/** C text, and which of its functions are put in the place of hand-written ones. Plain data. */
export interface CodeInPlace {
  /** The same for the same text. */
  readonly id: string
  readonly sources: readonly Source[]
  readonly functions: readonly string[]
  /** What functions return that nothing binds, where somebody has said it. */
  readonly said?: SaidResults
  /** Parts of the environment that the code knows nothing of: worlds are built without them. */
  readonly without?: readonly Part[]
  /** A statement that is left out. */
  readonly leftOut?: LeftOut
}

/** By its offsets in the file. */
export interface LeftOut {
  readonly file: string
  readonly start: number
  readonly end: number
}

export function codeOf(
  files: readonly CFile[],
  functions: readonly string[],
  { said, lacking }: { readonly said: SaidResults; readonly lacking: Lacking },
): CodeInPlace {
  const sources = files.map(({ source }) => source)
  const plain = (_: string, value: unknown) =>
    value instanceof Set || value instanceof Map ? [...(value as Iterable<unknown>)] : value
  const id = createHash('sha256').update(JSON.stringify(sources, plain)).digest('hex')
  const without = partsLacking(lacking)
  return { id, sources, functions, said, ...(without.length > 0 && { without }) }
}

/** So many texts are kept: those before and after a patch, and some more. */
const KEPT = 8
const known = new Map<string, Promise<CFile[]>>()

/** The files of the code. A thread that runs it in one world after another reads it once. */
export function filesOf({ id, sources }: CodeInPlace): Promise<CFile[]> {
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
  { said, leftOut, without }: Pick<CodeInPlace, 'said' | 'leftOut' | 'without'> = {},
): WithCode {
  const binding = bindingFor(design, scenario, said)
  const seams = seamsIn(design, files)
  const needs: string[] = []
  const operations = { ...system.operations }
  const places = new Map<string, (at: string) => CodePlace | undefined>()
  const marked: (() => Marked[])[] = []
  const seen: Uint8Array[] = []
  for (const operation of operationsOf(scenario)) {
    let machine = system.operations[operation]!()
    const taken = new Set<object>()
    for (const seam of seams) {
      // An outer function may stand in the place of an inner one.
      if (!functions.includes(seam.fn) || taken.has(seam.at) || !runs(machine, seam)) continue
      taken.add(seam.at)
      const file = files.find(one => one.functions.some(({ name }) => name === seam.fn))!
      const lowered = lower(file, seam.fn, binding, leftOut?.file === file.source.file ? { leftOut } : undefined)
      needs.push(...needsOf(lowered))
      const { machine: made, placeOf, came } = substituted(machine, seam, lowered, binding)
      seen.push(came)
      marked.push(() =>
        lowered.marks.map((mark, at) => ({
          ...mark,
          file: lowered.file,
          came: came[at]! !== 0,
          atomic: (came[at]! & INSIDE) !== 0,
        })),
      )
      const before = places.get(operation)
      places.set(operation, at => before?.(at) ?? placed(placeOf(at), file))
      machine = made
    }
    if (places.has(operation)) operations[operation] = () => machine
  }
  const enlarged = withNeeds(withoutParts(scenario, without), needs)
  const { fields, initial } = enlarged === scenario ? system : world(enlarged, design)
  return {
    system: { ...system, fields, initial, operations } as AnySystem,
    placeOf: ({ operation, at }) => places.get(operation)?.(at),
    marks: () => together(marked.flatMap(marks => marks())),
    forget: () => {
      for (const came of seen) came.fill(0)
    },
  }
}

/** Itself where it has none of the parts. */
function withoutParts(scenario: Scenario, without: readonly Part[] = []): Scenario {
  const { environment } = scenario
  const parts = environment.parts?.filter(part => !without.includes(part))
  if (parts?.length === environment.parts?.length) return scenario
  return { ...scenario, environment: { ...environment, parts: parts ?? [] } }
}

/** Each mark once: one function may run in several places of a world, or in several worlds. */
export function together(marks: Iterable<Marked>): Marked[] {
  const found = new Map<string, Marked>()
  for (const mark of marks) {
    const key = markKey(mark)
    const other = found.get(key)
    found.set(key, { ...mark, came: mark.came || other?.came === true, atomic: mark.atomic || other?.atomic === true })
  }
  return [...found.values()]
}

export const markKey = ({ file, start, end, outcome }: Omit<Marked, 'came' | 'atomic'>): string =>
  `${file} ${start} ${end} ${outcome}`

const placed = (site: Site | undefined, { source }: CFile): CodePlace | undefined =>
  site && { ...site, file: source.file }
