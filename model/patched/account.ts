/**
 * The account of a patch: every statement, and every other part of it, on both sides.
 */
import { type Accounted, accountOf, type Class } from '../c/account/account.ts'
import type { CFile } from '../c/parse.ts'
import type { Hunk } from '../c/patch/patch.ts'
import * as tables from '../kernel/c/neutral.ts'
import { evidenceOf } from './evidence.ts'
import type { Extraction } from './extraction.ts'
import type { PatchReading } from './reading.ts'
import type { Marked } from './with-code.ts'

/** Code and what is known of it, before or after a patch. */
export interface Ran {
  /** The code is there, so that it could have run. */
  readonly isKnown: boolean
  readonly side: Extraction['sides']['before']
  /** Of all searched worlds. */
  readonly marks: readonly Marked[]
}

/** @param isOutside files that need not be accounted for */
export function accountOfPatch(
  reading: PatchReading,
  extraction: Extraction,
  ran: { readonly before: Ran; readonly after: Ran },
  isOutside: (path: string) => boolean,
): Accounted[] {
  const { patch, before, files } = reading
  const evidence = {
    before: evidenceOf(ran.before.side, ran.before.isKnown, extraction, ran.before.marks),
    after: evidenceOf(ran.after.side, ran.after.isKnown, extraction, ran.after.marks),
  }
  return patch.files.flatMap(file => {
    const { path, from, deleted, copied, binary, mode, hunks } = file
    const whole = (name: string, text: string, told: { class: Class; why?: string }): Accounted => ({
      side: deleted ? 'before' : 'after',
      file: path,
      line: 1,
      kind: 'file',
      name,
      inFunction: false,
      text,
      ...told,
    })
    if (isOutside(path) && isOutside(from ?? path)) return [whole(path, path, { class: 'outside' })]
    const fileIn = (those: readonly CFile[], at: string | undefined) => those.find(({ source }) => source.file === at)
    const [was, is] = [fileIn(before, from), deleted ? undefined : fileIn(files, path)]
    const moved =
      from !== undefined && from !== path
        ? [whole(path, `${copied ? 'copied' : 'renamed'} from ${from}`, notJudged('the file has another name'))]
        : []
    if (binary) return [whole(path, path, notJudged('its bytes change, and no text shows how'))]
    if (!/\.[ch]$/.test(path)) return [whole(path, path, notJudged('it is no C'))]
    if (hunks.length === 0 && mode && moved.length === 0)
      return [whole(path, `mode ${mode.before} to ${mode.after}`, { class: 'neutral' })]
    if (hunks.length === 0) return moved.length > 0 ? moved : [whole(path, path, notJudged('nothing of it is shown'))]
    return [
      ...moved,
      ...(deleted ? [whole(path, `${path} is deleted`, notJudged('a file is deleted'))] : []),
      ...accountOf({ ...(was && { before: was }), ...(is && { after: is }) }, evidence, tables),
      ...hunks.flatMap(hunk => partsOf(hunk, reading, path, was, is)),
    ]
  })
}

const notJudged = (why: string) => ({ class: 'not judged' as const, why })

/** What a hunk changes of functions that it shows in part, or that cannot be told. */
function partsOf(
  hunk: Hunk,
  { hunks }: PatchReading,
  path: string,
  was: CFile | undefined,
  is: CFile | undefined,
): Accounted[] {
  const read = hunks.find(one => one.hunk === hunk)
  const shift = read ? read.start - hunk.new.start : 0
  const found = new Map<string, Accounted>()
  for (const { kind, text, old, new: fresh } of hunk.lines) {
    if (kind === ' ' || text.trim() === '') continue
    const side = kind === '-' ? 'before' : 'after'
    const line = (kind === '-' ? old! : fresh!) + shift
    const part = (side === 'before' ? was : is)?.source.parts.find(({ start, end }) => start <= line && line <= end)
    if (!part) continue
    const name = part.name || 'a function that nothing here names'
    const key = `${side} ${name}`
    if (!found.has(key))
      found.set(key, {
        side,
        file: path,
        line,
        kind: 'part',
        name,
        inFunction: part.name !== '',
        text: text.trim().slice(0, 80),
        ...notJudged('it is seen in part: give --tree'),
      })
  }
  return [...found.values()]
}
