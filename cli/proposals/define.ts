/**
 * Designs that somebody writes in a file of their own, checked when they are defined.
 */
import { InputError } from '../../checker/declare.ts'
import type { Design, NamedDesign } from '../../model/designs/design.ts'
import { designs } from '../../model/designs/index.ts'
import { hint, named } from '../names/nearest.ts'

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

/** How names are written. */
export const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** @throws InputError when there is no such base, decision or answer */
export function defineDesign(proposed: ProposedDesign): NamedDesign {
  const { name, base, differs } = proposed
  for (const key of Object.keys(proposed))
    if (!MEMBERS.includes(key))
      throw new InputError(
        `design "${name}" has "${key}", which no design has${hint(key, MEMBERS)}\ngive ${MEMBERS.join(', ')}`,
      )
  if (!KEBAB.test(`${name}`))
    throw new InputError(`a design cannot be called "${name}"\nuse small letters, digits and hyphens`)
  for (const member of ['summary', 'source'] as const)
    if (!['undefined', 'string'].includes(typeof proposed[member]))
      throw new InputError(`design "${name}": ${member} must be a sentence\nwrite it in quotes`)
  if (differs !== undefined && Object.getPrototypeOf(Object(differs)) !== Object.prototype)
    throw new InputError(
      `design "${name}": differs must be answers by their decisions\nwrite, for example: differs: { invalidateWindow: 'exact' }`,
    )
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
  const known = Object.keys(decisions)
  if (!known.includes(decision))
    throw new InputError(
      `${name} differs in "${decision}", which is no decision${hint(decision, known)}\nsee them all: gmemcheck list decisions`,
    )
  if (designs.some(one => one.decisions[decision as keyof Design] === answer)) return
  const answers = answersTo(decision as keyof Design)
  throw new InputError(
    `${name} answers ${decision} with "${answer}"${hint(String(answer), answers)}\ngive one of ${answers.join(', ')}`,
  )
}
