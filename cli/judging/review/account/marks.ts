/**
 * Where the code of a search came to, in other texts of the same code.
 */
import { relocation } from '../../../../model/c/account/relocated.ts'
import type { CFile } from '../../../../model/c/parse/parse.ts'
import type { Marked } from '../../../../model/patched/machines/operation-code.ts'
import type { Ended } from '../../../run/search/job.ts'

/** @param ran the files whose code the search ran @param asked the files in which the marks are to stand */
export function marksIn(outcome: Ended, ran: readonly CFile[], asked: readonly CFile[]): Marked[] {
  const place = relocation(ran, asked)
  return (outcome.kind === 'judged' ? (outcome.marks ?? []) : []).flatMap(mark => {
    const there = place(mark.file, mark)
    return there ? [{ ...mark, ...there }] : []
  })
}
