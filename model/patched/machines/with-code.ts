/**
 * Worlds in which functions of a C file run in the place of hand-written ones.
 */
import { createHash } from 'node:crypto'
import type { AnySystem } from '../../../checker/declare.ts'
import type { TraceStep } from '../../../checker/index.ts'
import { type CFile, parseC } from '../../c/parse/parse.ts'
import type { Configuration } from '../../c/text/configuration.ts'
import type { Source } from '../../c/text/source.ts'
import type { SaidResults } from '../../code/assumptions.ts'
import { bindingFor } from '../../code/binding.ts'
import { withNeeds } from '../../code/needs.ts'
import { seamsIn } from '../../code/seams.ts'
import { operationsOf } from '../../scenarios/parts/scenario.ts'
import { type Built, world } from '../../world.ts'
import { type CodePlace, type LeftOut, type Marked, type OperationCode, operationCode } from './operation-code.ts'

export interface WithCode {
  readonly system: AnySystem
  /** Where a step stands in the C; nothing for a step written by hand. */
  readonly placeOf: (step: Pick<TraceStep, 'operation' | 'at'>) => CodePlace | undefined
  /**
   * Marks of the code, each once, and whether a step has come to it so far. Worlds that run the same code share them: they
   * are those of the world that was made last.
   */
  readonly marks: () => readonly Marked[]
  /** From here on, no step has come to any mark. */
  readonly forget: () => void
}

/** C text, and which of its functions are put in the place of hand-written ones. Plain data. */
export interface CodeInPlace {
  /** The same for the same text. */
  readonly id: string
  readonly sources: readonly Source[]
  readonly functions: readonly string[]
  /** What functions return that nothing binds, where somebody has said it. */
  readonly said?: SaidResults
  /** A statement that is left out. */
  readonly leftOut?: LeftOut
}

export function codeOf(
  files: readonly CFile[],
  functions: readonly string[],
  { said }: { readonly said: SaidResults },
): CodeInPlace {
  const sources = files.map(({ source }) => source)
  const plain = (_: string, value: unknown) =>
    value instanceof Set || value instanceof Map ? [...(value as Iterable<unknown>)] : value
  const id = createHash('sha256').update(JSON.stringify(sources, plain)).digest('hex')
  return { id, sources, functions, said }
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

/** @param configuration in which they are read, where it is not the usual one */
export const parsed = (sources: readonly Source[], configuration?: Configuration): Promise<CFile[]> =>
  Promise.all(sources.map(source => parseC(configuration ? { ...source, configuration } : source)))

/** @param functions in `files`, all of which can be lowered  @throws InputError when a function does not fit the world */
export function withCode(
  { scenario, design, system }: Built,
  files: readonly CFile[],
  functions: readonly string[],
  { said, leftOut }: Pick<CodeInPlace, 'said' | 'leftOut'> = {},
): WithCode {
  const binding = bindingFor(design, scenario, said)
  const code = { files, functions, seams: seamsIn(design, files), binding, leftOut }
  const running = new Map(
    operationsOf(scenario).flatMap((operation): [string, OperationCode][] => {
      const made = operationCode(system.operations[operation]!(), code)
      return made ? [[operation, made]] : []
    }),
  )
  const parts = [...running.values()]
  const machines = [...running].map(([operation, { machine }]) => [operation, () => machine])
  const operations = { ...system.operations, ...Object.fromEntries(machines) }
  const enlarged = withNeeds(
    scenario,
    parts.flatMap(({ needs }) => needs),
  )
  const { fields, initial } = enlarged === scenario ? system : world(enlarged, design)
  return {
    system: { ...system, fields, initial, operations } as AnySystem,
    placeOf: ({ operation, at }) => running.get(operation)?.placeOf(at),
    marks: () => together(parts.flatMap(({ marks }) => marks())),
    forget: () => {
      for (const { forget } of parts) forget()
    },
  }
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
