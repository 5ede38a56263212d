/**
 * C in the place of the hand-written states of one operation. Worlds of a design and a size run the same machine: it is
 * put together, and compiled, once in each thread.
 */
import type { Machine } from '../../../checker/declare.ts'
import type { Binding } from '../../c/ir/binding.ts'
import type { CodeMark, Lowered, Site } from '../../c/ir/ir.ts'
import { madeOnce } from '../../c/ir/made-once.ts'
import { INSIDE } from '../../c/ir/run.ts'
import { lower } from '../../c/lower/lower.ts'
import { runs, type Substituted, substituted } from '../../c/machine/substitute.ts'
import type { CFile } from '../../c/parse/parse.ts'
import { needsOf } from '../../code/needs.ts'
import type { KernelSeam } from '../../code/seam.ts'
import type { S } from '../../kernel/c/declare.ts'

/** C text that stands somewhere. */
interface Code {
  readonly files: readonly CFile[]
  /** In the place of hand-written ones. */
  readonly functions: readonly string[]
  readonly seams: readonly KernelSeam[]
  /** Decides how wide numbers are. */
  readonly binding: Binding<S>
  /** A statement that is left out. */
  readonly leftOut?: LeftOut | undefined
}

/** By its offsets in the file. */
export interface LeftOut {
  readonly file: string
  readonly start: number
  readonly end: number
}

/** A line of a file after the patch, from 1. */
export interface CodePlace extends Site {
  readonly file: string
}

/** A mark of a file, and whether the code of a world came to it. */
export interface Marked extends CodeMark {
  readonly file: string
  readonly came: boolean
  /** It came there while it held a lock that must not sleep. */
  readonly atomic: boolean
}

export interface OperationCode {
  readonly machine: Machine
  /** State that the code asks for. */
  readonly needs: readonly string[]
  /** Where a control point stands in the C; nothing for one written by hand. */
  readonly placeOf: (at: string) => CodePlace | undefined
  readonly marks: () => Marked[]
  /** From here on, no step has been taken. */
  readonly forget: () => void
}

const known = new WeakMap<
  Machine,
  WeakMap<Binding<S>, WeakMap<readonly CFile[], Map<string, OperationCode | undefined>>>
>()

/**
 * The machine of an operation with the code put into it; nothing where none of it runs there. What was put together before
 * is there again, as if no step of it had been taken.
 *
 * An outer function takes the place of all it calls; an inner one is put where the outer one does not run.
 *
 * @throws InputError when a function does not fit the machine
 */
export function operationCode(machine: Machine, code: Code): OperationCode | undefined {
  if (code.leftOut) return operationCodeAnew(machine, code)
  const { binding, files, functions } = code
  const byBinding = madeOnce(known, machine, () => new WeakMap())
  const byFiles = madeOnce(byBinding, binding, () => new WeakMap())
  const byFunctions = madeOnce(byFiles, files, () => new Map())
  const names = functions.join()
  if (!byFunctions.has(names)) byFunctions.set(names, operationCodeAnew(machine, code))
  const made = byFunctions.get(names)
  made?.forget()
  return made
}

function operationCodeAnew(
  whole: Machine,
  { files, functions, seams, binding, leftOut }: Code,
): OperationCode | undefined {
  let machine = whole
  const taken = new Set<object>()
  const parts: PlacedPart[] = []
  for (const seam of seams) {
    // An outer function may stand in the place of an inner one.
    if (!functions.includes(seam.fn) || taken.has(seam.at) || !runs(machine, seam)) continue
    taken.add(seam.at)
    const file = files.find(one => one.functions.some(({ name }) => name === seam.fn))!
    const lowered = lower(file, seam.fn, binding, leftOut?.file === file.source.file ? { leftOut } : undefined)
    const put = substituted(machine, seam, lowered, binding)
    parts.push({ lowered, file: file.source.file, put })
    machine = put.machine
  }
  if (parts.length === 0) return undefined
  return {
    machine,
    needs: parts.flatMap(({ lowered }) => needsOf(lowered)),
    placeOf: at => {
      for (const { put, file } of parts) {
        const site = put.placeOf(at)
        if (site) return { ...site, file }
      }
      return undefined
    },
    marks: () => parts.flatMap(marksOf),
    forget: () => {
      for (const { put } of parts) put.forget()
    },
  }
}

/** A function that was put into the machine. */
interface PlacedPart {
  readonly lowered: Lowered<S>
  readonly file: string
  readonly put: Substituted
}

const marksOf = ({ lowered, put: { came } }: PlacedPart): Marked[] =>
  lowered.marks.map((mark, at) => ({
    ...mark,
    file: lowered.file,
    came: came[at]! !== 0,
    atomic: (came[at]! & INSIDE) !== 0,
  }))
