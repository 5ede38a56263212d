/**
 * Which violations each repair heals: by the results of the suite, and by a record of the worlds that the suite leaves out.
 */
import { existsSync, readFileSync } from 'node:fs'
import { InputError } from '../../../checker/declare.ts'
import type { NamedDesign } from '../../../model/designs/design.ts'
import type { Recorded } from '../../../spec/suite/entry.ts'
import { projectFile } from '../../names/program.ts'
import { compareText, showWorld, type WorldName } from '../../names/world-name.ts'
import { repairsOf } from './narrow.ts'

/** Relative to the project, as messages name it. */
export const HEALED = 'spec/suite/healed.jsonl'

/** The file, which stays with the sources when the project is built. */
export const healedFile = projectFile(HEALED)

/** Promises that a design breaks in a scenario, and that hold there under another design based on it. */
export interface Healed {
  readonly design: string
  readonly scenario: string
  /** A design. */
  readonly repair: string
  readonly promises: readonly string[]
}

/** The designs that heal a violation, by name; none where nobody has recorded any. */
export type Healers = (world: WorldName, promise: string) => readonly string[]

/** A line that says of which searches it is, then one for all worlds that the same repairs heal in the same way. */
export function healedText(of: string, healed: readonly Healed[]): string {
  const alike = new Map<string, { readonly worlds: string[]; readonly repairs: Repairs }>()
  for (const [world, those] of [...byWorld(healed)].sort(([a], [b]) => compareText(a, b))) {
    const repairs = repairsIn(those)
    const key = JSON.stringify(repairs)
    const known = alike.get(key) ?? { worlds: [], repairs }
    known.worlds.push(world)
    alike.set(key, known)
  }
  return [{ of }, ...alike.values()].map(line => `${JSON.stringify(line)}\n`).join('')
}

function byWorld(healed: readonly Healed[]): Map<string, Healed[]> {
  const worlds = new Map<string, Healed[]>()
  for (const one of healed) {
    const world = showWorld(one)
    worlds.set(world, [...(worlds.get(world) ?? []), one])
  }
  return worlds
}

/** By repair, the promises that hold with it. */
type Repairs = Readonly<Record<string, readonly string[]>>

const repairsIn = (healed: readonly Healed[]): Repairs =>
  Object.fromEntries(
    healed.map(({ repair, promises }) => [repair, promises] as const).sort(([a], [b]) => compareText(a, b)),
  )

/** Of which searches the record is, as they were named to `healedText`; nothing where nobody has recorded any. */
export const healedOf = (): string | undefined => /^\{"of":"(\w+)"\}\n/.exec(recordedText())?.[1]

const recordedText = (): string => (existsSync(healedFile) ? readFileSync(healedFile, 'utf8') : '')

/** @throws InputError when the file is damaged */
export function loadHealers(recorded: Recorded, designs: readonly NamedDesign[]): Healers {
  const beside = loadBeside()
  return (world, promise) => {
    const { design, scenario, mutation } = world
    const isHealedBy = (repair: NamedDesign) =>
      recorded.get(showWorld({ scenario, design: repair.name }))?.holds.includes(promise) === true
    const isBroken = mutation === undefined && promise in (recorded.get(showWorld(world))?.violated ?? {})
    const within = isBroken ? repairsOf(design, designs).filter(isHealedBy) : []
    return [...within.map(({ name }) => name), ...beside(world, promise)].sort(compareText)
  }
}

/** What the file says, of worlds that the suite leaves out. */
function loadBeside(): Healers {
  const found = new Map<string, string[]>()
  for (const [index, line] of recordedText().split('\n').entries()) {
    if (line === '' || (index === 0 && healedOf() !== undefined)) continue
    const { worlds, repairs } = parsed(line, index + 1)
    const pairs = Object.entries(repairs).flatMap(([repair, promises]) => promises.map(each => [repair, each] as const))
    for (const world of worlds)
      for (const [repair, promise] of pairs) {
        const key = `${world} ${promise}`
        found.set(key, [...(found.get(key) ?? []), repair])
      }
  }
  return (world, promise) => found.get(`${showWorld(world)} ${promise}`) ?? []
}

function parsed(line: string, number: number): { worlds: readonly string[]; repairs: Repairs } {
  try {
    const { worlds, repairs } = JSON.parse(line)
    if (Array.isArray(worlds) && typeof repairs === 'object' && Object.values(repairs).every(Array.isArray))
      return { worlds, repairs }
  } catch {
    // Said below.
  }
  throw new InputError(
    `${HEALED}:${number}: this line does not say what repairs heal\nget the file back: git checkout -- ${HEALED}`,
  )
}
