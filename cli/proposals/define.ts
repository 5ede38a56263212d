/**
 * Designs and scenarios that somebody writes in a file of their own, checked when they are defined.
 */
import {
  array,
  getDotPath,
  instance,
  integer,
  literal,
  looseObject,
  minLength,
  minValue,
  number,
  optional,
  picklist,
  pipe,
  record,
  regex,
  safeParse,
  strictObject,
  string,
  union,
} from 'valibot'
import { InputError } from '../../checker/declare.ts'
import type { Design, NamedDesign } from '../../model/designs/design.ts'
import { designs } from '../../model/designs/index.ts'
import { operations } from '../../model/operations/index.ts'
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'
import { named, nearest } from '../names/nearest.ts'

export interface ProposedDesign {
  /** Kebab-case. */
  readonly name: string
  readonly summary: string
  /** Who proposes it, and where. */
  readonly source?: string
  /** The design it starts from: `gmemcheck list designs`. */
  readonly base: string
  /** The decisions in which it differs. */
  readonly differs: Partial<Design>
}

const MEMBERS: readonly string[] = ['name', 'summary', 'source', 'base', 'differs']

const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** @throws InputError when there is no such base, decision or answer */
export function defineDesign(proposed: ProposedDesign): NamedDesign {
  const { name, base, differs } = proposed
  for (const key of Object.keys(proposed))
    if (!MEMBERS.includes(key))
      throw new InputError(`design "${name}" has "${key}", which no design has\ngive ${MEMBERS.join(', ')}`)
  if (!KEBAB.test(`${name}`))
    throw new InputError(`a design cannot be called "${name}"\nuse small letters, digits and hyphens`)
  const from = named('design', designs, `${base}`, 'gmemcheck list designs')
  for (const [decision, answer] of Object.entries(differs ?? {})) refuseUnknown(name, from.decisions, decision, answer)
  return {
    name,
    summary: proposed.summary ?? `${base}, with changes`,
    source: proposed.source ?? 'a proposal',
    base,
    decisions: { ...from.decisions, ...differs },
  }
}

/** All answers that designs give to a decision. */
export const answersTo = (decision: keyof Design): string[] => [
  ...new Set(designs.map(one => String(one.decisions[decision]))),
]

/** An answer is known if some design gives it. */
function refuseUnknown(name: string, decisions: Design, decision: string, answer: unknown): void {
  const hint = (text: string, words: readonly string[]) => {
    const near = nearest(text, words)
    return near === undefined ? '' : `; did you mean ${near}?`
  }
  const known = Object.keys(decisions)
  if (!known.includes(decision))
    throw new InputError(
      `${name} differs in "${decision}", which is no decision${hint(decision, known)}\nsee them all: gmemcheck list decisions`,
    )
  const answers = answersTo(decision as keyof Design)
  if (!answers.includes(String(answer)))
    throw new InputError(
      `${name} answers ${decision} with "${answer}"${hint(String(answer), answers)}\ngive one of ${answers.join(', ')}`,
    )
}

const natural = pipe(number('a whole number'), integer('a whole number'), minValue(0, 'a whole number'))
const positive = pipe(
  number('a whole number above 0'),
  integer('a whole number above 0'),
  minValue(1, 'a whole number above 0'),
)
const call = strictObject({
  operation: picklist(
    operations.map(({ name }) => name),
    'an operation: gmemcheck list operations',
  ),
  args: optional(pipe(array(record(string(), natural)), minLength(1, 'at least one choice of arguments'))),
  times: union([positive, literal('any')], 'a whole number above 0, or "any"'),
})
const schema = strictObject({
  name: pipe(string('a name'), regex(KEBAB, 'a name of small letters, digits and hyphens')),
  summary: string('a sentence'),
  bounds: strictObject({
    pages: positive,
    hugepage: positive,
    frames: positive,
    threads: positive,
    vms: positive,
    failures: natural,
  }),
  environment: looseObject({}),
  initial: pipe(
    array(instance(Function, 'a function that sets the initial state')),
    minLength(1, 'at least one initial state'),
  ),
  threads: pipe(
    array(
      strictObject({
        name: string('a name'),
        calls: array(call, 'a list of calls'),
        within: optional(looseObject({})),
      }),
    ),
    minLength(1, 'at least one thread'),
  ),
  goals: optional(array(string('the name of a goal'))),
})

/** What a call asks for begins in the file, and is at least one page. */
function refuseBeyond(where: string, given: Readonly<Record<string, number>>, pages: number): void {
  for (const first of ['gfn', 'start'])
    if (given[first] !== undefined && given[first] >= pages)
      throw new InputError(
        `${where}: ${first} is ${given[first]}, and the file has ${pages} pages\ngive a number below ${pages}`,
      )
  if (given.pages === 0) throw new InputError(`${where}: pages is 0\ngive at least one page`)
}

/** Goals need not be named. */
export type ProposedScenario = Omit<Scenario, 'goals'> & Partial<Pick<Scenario, 'goals'>>

/** @throws InputError when it is no scenario */
export function defineScenario(proposed: ProposedScenario): Scenario {
  const { success, issues } = safeParse(schema, proposed)
  if (!success) {
    const [issue] = issues
    const where = getDotPath(issue) ?? 'it'
    const isUnknown = issue.type === 'strict_object' && issue.expected === 'never'
    throw new InputError(
      `scenario "${proposed?.name}": ${where} ${isUnknown ? 'is nothing that a scenario has' : `must be ${issue.message}`}`,
    )
  }
  const { name, bounds, threads, initial } = proposed
  if (threads.length !== bounds.threads)
    throw new InputError(
      `scenario "${name}" has ${threads.length} threads, and its bounds say ${bounds.threads}\nmake them the same`,
    )
  for (const { name: thread, calls } of threads)
    for (const { operation, args = [] } of calls)
      for (const given of args) refuseBeyond(`scenario "${name}": ${thread}, ${operation}`, given, bounds.pages)
  return {
    ...proposed,
    goals: proposed.goals ?? [],
    initial: initial.map((set, at) => kernel => {
      try {
        set(kernel)
      } catch (error) {
        throw new InputError(`scenario "${name}": initial state ${at} throws: ${(error as Error).message}`)
      }
    }),
  }
}
