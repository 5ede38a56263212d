/**
 * The account of a patch: every statement, and every other part of it, on both sides.
 */
import type { AnchorPatch } from '../../anchors/source.ts'
import { accountOf } from '../../c/account/account.ts'
import { type Accounted, type Evidence, notJudged, type ToldClass } from '../../c/account/told.ts'
import type { SideName } from '../../c/changes/changes.ts'
import { hashed } from '../../c/changes/prints.ts'
import { sameFunctions } from '../../c/equal/same.ts'
import type { CFile } from '../../c/parse/parse.ts'
import type { Hunk } from '../../c/patch/patch.ts'
import { boundNumber } from '../../code/binding.ts'
import * as neutral from '../../kernel/c/neutral.ts'
import { unitOf } from '../../kernel/c/own-numbers.ts'
import { plainType } from '../../kernel/c/types.ts'
import type { PatchReading } from '../reading.ts'
import { plainNames } from './plain.ts'

/**
 * @param isOutside files that need not be accounted for
 * @param original the posted patch that it is compared with, if it is
 * @param same functions of files that are known whole, which do the same before and after
 */
export function accountOfPatch(
  reading: PatchReading,
  evidence: Readonly<Record<SideName, Evidence>>,
  isOutside: (path: string) => boolean,
  original?: AnchorPatch,
  same: SameByFile = new Map(),
): Accounted[] {
  const { patch, before, files } = reading
  return patch.files.flatMap(file => {
    const { path, from, deleted, copied, binary, mode, hunks } = file
    const whole = (name: string, text: string, told: ToldClass): Accounted => ({
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
      ...accountOf({ ...(was && { before: was }), ...(is && { after: is }) }, evidence, tables, {
        posted: original?.posted,
        same: original ? undefined : same.get(path),
      }),
      ...partsOf(hunks, reading.hunks, path, was, is).flatMap(({ entry, print }) =>
        original?.posted?.parts.includes(print) ? [] : [entry],
      ),
    ]
  })
}

const tables = { ...neutral, plainType, numberOf: boundNumber, unitOf }

/** By file, the functions that the patch changes and that do the same as before. */
export type SameByFile = ReadonlyMap<string, ReadonlySet<string>>

export function sameByFile({ patch, before, files }: PatchReading): SameByFile {
  const found = new Map<string, ReadonlySet<string>>()
  for (const { path, from } of patch.files) {
    const [was, is] = [fileIn(before, from), fileIn(files, path)]
    if (was?.source.shown === 'all' && is?.source.shown === 'all') found.set(path, sameFunctions(was, is, plainNames))
  }
  return found
}

/** What hunks change of a function that they show in part, or of one that cannot be told; with a hash of it. */
interface ShownPart {
  readonly entry: Accounted
  readonly print: string
}

const fileIn = (files: readonly CFile[], path: string | undefined): CFile | undefined =>
  files.find(({ source }) => source.file === path)

function partsOf(
  hunks: readonly Hunk[],
  read: PatchReading['hunks'],
  path: string,
  was: CFile | undefined,
  is: CFile | undefined,
): ShownPart[] {
  const found = new Map<string, { entry: Accounted; lines: string[] }>()
  for (const hunk of hunks) {
    const shift = (read.find(one => one.hunk === hunk)?.start ?? hunk.new.start) - hunk.new.start
    for (const { kind, text, old, new: fresh } of hunk.lines) {
      if (kind === ' ' || text.trim() === '') continue
      const side = kind === '-' ? 'before' : 'after'
      const line = (kind === '-' ? old! : fresh!) + shift
      const part = (side === 'before' ? was : is)?.source.parts.find(({ start, end }) => start <= line && line <= end)
      if (!part) continue
      const name = part.name || 'a function that nothing here names'
      const entry: Accounted = {
        side,
        file: path,
        line,
        kind: 'part',
        name,
        inFunction: part.name !== '',
        text: text.trim().slice(0, 80),
        ...notJudged('it is seen in part: give --tree'),
      }
      const known = found.get(`${side} ${name}`) ?? { entry, lines: [] }
      known.lines.push(text.trim())
      found.set(`${side} ${name}`, known)
    }
  }
  return [...found].map(([key, { entry, lines }]) => ({ entry, print: hashed([path, key, ...lines].join('\n')) }))
}
