/**
 * The recorded results of the suite: read from their file, checked, and looked up by the name of a world.
 */
import { existsSync, readFileSync } from 'node:fs'
import { InputError } from '../../../checker/declare.ts'
import { goals, promises } from '../../../spec/promises/index.ts'
import { testableIn } from '../../../spec/suite/derived.ts'
import type { Entry, Recorded } from '../../../spec/suite/entry.ts'
import { worlds } from '../../../spec/suite/worlds.ts'
import { scenarioNamed } from '../../names/known.ts'
import { projectFile } from '../../names/program.ts'
import { compareText, showWorld, type WorldName } from '../../names/world-name.ts'
import { warn } from '../../text/output.ts'
import { entryOfLine, type Nameable, type Promises } from './recorded-line.ts'
import { isVacuousLine, vacuousOfLine } from './vacuous-line.ts'

/** Relative to the project, as messages name it. */
export const RECORDED = 'spec/suite/recorded.jsonl'

/** The file, which stays with the sources when the project is built. */
export const recordedFile = projectFile(RECORDED)

const GET_BACK = `get the file back: git checkout -- ${RECORDED}`
const RECORD = 'or record it anew: gmemcheck suite --record'

/** @throws InputError when the file is damaged, empty, or not there */
export const loadRecorded = (): Recorded => undamaged(readRecorded(readFile(), knownNames()))

/** @throws InputError when a line cannot be used, or there is none */
export function undamaged({ recorded, damage }: ReadRecorded): Recorded {
  const [first = recorded.size === 0 && `${RECORDED}: no result is recorded`, ...more] = damage
  if (first === false) return recorded
  const others = more.length > 0 ? `\n(and ${more.length} more such lines)` : ''
  throw new InputError(`${first}${others}\n${GET_BACK}\n${RECORD}`)
}

/** The undamaged lines of a file that is about to be recorded anew; damaged ones are named on standard error. */
export function salvageRecorded(): Recorded {
  if (!existsSync(recordedFile)) return new Map()
  const { recorded, damage } = readRecorded(readFile(), knownNames())
  for (const line of damage) warn(`${line}; the line is dropped`)
  return recorded
}

function readFile(): string {
  try {
    return readFileSync(recordedFile, 'utf8')
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException
    const hints = code === 'ENOENT' ? `${GET_BACK}\n${RECORD}` : GET_BACK
    throw new InputError(`the recorded results cannot be read: ${message}\n${hints}`)
  }
}

interface ReadRecorded {
  readonly recorded: Recorded
  /** What is wrong with the file: a phrase per line that cannot be used. */
  readonly damage: readonly string[]
}

export function readRecorded(text: string, known: Nameable): ReadRecorded {
  const recorded = new Map<string, Entry>()
  const vacuousIn = new Map<string, string[]>()
  const damage: string[] = []
  const lines = text.split('\n')
  if (lines.at(-1) === '') lines.pop()
  for (const [index, line] of lines.entries()) {
    if (!isVacuousLine(line)) continue
    const told = vacuousOfLine(line, known)
    if (typeof told === 'string') damage.push(`${RECORDED}:${index + 1}: ${told}`)
    else for (const world of told.in) vacuousIn.set(world, [...(vacuousIn.get(world) ?? []), ...told.vacuous])
  }
  for (const [index, line] of lines.entries()) {
    if (isVacuousLine(line)) continue
    const entry = entryOfLine(line, known, vacuousIn)
    const world = typeof entry === 'string' ? '' : showWorld(entry)
    const wrong = typeof entry === 'string' ? entry : recorded.has(world) && `${world} has a line already`
    if (wrong) damage.push(`${RECORDED}:${index + 1}: ${wrong}`)
    else recorded.set(world, entry as Entry)
  }
  return { recorded, damage }
}

/** Everything that results may name. */
export function knownNames(listed: readonly WorldName[] = worlds): Nameable {
  const sorted = [...promises].sort((a, b) => compareText(a.name, b.name))
  const perScenario = new Map<string, Promises>()
  return {
    worlds: new Map(listed.map(world => [showWorld(world), world])),
    goals: new Set(goals.map(({ name }) => name)),
    promisesIn: name => {
      let found = perScenario.get(name)
      if (found === undefined) {
        const isTestable = testableIn(scenarioNamed(name))
        const those = (wanted: boolean) => sorted.filter(one => isTestable(one) === wanted).map(one => one.name)
        found = { testable: those(true), untestable: those(false) }
        perScenario.set(name, found)
      }
      return found
    },
  }
}
