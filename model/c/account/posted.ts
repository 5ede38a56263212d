/**
 * A patch set beside one that was posted, of which hashes are known: what both change need not be accounted for, since the
 * model was written from it.
 */

import { gapsBetween } from '../changes/alike.ts'
import type { ChangedItem, ChangedStatement, FileChanges } from '../changes/changes.ts'
import { hashed, type Printed, printOf, printsOf } from '../changes/prints.ts'
import { statementsOf } from '../changes/statements.ts'
import type { CFile, CFunction } from '../parse/parse.ts'

/** What a posted patch leaves behind and changes. */
export interface Posted {
  /** By file, then by function: those that it shows whole. */
  readonly functions: Readonly<Record<string, Readonly<Record<string, Printed>>>>
  /** Hashes of what it changes outside functions. */
  readonly items: readonly string[]
  /** Hashes of what it changes of functions that it shows in part. */
  readonly parts: readonly string[]
}

interface BesidePosted extends FileChanges {
  /** What the posted patch has and this one has not, in words; with the function it stands in. */
  readonly gone: readonly { readonly fn: string; readonly line: number; readonly what: string }[]
}

export function besidePosted(changes: FileChanges, after: CFile, posted: Posted): BesidePosted {
  const known = posted.functions[after.source.file] ?? {}
  const functions = after.functions.filter(({ name }) => Object.hasOwn(known, name))
  const differing = functions.filter(fn => printsOf(after, fn).alike !== known[fn.name]!.alike)
  const found = differing.map(fn => besideFunction(after, fn, known[fn.name]!))
  const lost = Object.keys(known).filter(name => functions.every(fn => fn.name !== name))
  return {
    statements: [
      ...changes.statements.filter(({ fn }) => !Object.hasOwn(known, fn.name)),
      ...found.flatMap(({ statements }) => statements),
    ],
    items: changes.items.filter(item => !posted.items.includes(itemPrint(item))),
    gone: [...found.flatMap(({ gone }) => gone), ...lost.map(fn => ({ fn, line: 1, what: `${fn}() is gone` }))],
  }
}

export const itemPrint = ({ file, side, text }: ChangedItem): string => hashed(`${file} ${side} ${text}`)

function besideFunction(file: CFile, fn: CFunction, { statements: posted }: Printed) {
  const own = statementsOf(file, fn)
  const prints = own.map(printOf)
  const gaps = gapsBetween(posted, prints)
  const added = gaps.flatMap(({ after }) => prints.slice(...after))
  const statements = gaps.flatMap(({ after }) =>
    own.slice(...after).map((statement): ChangedStatement => {
      const { start, end } = statement
      return { side: 'after', file, fn, statement, spans: [{ start, end }] }
    }),
  )
  const gone = gaps.flatMap(({ before, after }) => {
    const here = prints.slice(...after)
    return posted
      .slice(...before)
      .filter(
        one =>
          here.every(other => wordOf(other, 0) !== wordOf(one, 0)) &&
          added.every(other => wordOf(other, 2) !== wordOf(one, 2)),
      )
      .map(() => ({ fn: fn.name, line: own[Math.min(after[0], own.length - 1)]!.line, what: 'a statement is gone' }))
  })
  return { statements, gone }
}

/** Of a print its kind, or the hash of the text alone: a statement that stands elsewhere is not gone. */
const wordOf = (print: string, at: 0 | 2): string => print.split(' ')[at]!
