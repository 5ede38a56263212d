/**
 * How worlds are named: `SCENARIO@DESIGN`, or `SCENARIO@DESIGN~MUTATION`.
 */
import { InputError } from '../../checker/declare.ts'

export interface WorldName {
  readonly scenario: string
  readonly design: string
  readonly mutation?: string
}

export const showWorld = ({ scenario, design, mutation }: WorldName): string =>
  `${scenario}@${design}${mutation === undefined ? '' : `~${mutation}`}`

export const sameWorld = (a: WorldName, b: WorldName): boolean => showWorld(a) === showWorld(b)

/** Order by design, then scenario, then mutation; the sound design before its mutations. */
export function compareWorlds(a: WorldName, b: WorldName): number {
  return (
    compareText(a.design, b.design) ||
    compareText(a.scenario, b.scenario) ||
    compareText(a.mutation ?? '', b.mutation ?? '')
  )
}

/** By code unit, so that the order does not depend on the locale. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A name split at its signs, with what is missing left out: `convert`, `convert~without-x`, `convert@as-posted`. */
interface PartialName {
  readonly head: string
  readonly design?: string
  readonly mutation?: string
}

/** @throws InputError when the signs are out of order or nothing stands between them */
export function parseName(text: string): PartialName {
  const match = /^([^@~]+)(?:@([^@~]+))?(?:~([^@~]+))?$/.exec(text)
  if (!match) {
    throw new InputError(`"${text}" is not the name of a world\nwrite SCENARIO@DESIGN or SCENARIO@DESIGN~MUTATION`)
  }
  const [, head, design, mutation] = match
  return { head: head!, ...(design !== undefined && { design }), ...(mutation !== undefined && { mutation }) }
}
