/**
 * Macros that a patch adds: only their uses do something, and those are changed statements as long as nothing else had the name.
 */
import type { ChangedItem } from '../changes/changes.ts'
import { tokensOf } from '../changes/tokens.ts'
import type { CFile } from '../parse/parse.ts'

/**
 * Whether nothing but changed statements can use the macro: a C file defines it whose text was known whole and did not name it,
 * by a name like those of its functions, which the macros of other files do not name.
 */
export function isUsedByChangesOnly(item: ChangedItem, before: CFile | undefined): boolean {
  const { kind, side, file, text } = item
  const name = /^#\s*define (\w+)/.exec(text)?.[1]
  if (kind !== 'macro' || side !== 'after' || !file.endsWith('.c') || before?.source.shown !== 'all' || !name)
    return false
  const prefix = /^[a-z]+_[a-z]+_/i.exec(name)?.[0].toLowerCase()
  const isOfFile = prefix !== undefined && before.functions.some(fn => fn.name.startsWith(prefix))
  const whole = before.source.text
  // A macro may put the name together from parts.
  return isOfFile && !whole.includes('##') && tokensOf(before, 0, whole.length).every(token => token.text !== name)
}
