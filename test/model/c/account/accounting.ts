/**
 * Accounts of a patch to one file.
 */
import { accountOf } from '../../../../model/c/account/account.ts'
import type { Accounted, Evidence } from '../../../../model/c/account/told.ts'
import { parseC } from '../../../../model/c/parse/parse.ts'
import { wholeFile } from '../../../../model/c/text/source.ts'
import { boundNumber } from '../../../../model/code/binding.ts'
import * as neutral from '../../../../model/kernel/c/neutral.ts'
import { unitOf } from '../../../../model/kernel/c/own-numbers.ts'
import { plainType } from '../../../../model/kernel/c/types.ts'

export const tables = { ...neutral, plainType, numberOf: boundNumber, unitOf }

/** Everything ran, no check fired, and every value matters. */
export const evidence: Evidence = {
  idle: () => undefined,
  isModelled: () => false,
  came: (_, __, outcome) => outcome !== 'yes',
  cameAtomic: () => false,
  blind: () => [],
  unknown: () => [],
  matters: () => true,
}

export const account = async (
  before: string,
  after: string,
  seen: Evidence = evidence,
  known?: Parameters<typeof accountOf>[3],
): Promise<Accounted[]> => {
  const [was, is] = await Promise.all([before, after].map(text => parseC(wholeFile('x.c', text))))
  return accountOf({ before: was!, after: is! }, { before: seen, after: seen }, tables, known)
}
export const within = (body: string) => `int f(struct folio *folio)\n{\n${body}\n\treturn 0;\n}\n`

/** Class and reason of what a line that is added to a function comes to. */
export const added = async (line: string) =>
  (await account(within(''), within(line))).map(one => (one.why ? `${one.class}: ${one.why}` : one.class))
