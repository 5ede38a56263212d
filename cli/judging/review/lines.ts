/**
 * Which lines and branches of C text ran, by what searches came to.
 */

import type { Marked } from '../../../model/patched/machines/operation-code.ts'
import { markKey } from '../../../model/patched/machines/with-code.ts'
import { writeWhole } from '../../text/whole-file.ts'

export interface RanLines {
  /** Line from 1 to the number of searches that came there, by line. */
  readonly lines: readonly (readonly [line: number, count: number])[]
  /** Both outcomes of each condition, by line; nothing where the condition itself never ran. */
  readonly branches: readonly {
    readonly line: number
    readonly block: number
    readonly branch: number
    readonly count: number | undefined
  }[]
}

/** @param marks of all searches: one for each search that has it */
export function ranLines(marks: readonly Marked[], text: string): RanLines {
  const searches = new Map<string, { readonly mark: Marked; count: number }>()
  for (const mark of marks) {
    const found = searches.get(markKey(mark)) ?? { mark, count: 0 }
    found.count += Number(mark.came)
    searches.set(markKey(mark), found)
  }
  const lineAt = (offset: number) => text.slice(0, offset).split('\n').length
  const lines = new Map<number, number>()
  const conditions = new Map<number, Map<string, { yes?: number; no?: number }>>()
  for (const { mark, count } of searches.values()) {
    const line = lineAt(mark.start)
    lines.set(line, Math.max(count, lines.get(line) ?? 0))
    if (mark.outcome === 'ran') continue
    const here = conditions.get(line) ?? new Map()
    conditions.set(line, here)
    const key = `${mark.start} ${mark.end}`
    here.set(key, { ...here.get(key), [mark.outcome]: count })
  }
  const byLine = <T>(found: ReadonlyMap<number, T>) => [...found].sort(([a], [b]) => a - b)
  return {
    lines: byLine(lines),
    branches: byLine(conditions).flatMap(([line, here]) =>
      [...here.values()].flatMap(({ yes = 0, no = 0 }, block) =>
        [yes, no].map((count, branch) => ({ line, block, branch, count: yes + no === 0 ? undefined : count })),
      ),
    ),
  }
}

export const isHit = (count: number | undefined): boolean => count !== undefined && count > 0

/** A record of lcov. @param name of what was run */
export function lcovRecord(name: string, file: string, { lines, branches }: RanLines): string[] {
  return [
    `TN:${name}`,
    `SF:${file}`,
    ...branches.map(({ line, block, branch, count }) => `BRDA:${line},${block},${branch},${count ?? '-'}`),
    `BRF:${branches.length}`,
    `BRH:${branches.filter(({ count }) => isHit(count)).length}`,
    ...lines.map(([line, count]) => `DA:${line},${count}`),
    `LF:${lines.length}`,
    `LH:${lines.filter(([, count]) => isHit(count)).length}`,
    'end_of_record',
  ]
}

/** @throws InputError when the file cannot be written */
export const writeLcov = (file: string, lines: readonly string[]): void =>
  writeWhole(file, lines.map(line => `${line}\n`).join(''), 'name another file for --coverage')
