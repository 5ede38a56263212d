/**
 * Accounts of one patch in several configurations, as one.
 */
import type { Accounted, Class } from '../../c/account/told.ts'

/** The account in one configuration. */
interface ConfiguredAccount {
  /** `CONFIG_NUMA=n`; '' for the usual one. */
  readonly configuration: string
  readonly account: readonly Accounted[]
}

/**
 * What is compiled in several is what it is in the worst of them. What is not compiled in one need not be judged there.
 *
 * @param accounts of the usual one first
 * @param isWhole whether each arm of each `#if` that the patch changes is compiled in one of them
 */
export function joinedAccount(accounts: readonly ConfiguredAccount[], isWhole: boolean): Accounted[] {
  const found = new Map<string, Accounted>()
  for (const { configuration, account } of accounts) {
    const told = new Map<string, number>()
    for (const one of account) {
      if (isUncompiled(one) && accounts.some(other => !leavesOut(other, one))) continue
      const place = [one.side, one.file, one.line, one.kind, one.name, one.text].join('\n')
      const number = (told.get(place) ?? 0) + 1
      told.set(place, number)
      const key = `${place}\n${number}`
      const known = found.get(key)
      if (known === undefined) found.set(key, configuration === '' ? one : { ...one, configuration })
      else if (weightOf(one) > weightOf(known)) found.set(key, worse(one, known, configuration))
    }
  }
  return [...found.values()].map(one =>
    one.isConditional && isWhole ? { ...one, class: 'neutral', why: 'both sides of it are looked at' } : one,
  )
}

const isUncompiled = ({ kind, isConditional }: Accounted): boolean => kind === 'directive' && isConditional !== true

const leavesOut = ({ account }: ConfiguredAccount, { side, file, line }: Accounted): boolean =>
  account.some(one => isUncompiled(one) && one.side === side && one.file === file && one.line === line)

const WEIGHTS: readonly Class[] = ['outside', 'unreferenced', 'neutral', 'same', 'assertion', 'judged', 'not judged']

/** What counts as judged only if leaving it out is noticed is worse than what does in any case. */
const weightOf = ({ class: kind, unless }: Accounted): number => WEIGHTS.indexOf(kind) * 2 + (unless ? 1 : 0)

function worse(one: Accounted, { configuration: only }: Accounted, configuration: string): Accounted {
  const why = one.class === 'not judged' ? `${one.why ?? ''}, with ${configuration}` : one.why
  return { ...one, ...(why !== undefined && { why }), ...(only !== undefined && { configuration: only }) }
}
