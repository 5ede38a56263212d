/**
 * Evidence about the code on one side of a patch: where it can run, where it did, and which parts of it the model sees.
 */
import type { Evidence } from '../c/account/account.ts'
import { relevanceIn } from '../c/account/relevance.ts'
import type { Mark } from '../c/lower/ir.ts'
import { sameEverywhere } from '../kernel/c/blind.ts'
import type { Extraction, SideCode } from './extraction.ts'
import { type Marked, markKey } from './with-code.ts'

/**
 * @param isKnown there is code on that side
 * @param marks of all searched worlds that run the code of that side
 */
export function evidenceOf(
  side: SideCode,
  isKnown: boolean,
  { modelled }: Extraction,
  marks: readonly Marked[],
): Evidence {
  const came = new Set(marks.filter(one => one.came).map(markKey))
  const atomic = new Set(marks.filter(one => one.atomic).map(markKey))
  const blind = side.lowered.flatMap(({ code }) => {
    const same = code.named.flatMap(({ name, ...at }) =>
      Object.hasOwn(sameEverywhere, name) ? [{ ...at, why: `${name}: ${sameEverywhere[name]}` }] : [],
    )
    return [...code.blind, ...same].map(spot => ({ ...spot, file: code.file }))
  })
  const { values, decisions } = mattering(side)
  const isModelled = (fn: string) => side.run.has(fn) || modelled.functions.has(fn) || modelled.points.has(fn)
  return {
    isModelled,
    idle: (_, fn) => {
      if (side.run.has(fn)) return undefined
      const refused = side.refused.find(({ name }) => name === fn)
      if (refused) return `it could not be read: line ${refused.line}, ${refused.reason}`
      if (!isKnown) return 'the code before the patch is not known whole'
      return isModelled(fn) ? 'it stays as written by hand' : 'the model does not run it'
    },
    came: (file, at, outcome) => came.has(markKey({ file, ...at, outcome })),
    cameAtomic: (file, at) => atomic.has(markKey({ file, ...at, outcome: 'ran' })),
    blind: file => blind.filter(spot => spot.file === file),
    matters: (file, at, kind) => (kind === 'value' ? values : decisions).has(keyOf(file, at)),
  }
}

const keyOf = (file: string, { start, end }: Pick<Mark, 'start' | 'end'>): string => `${file} ${start} ${end}`

/** Statements that set what matters, and conditions that decide about it. A function may be part of several. */
function mattering({ lowered }: SideCode) {
  const values = new Set<string>()
  const decisions = new Set<string>()
  for (const { code, usesResult } of lowered) {
    const { locals, marks } = relevanceIn(code, usesResult)
    for (const one of code.sets) if (locals.has(one.local)) values.add(keyOf(code.file, one))
    for (const mark of marks) decisions.add(keyOf(code.file, code.marks[mark]!))
  }
  return { values, decisions }
}
