/**
 * Coverage of the suite: transitions of the machines that fired in no world of a design.
 */
import type { Result, Unfired } from '../../../checker/index.ts'
import { compareText, type WorldName } from '../../names/world-name.ts'

/** A world whose graph was seen whole. */
interface Covered {
  readonly world: WorldName
  /** Operations that its threads run. */
  readonly operations: readonly string[]
  readonly result: Pick<Result, 'neverFired'>
}

export interface Unfiring {
  readonly design: string
  readonly transitions: readonly Unfired[]
}

/** Per design, what fired in none of the worlds that run the operation; mutations, which change what fires, left out. */
export function neverFired(covered: readonly Covered[]): Unfiring[] {
  const asTheyAre = covered.filter(({ world }) => world.mutation === undefined)
  const designs = [...new Set(asTheyAre.map(({ world }) => world.design))].sort(compareText)
  return designs.map(design => ({
    design,
    transitions: unfiredInAll(asTheyAre.filter(({ world }) => world.design === design)),
  }))
}

function unfiredInAll(covered: readonly Covered[]): Unfired[] {
  const operations = [...new Set(covered.flatMap(({ operations }) => operations))].sort(compareText)
  return operations.flatMap(operation => {
    const [first, ...others] = covered
      .filter(({ operations }) => operations.includes(operation))
      .map(({ result }) => result.neverFired.filter(unfired => unfired.operation === operation))
    const elsewhere = others.map(unfired => new Set(unfired.map(placeOf)))
    return first!.filter(unfired => elsewhere.every(places => places.has(placeOf(unfired))))
  })
}

const placeOf = ({ at, event, candidate }: Unfired): string => `${at} ${event} ${candidate}`
