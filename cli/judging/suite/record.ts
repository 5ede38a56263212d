/**
 * Writes what a suite saw into the file of recorded results.
 */
import { existsSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { InputError } from '../../../checker/declare.ts'
import type { Entry, Recorded } from '../../../spec/suite/entry.ts'
import { compareWorlds, showWorld } from '../../names/world-name.ts'
import { warn } from '../../text/output.ts'
import { refuseUnwritable, writeWhole } from '../../text/whole-file.ts'
import { RECORDED, recordedFile } from './recorded.ts'
import { lineOf, type Nameable } from './recorded-line.ts'
import type { SuiteWorld } from './report.ts'
import { vacuousLines } from './vacuous-line.ts'

/**
 * Results of worlds that were not seen whole this time stay as they are; those of worlds that are no longer listed go.
 * Says on standard error how much is new.
 *
 * @throws InputError when the file cannot be written
 */
export function record(file: string, seen: readonly SuiteWorld[], recorded: Recorded, known: Nameable): void {
  const lines = recordedLines(seen, recorded, known)
  const before = existsSync(file) ? readFileSync(file, 'utf8') : ''
  const text = lines.map(line => `${line}\n`).join('')
  if (text === before) return
  writeWhole(file, text, `${RECORDED} is as it was`)
  const old = new Set(before.split('\n'))
  const fresh = lines.filter(line => !old.has(line)).length
  warn(`wrote ${RECORDED}: ${fresh} of ${lines.length} lines are new`)
}

function recordedLines(seen: readonly SuiteWorld[], recorded: Recorded, known: Nameable): string[] {
  const entries = new Map(recorded)
  for (const { world, entry } of seen) if (entry) entries.set(showWorld(world), entry)
  const listed = [...known.worlds.values()].sort(compareWorlds).flatMap(world => entries.get(showWorld(world)) ?? [])
  return linesOf(listed, known)
}

/** The lines of the file: one of each world, then those of promises that are vacuous against appearance. */
export const linesOf = (entries: readonly Entry[], known: Nameable): string[] => [
  ...entries.map(entry => lineOf(entry, known.promisesIn(entry.scenario))),
  ...vacuousLines(entries, known),
]

/** The file to record into. @throws InputError when gmemcheck does not run from a checkout, or may not write to it */
export function fileToRecord(): string {
  const folder = dirname(recordedFile)
  if (existsSync(`${folder}/worlds.ts`)) {
    refuseUnwritable(recordedFile, `${RECORDED} is as it was`)
    return recordedFile
  }
  throw new InputError(`the sources of the suite are not at ${folder}\nrecord from a checkout of the project`)
}
