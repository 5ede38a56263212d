/**
 * Evidence about the code on one side of a patch: where it can run, where it did, and which parts of it the model sees.
 */
import { isAnchored } from '../../anchors/index.ts'
import { type Offsets, type Relocate, relocation } from '../../c/account/relocated.ts'
import type { Evidence } from '../../c/account/told.ts'
import { own } from '../../c/ir/own.ts'
import type { CFile } from '../../c/parse/parse.ts'
import { relevanceIn } from '../../c/relevance/relevance.ts'
import { alikeUnless } from '../../kernel/c/blind.ts'
import type { Part } from '../../kernel/state/state.ts'
import type { Extraction, SideCode } from '../extraction.ts'
import type { Marked } from '../machines/operation-code.ts'
import { markKey } from '../machines/with-code.ts'

/** Code that could run, and where it did. */
interface Ran {
  readonly side: SideCode
  /** The files of that code, and those in which the statements stand that are asked about. */
  readonly files: readonly CFile[]
  readonly asked: readonly CFile[]
  /** Of all searched worlds, in the files that are asked about. */
  readonly marks: readonly Marked[]
  /** The same of those worlds that have the part. */
  readonly marksWith: (part: Part) => readonly Marked[]
}

export function evidenceOf({ side, files, asked, marks, marksWith }: Ran, { modelled, lost }: Extraction): Evidence {
  const came = new Set(marks.filter(one => one.came).map(markKey))
  const atomic = new Set(marks.filter(one => one.atomic).map(markKey))
  const place = relocation(files, asked)
  const byPart = new Map<Part, readonly Marked[]>()
  const marksOf = (part: Part) => {
    const found = byPart.get(part) ?? marksWith(part)
    byPart.set(part, found)
    return found
  }
  const blind = side.lowered.flatMap(({ code }) => {
    const same = code.named.flatMap(({ name, ...at }) => {
      const alike = own(alikeUnless, name)
      return alike ? [{ ...at, ...alike, why: `${name}: ${alike.why}` }] : []
    })
    const placed = [...code.blind, ...same].flatMap(({ start, end, ...spot }) => {
      const there = place(code.file, { start, end })
      return there ? [{ ...spot, ...there, file: code.file }] : []
    })
    return placed.filter(spot => !('unless' in spot && spot.unless.some(part => toldApart(spot, marksOf(part)))))
  })
  const unknown = side.lowered.flatMap(({ code }) =>
    code.unknown.flatMap(call => {
      const there = place(code.file, call)
      return there ? [{ ...call, ...there, file: code.file }] : []
    }),
  )
  const { values, decisions } = mattering(side, place)
  const isModelled = (fn: string) => side.run.has(fn) || modelled.functions.has(fn) || modelled.points.has(fn)
  return {
    isModelled: fn => isModelled(fn) || isAnchored(fn),
    idle: (_, fn) => {
      const why = lost.get(fn)
      if (why !== undefined) return why
      if (side.run.has(fn)) return undefined
      const refused = side.refused.find(({ name }) => name === fn)
      if (refused) return `it could not be read: line ${refused.line}, ${refused.reason}`
      if (files.length === 0) return 'the code before the patch is not known whole'
      return isModelled(fn) ? 'it stays as written by hand' : 'the model does not run it'
    },
    came: (file, at, outcome) => came.has(markKey({ file, ...at, outcome })),
    cameAtomic: (file, at) => atomic.has(markKey({ file, ...at, outcome: 'ran' })),
    blind: file => blind.filter(spot => spot.file === file),
    unknown: file => unknown.filter(one => one.file === file),
    matters: (file, at, kind) => (kind === 'value' ? values : decisions).has(keyOf(file, at)),
  }
}

/** Whether a statement that has the text has run. */
const toldApart = (spot: Offsets & { readonly file: string }, marks: readonly Marked[]): boolean =>
  marks.some(one => one.came && one.file === spot.file && one.start <= spot.start && spot.end <= one.end)

/** What is known from several searches, each of code that has the statements that are asked about, or some of them. */
export const combined = (all: readonly Evidence[]): Evidence => ({
  isModelled: fn => all.some(one => one.isModelled(fn)),
  idle: (file, fn) => {
    const reasons = all.map(one => one.idle(file, fn))
    return reasons.includes(undefined) ? undefined : reasons[0]
  },
  came: (...asked) => all.some(one => one.came(...asked)),
  cameAtomic: (...asked) => all.some(one => one.cameAtomic(...asked)),
  blind: file => all.flatMap(one => one.blind(file)),
  unknown: file => all.flatMap(one => one.unknown(file)),
  matters: (...asked) => all.some(one => one.matters(...asked)),
})

const keyOf = (file: string, { start, end }: Offsets): string => `${file} ${start} ${end}`

/** Statements that set what matters, and conditions that decide about it. A function may be part of several. */
function mattering({ lowered }: SideCode, place: Relocate) {
  const values = new Set<string>()
  const decisions = new Set<string>()
  for (const { code, usesResult } of lowered) {
    const { sets, marks } = relevanceIn(code, usesResult)
    const add = (to: Set<string>, at: Offsets) => {
      const there = place(code.file, at)
      if (there) to.add(keyOf(code.file, there))
    }
    for (const one of sets) add(values, one)
    for (const mark of marks) add(decisions, code.marks[mark]!)
  }
  return { values, decisions }
}
