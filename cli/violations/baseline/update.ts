/**
 * A baseline made of reports: what they show is accepted, what their worlds no longer show goes.
 */
import { array, type InferOutput, literal, looseObject, optional, safeParse, string, union } from 'valibot'
import { InputError } from '../../../checker/declare.ts'
import { claims } from '../../../spec/claims/index.ts'
import { findings } from '../../../spec/findings/index.ts'
import { compareText, parseName } from '../../names/world-name.ts'
import type { BaselineEntry } from './entries.ts'
import { judgedKey, promiseOf } from './held.ts'

const promise = looseObject({
  promise: string(),
  fingerprint: optional(string()),
  place: optional(string()),
  verdict: optional(string()),
  change: optional(string()),
  ways: optional(array(looseObject({ fingerprint: string(), place: string() }))),
  waysCut: optional(string()),
})
const world = looseObject({
  world: string(),
  outcome: optional(string()),
  after: optional(looseObject({ outcome: string() })),
  promises: optional(array(promise)),
})
/** The version of reports that is read. */
const SCHEMA = 1

const schema = looseObject({
  schema: literal(SCHEMA),
  command: union([literal('check'), literal('review')]),
  worlds: optional(array(world)),
  points: optional(array(looseObject({ worlds: array(world) }))),
})

/** What a report shows. */
export interface Shown {
  /** Promises of worlds that were judged to the end: `WORLD PROMISE`. */
  readonly judged: readonly string[]
  readonly violations: readonly { readonly fingerprint: string; readonly place: string; readonly world: string }[]
  /** Of some broken promise, other ways were not looked for: without `--baseline` nobody asks for them. */
  readonly isPartial: boolean
}

/** @param text of `--format json` @throws InputError when it is no report of check or review */
export function shownBy(text: string, where: string): Shown {
  const value = parsed(text)
  const version = (value as { readonly schema?: unknown } | undefined)?.schema
  if (typeof version === 'number' && version !== SCHEMA)
    throw new InputError(
      `${where} is a report of another version: its schema is ${version}, and this gmemcheck reads ${SCHEMA}\nwrite it again with this one: --report json=FILE`,
    )
  const { success, output } = safeParse(schema, value)
  if (!success)
    throw new InputError(
      `${where} is no report of check or review\nwrite one with --format json, or --report json=FILE`,
    )
  const worlds = [...(output.worlds ?? []), ...(output.points ?? []).flatMap(point => point.worlds)]
  return {
    isPartial: worlds.some(({ promises = [] }) =>
      promises.some(({ fingerprint, change = 'broken', ways }) => {
        return fingerprint !== undefined && ACCUSED.includes(change) && ways === undefined
      }),
    ),
    judged: worlds
      .filter(({ outcome, after }) => (after?.outcome ?? outcome) === 'whole')
      .flatMap(({ world, promises = [] }) => promises.filter(isWhole).map(({ promise }) => judgedKey(world, promise))),
    violations: worlds.flatMap(({ world, promises = [] }) =>
      promises.flatMap(({ fingerprint, place = '', change = 'broken', ways }) => {
        if (fingerprint === undefined || !ACCUSED.includes(change)) return []
        return (ways ?? [{ fingerprint, place }]).map(way => ({ ...way, world }))
      }),
    ),
  }
}

/** Effects of a patch that a report blames it for, whether they are silenced or not. */
const ACCUSED = ['broken', 'broken anew', 'known']

/** All ways in which it is broken were looked for, if it is. */
const isWhole = ({ fingerprint, ways, waysCut }: InferOutput<typeof promise>): boolean =>
  fingerprint === undefined || (ways !== undefined && waysCut === undefined)

export interface Update {
  readonly entries: readonly BaselineEntry[]
  readonly added: readonly BaselineEntry[]
  readonly gone: readonly BaselineEntry[]
}

/** What no report has judged to the end stays as it is. */
export function updated(before: readonly BaselineEntry[], reports: readonly Shown[]): Update {
  const judged = new Set(reports.flatMap(report => report.judged))
  const entries = new Map<string, BaselineEntry>()
  for (const entry of before) {
    const worlds = entry.worlds.filter(world => !judged.has(judgedKey(world, promiseOf(entry.fingerprint))))
    if (worlds.length > 0) entries.set(entry.fingerprint, { ...entry, worlds })
  }
  for (const { fingerprint, place, world } of reports.flatMap(report => report.violations)) {
    const why = before.find(one => one.fingerprint === fingerprint)?.why
    const worlds = [...new Set([...(entries.get(fingerprint)?.worlds ?? []), world])].sort(compareText)
    entries.set(fingerprint, { fingerprint, place, worlds, ...(why !== undefined && { why }) })
  }
  const all = [...entries.values()].map(explained)
  return {
    entries: all,
    added: all.filter(entry => before.every(one => one.fingerprint !== entry.fingerprint)),
    gone: before.filter(entry => !entries.has(entry.fingerprint)),
  }
}

/** With the name of the finding or claim that explains the promise in one of its scenarios, under whatever design. */
function explained(entry: BaselineEntry): BaselineEntry {
  if (entry.why !== undefined) return entry
  const promise = promiseOf(entry.fingerprint)
  const scenarios = entry.worlds.map(world => parseName(world).head)
  const found = findings.find(one => scenarios.includes(one.scenario) && one.promises.includes(promise))
  const claimed = claims.find(({ worlds }) =>
    worlds.some(one => scenarios.includes(one.scenario) && one.promises[promise] === 'violated'),
  )
  const why = (found ?? claimed)?.name
  return { ...entry, ...(why !== undefined && { why }) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
