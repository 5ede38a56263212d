/**
 * What is told of a report where room is dear: each cause once, then what failed or was not judged for none, worst first.
 */
import { counted } from '../../text/words.ts'
import { type Case, type CaseVerdict, type CauseCase, type Told, verdicts } from './case.ts'

export interface Notable {
  readonly one: Case | CauseCase
  /** Where it is so: how much is behind a cause, the group of a case. */
  readonly where: string
  /** Other cases of which the same is said. */
  readonly others: number
}

/** @param wanted the verdicts that are worth telling */
export function notableIn({ causes, groups }: Told, ...wanted: readonly CaseVerdict[]): Notable[] {
  const all = [
    ...causes.map((one): Notable => ({ one, where: behindWords(one), others: 0 })),
    ...groups.flatMap(({ name: where, cases }) =>
      cases.filter(one => !one.hasCause).map((one): Notable => ({ one, where, others: 0 })),
    ),
  ].filter(({ one }) => wanted.includes(one.verdict))
  return verdicts.flatMap(verdict => gathered(all.filter(({ one }) => one.verdict === verdict)))
}

/** `cause 2 of 8, use after free: breaks 3 promises in 14 worlds`. */
const behindWords = ({ number, of, severity, promises, worlds, patch }: CauseCase): string =>
  `${patch === undefined ? '' : `${patch}, `}cause ${number} of ${of}, ${severity}: breaks ${counted(promises.length, 'promise')} in ${counted(worlds.length, 'world')}`

export const isCause = (one: Case | CauseCase): one is CauseCase => 'number' in one

/** Cases that differ in nothing but their names are told as one, unless the names tell what was found. */
function gathered(those: readonly Notable[]): Notable[] {
  const found = new Map<string, Notable>()
  for (const told of those) {
    const { one, where } = told
    const { verdict, says, place, detail = [] } = one
    const key = JSON.stringify([verdict, says, where, place?.file, place?.fn, detail])
    const known = found.get(key)
    if (known === undefined || isAlone(one)) found.set(isAlone(one) ? `${key} ${found.size}` : key, told)
    else found.set(key, { ...known, others: known.others + 1 })
  }
  return [...found.values()]
}

const isAlone = (one: Case | CauseCase): boolean => isCause(one) || one.isApart === true

/** Its name, and how many others there are. */
export const namesOf = ({ one: { name }, others }: Notable): string =>
  others === 0 ? name : `${name} and ${counted(others, 'other')}`
