/**
 * Scenarios that somebody writes in a file of their own, checked when they are defined.
 */
import { type BaseIssue, getDotPath, safeParse } from 'valibot'
import { InputError } from '../../../checker/declare.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'
import { hint } from '../../names/nearest.ts'
import { refuseWrongCalls } from './calls.ts'
import { namedInitial } from './initial.ts'
import { MEMBERS, NAMED, scenarioSchema } from './schema.ts'

/** Goals need not be named. */
export type ProposedScenario = Omit<Scenario, 'goals'> & Partial<Pick<Scenario, 'goals'>>

/** @throws InputError when it is no scenario */
export function defineScenario(proposed: ProposedScenario): Scenario {
  const { success, issues } = safeParse(scenarioSchema, proposed)
  const says = `scenario "${proposed?.name}"`
  if (!success) throw new InputError(`${says}: ${wrongWords(issues[0])}`)
  const { bounds, threads, initial } = proposed
  if (threads.length !== bounds.threads)
    throw new InputError(
      `${says} has ${threads.length} threads, and its bounds say ${bounds.threads}\nmake them the same`,
    )
  refuseWrongCalls(says, threads, bounds)
  return {
    ...proposed,
    goals: proposed.goals ?? [],
    initial: initial.map((set, at) => namedInitial(says, set, at)),
  }
}

/** Which part of it is wrong, and what to write. */
function wrongWords(issue: BaseIssue<unknown>): string {
  const where = getDotPath(issue) ?? 'it'
  const path = (issue.path ?? []).flatMap(({ key }) => (typeof key === 'string' ? [key] : []))
  const last = path.at(-1) ?? ''
  if (issue.type === 'strict_object' && issue.received === 'undefined' && path.length > 0)
    return `${where} is missing\ngive ${membersAt(path).join(', ')}`
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return `${where} is nothing that a scenario has${hint(last, membersAt(path))}\ngive ${membersAt(path).join(', ')}`
  const named = NAMED[last]
  if (issue.type === 'picklist' && typeof issue.input === 'string' && named)
    return `${where} is "${issue.input}", which is no ${named.kind}${hint(issue.input, named.names)}\ngive one of ${named.names.join(', ')}`
  return `${where} must be ${issue.message}`
}

/** What may stand where the last name of the path does. */
const membersAt = (path: readonly string[]): readonly string[] => MEMBERS[path.at(-2) ?? ''] ?? []
