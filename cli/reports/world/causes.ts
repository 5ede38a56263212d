/**
 * Causes of violations, one line each: how bad, what explains it, how much it breaks, and what repairs it.
 */
import { InputError } from '../../../checker/declare.ts'
import { showWorld } from '../../names/world-name.ts'
import { table } from '../../text/table.ts'
import { count, counted } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import { fingerprintOf, fingerprintWords } from '../../violations/causes/fingerprint.ts'
import type { Cause, Violated } from '../../violations/causes/triage.ts'
import type { Page } from '../trace/telling.ts'

/** The table, with its head and a line for each severity; causes are numbered from 1. */
export function causeLines(causes: readonly Cause[], { width, palette }: Pick<Page, 'width' | 'palette'>): string[] {
  const digits = String(causes.length).length
  const heads = [
    { head: `${' '.repeat(digits + 2)}cause` },
    { head: 'promises', right: true },
    { head: 'worlds', right: true },
    { head: 'repaired by' },
  ]
  const rows = causes.map((cause, index) => [
    `${String(index + 1).padStart(digits)}  ${causeName(cause)}`,
    count(cause.promises.length),
    count(cause.worlds.length),
    cause.repair ?? '',
  ])
  const [head, ...told] = table(heads, rows, width)
  return [
    ...head!,
    ...causes.flatMap(({ severity, asIn }, index) => {
      const before = causes[index - 1]
      const isShared = asIn !== undefined && asIn !== before?.asIn
      return [
        ...(isShared ? [palette.strong(`${asIn} breaks all of these in the same scenarios`)] : []),
        ...(severity === before?.severity && !isShared ? [] : [palette.faint(severity)]),
        ...told[index]!,
      ]
    }),
  ]
}

/** @param number from 1, as in the table @throws InputError where there are fewer */
export function causeNumbered<V extends Violated>(causes: readonly Cause<V>[], number: number): Cause<V> {
  const cause = causes[number - 1]
  if (cause) return cause
  const fewer =
    causes.length === 0
      ? 'no promise is broken'
      : `there ${causes.length === 1 ? 'is one cause' : `are ${causes.length} causes`}`
  throw new InputError(`--cause cannot be ${number}: ${fewer}\nleave it out to see the table of causes`)
}

/** A cause by its number: how bad it is, and all that it breaks. */
export function causeHeadLines(
  causes: readonly Cause[],
  number: number,
  { width, palette }: Pick<Page, 'width' | 'palette'>,
): string[] {
  const cause = causeNumbered(causes, number)
  const { severity, promises, worlds } = cause
  return [
    palette.strong(`cause ${number} of ${causes.length}  ${causeName(cause)}  (${severity})`),
    ...paragraph('  breaks    ', promises.join(', '), width),
    ...paragraph('  in        ', worlds.join(', '), width),
  ]
}

/** The finding, or the function that breaks the promise of the trace that is told. */
export function causeName({ findings, violations }: Cause): string {
  const [first, ...others] = findings
  if (first) return others.length === 0 ? first.name : `${first.name} +${others.length}`
  const { trace } = violations[0]!
  return fingerprintOf(trace).place
}

/** `, for 12 causes, 3 of them new against upstream`; causes are not counted where only one promise is broken. */
export function causesWords(causes: readonly Cause[], promises: number): string {
  const number =
    promises < 2 ? '' : `, ${causes.length === 1 ? 'all for one cause' : `for ${counted(causes.length, 'cause')}`}`
  const shared = causes.flatMap(({ asIn }) => asIn ?? [])
  if (shared.length === 0) return number
  const own = causes.length - shared.length
  return `${number}, ${own === 0 ? 'none' : own} of them new against ${shared[0]}`
}

/** Those of all causes that have different fingerprints, at most so many: the worst causes first, the easiest of each. */
export function differentOnes<V extends Violated>(causes: readonly Cause<V>[], number: number): V[] {
  const known = new Set<string>()
  const found: V[] = []
  // One of each cause before a second one of any.
  const rounds = Math.max(0, ...causes.map(({ violations }) => violations.length))
  for (let round = 0; round < rounds; round++) {
    for (const { violations } of causes) {
      const violation = violations[round]
      if (violation === undefined || found.length === number) continue
      const name = fingerprintWords(fingerprintOf(violation.trace))
      if (known.has(name)) continue
      known.add(name)
      found.push(violation)
    }
  }
  return found
}

/** For programs. */
export const causesJson = (causes: readonly Cause[]) =>
  causes.map(cause => ({
    cause: causeName(cause),
    severity: cause.severity,
    ...(cause.repair !== undefined && { repair: cause.repair }),
    ...(cause.asIn !== undefined && { asIn: cause.asIn }),
    findings: cause.findings.map(({ name }) => name),
    promises: cause.promises,
    worlds: cause.worlds,
    told: {
      world: showWorld(cause.violations[0]!.world),
      promise: cause.violations[0]!.promise,
      fingerprint: fingerprintWords(fingerprintOf(cause.violations[0]!.trace)),
    },
  }))
