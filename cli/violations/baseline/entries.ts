/**
 * A baseline: violations that somebody has accepted, one a line, each by its fingerprint.
 */
import { existsSync } from 'node:fs'
import { array, type InferOutput, minLength, optional, pipe, regex, safeParse, strictObject, string } from 'valibot'
import { InputError } from '../../../checker/declare.ts'
import { kindOf, shownPath, writtenText } from '../../../model/c/tree/files.ts'
import { compareText } from '../../names/world-name.ts'

const schema = strictObject({
  /** As reports name the violation: `huge-mappings-are-not-mixed:1f0c55d2a9be`. */
  fingerprint: pipe(string(), regex(/^[a-z0-9-]+:[0-9a-f]{12}$/)),
  /** The C function whose step breaks the promise. */
  place: string(),
  /** The worlds that show it. */
  worlds: pipe(array(string()), minLength(1)),
  /** Why it is accepted: a finding by name, or words. */
  why: optional(string()),
})

export type BaselineEntry = InferOutput<typeof schema>

export interface Baseline {
  /** As the command line names it. */
  readonly file: string
  readonly entries: readonly BaselineEntry[]
}

const readBaseline = (file: string): Baseline => ({ file, entries: entriesIn(file) })

function entriesIn(file: string): BaselineEntry[] {
  if (kindOf(file) === 'nothing')
    throw new InputError(
      `there is no ${shownPath(file)}\nmake a baseline: it begins as an empty file, see gmemcheck baseline update --help`,
    )
  const entries: BaselineEntry[] = []
  for (const [index, line] of writtenText(file).split('\n').entries()) {
    if (line === '') continue
    const entry = safeParse(schema, parsed(line))
    const where = `${file}:${index + 1}`
    if (!entry.success)
      throw new InputError(
        `${where} is no entry of a baseline\nmend the line, or take it out: gmemcheck baseline update accepts anew what reports show`,
      )
    if (entries.some(({ fingerprint }) => fingerprint === entry.output.fingerprint))
      throw new InputError(`${where} names ${entry.output.fingerprint}, which has an entry already\nremove one of them`)
    entries.push(entry.output)
  }
  return entries
}

/** The part of a request that says which violations are accepted. @throws InputError when the file is not there, or damaged */
export const baselineAsked = (file: string | undefined): { readonly baseline?: Baseline } =>
  file === undefined ? {} : { baseline: readBaseline(file) }

/** Nothing where there is no such file yet. @throws InputError when it is damaged */
export const readBaselineIfThere = (file: string): BaselineEntry[] => (existsSync(file) ? entriesIn(file) : [])

/** The same entries are the same bytes. */
export const baselineText = (entries: readonly BaselineEntry[]): string =>
  [...entries]
    .sort((a, b) => compareText(a.fingerprint, b.fingerprint))
    .map(({ fingerprint, place, worlds, why }) => {
      const line = { fingerprint, place, worlds: [...worlds].sort(compareText), ...(why !== undefined && { why }) }
      return `${JSON.stringify(line)}\n`
    })
    .join('')

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
