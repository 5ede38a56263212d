/**
 * Causes of violations, one line each: how bad, what explains it, how much it breaks, and what repairs it.
 */
import { match, P } from 'ts-pattern'
import { showWorld } from '../../names/world-name.ts'
import { table } from '../../text/table.ts'
import { count, counted, listWords } from '../../text/words.ts'
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
        ...(isShared ? [palette.strong(`all of these are broken in the same scenarios under ${asIn}, too`)] : []),
        ...(severity === before?.severity && !isShared ? [] : [palette.faint(severity)]),
        ...told[index]!,
      ]
    }),
  ]
}

/**
 * What to say where there is no cause of a number; nothing where there is one.
 *
 * @param counts how many there are; of a series, after each of its patches
 */
export function missingCause(cause: number, counts: readonly number[]): string | undefined {
  const most = Math.max(0, ...counts)
  if (cause <= most) return undefined
  const number = match([most, counts.length])
    .with([0, P.any], () => 'no broken promise was found')
    .with([1, 1], () => 'there is one')
    .with([P.any, 1], () => `there are ${most}`)
    .otherwise(() => `no patch has more than ${most}`)
  const advice = most === 0 ? 'leave out --cause' : `give --cause ${most === 1 ? '1' : `1 to ${most}`}, or leave it out`
  return `there is no cause ${cause}: ${number}\n${advice}; the report is told as if it were`
}

/** A cause by its number, from 1: how bad it is, and all that it breaks. */
export function causeHeadLines(
  causes: readonly Cause[],
  number: number,
  { width, palette }: Pick<Page, 'width' | 'palette'>,
): string[] {
  const cause = causes[number - 1]!
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

/** `, for 12 causes, 3 of them new against upstream`; the causes of one promise are not counted where it has one. */
export function causesWords(causes: readonly Cause[], promises: number): string {
  const shared = causes.filter(({ asIn }) => asIn !== undefined)
  const bases = [...new Set(shared.map(({ asIn }) => asIn!))]
  const base = listWords(bases)
  if (causes.length === 1) {
    const same = shared.length === 1 ? `, and under ${base}, too` : ''
    return `${promises === 1 ? '' : ', all for one cause'}${same}`
  }
  if (causes.length === 0) return ''
  const own = causes.length - shared.length
  const fresh = shared.length === 0 ? '' : `, ${own === 0 ? 'none' : own} of them new against ${base}`
  return `, for ${counted(causes.length, 'cause')}${fresh}`
}

/** The violations that are told: of one cause, so many different ones, or the easiest of each cause. */
export function violationsOf<V extends Violated>(
  causes: readonly Cause<V>[],
  { all, cause }: { readonly all?: number | undefined; readonly cause?: number | undefined },
): V[] {
  if (all !== undefined) return differentOnes(causes, all)
  const those = cause === undefined ? causes : causes.slice(cause - 1, cause)
  return those.map(({ violations }) => violations[0]!)
}

/** Those of all causes that have different fingerprints, at most so many: the worst causes first, the easiest of each. */
function differentOnes<V extends Violated>(causes: readonly Cause<V>[], number: number): V[] {
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
