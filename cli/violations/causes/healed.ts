/**
 * The record of which violations each repair heals: read from its file, and looked up by world and promise.
 */
import { existsSync, readFileSync } from 'node:fs'
import { InputError } from '../../../checker/declare.ts'
import { projectFile } from '../../names/program.ts'
import { compareText, showWorld, type WorldName } from '../../names/world-name.ts'

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

/** A line that says of which searches it is, then one for each world and repair. */
export const healedText = (of: string, healed: readonly Healed[]): string =>
  [
    JSON.stringify({ of }),
    ...healed
      .map(({ design, scenario, repair, promises }) =>
        JSON.stringify({ world: showWorld({ scenario, design }), repair, promises }),
      )
      .sort(compareText),
  ]
    .map(line => `${line}\n`)
    .join('')

/** Of which searches the record is, as they were named to `healedText`; nothing where nobody has recorded any. */
export const healedOf = (): string | undefined => /^\{"of":"(\w+)"\}\n/.exec(recordedText())?.[1]

const recordedText = (): string => (existsSync(healedFile) ? readFileSync(healedFile, 'utf8') : '')

/** @throws InputError when the file is damaged */
export function loadHealers(): Healers {
  const found = new Map<string, string[]>()
  for (const [index, line] of recordedText().split('\n').entries()) {
    if (line === '' || (index === 0 && healedOf() !== undefined)) continue
    const { world, repair, promises } = parsed(line, index + 1)
    for (const promise of promises) {
      const key = `${world} ${promise}`
      found.set(key, [...(found.get(key) ?? []), repair])
    }
  }
  return (world, promise) => found.get(`${showWorld(world)} ${promise}`) ?? []
}

function parsed(line: string, number: number): { world: string; repair: string; promises: string[] } {
  try {
    const { world, repair, promises } = JSON.parse(line)
    if (typeof world === 'string' && typeof repair === 'string' && Array.isArray(promises))
      return { world, repair, promises }
  } catch {
    // Said below.
  }
  throw new InputError(
    `${HEALED}:${number}: this line does not say what a repair heals\nget the file back: git checkout -- ${HEALED}`,
  )
}
