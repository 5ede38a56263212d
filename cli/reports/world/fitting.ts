/**
 * Traces of causes in so many lines: one of each in a few lines, and the first of them at greater length as far as there is
 * room.
 */
import { listWords, range } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import { compactLines } from '../trace/compact.ts'
import type { Page } from '../trace/telling.ts'
import { briefLines, type Violation, violationLines } from '../trace/violation.ts'

/** So many lines are printed at most, unless more is asked for. */
export const MOST_LINES = 200

/** The trace that is told of a cause. */
export interface CauseTrace {
  readonly cause: string
  readonly violation: Violation
  readonly page: Page
  /** Said below it. */
  readonly more?: readonly string[]
}

/** A trace, told at one length. */
interface ToldTrace {
  readonly lines: readonly string[]
  /** A block of its own, with a heading; else lines below those of the cause before. */
  readonly apart: boolean
}

/** @param room so many lines at most, but for the first trace in brief @param page of what stands around traces */
export function fittingTraces(traces: readonly CauseTrace[], room: number, page: Page): string[] {
  const [only] = traces
  if (only === undefined) return []
  if (traces.length === 1) return ['', ...wholeLines(only), ...(only.more ?? [])]
  const told: (ToldTrace | undefined)[] = traces.map(() => undefined)
  const laidOut = () => layOut(told, traces.length, page)
  const tell = (at: number, one: ToldTrace): boolean => {
    const before = told[at]
    told[at] = one
    if (laidOut().length <= room) return true
    told[at] = before
    return false
  }
  for (const [at, trace] of traces.entries()) tell(at, compact(trace, at, traces.length))
  const needed = { ...only, page: { ...only.page, why: true } }
  const isLong = [whole(only, page), whole(needed, page), brief(only, 0, page)].some(one => tell(0, one))
  // The first is told, whatever becomes of the others.
  if (!isLong && told[0] === undefined) told[0] = brief(only, 0, page)
  for (const [at, trace] of traces.entries()) if (at > 0 && told[at] !== undefined) tell(at, brief(trace, at, page))
  return laidOut()
}

function layOut(told: readonly (ToldTrace | undefined)[], causes: number, page: Page): string[] {
  const lines: string[] = []
  let isApart = true
  for (const one of told) {
    if (one === undefined) continue
    if (one.apart || isApart) lines.push('')
    lines.push(...one.lines)
    isApart = one.apart
  }
  return [...lines, ...footLines(told, causes, page)]
}

/** How to see more of those that are told in few lines, or not at all. */
function footLines(told: readonly (ToldTrace | undefined)[], causes: number, { width }: Page): string[] {
  const numbers = (is: (one: ToldTrace | undefined) => boolean) =>
    told.flatMap((one, index) => (is(one) ? [index + 1] : []))
  const missing = numbers(one => one === undefined)
  if (missing.length === 0 && numbers(one => one?.apart === false).length === 0) return []
  const without =
    missing.length === 0
      ? ''
      : `no trace is told here of ${missing.length === 1 ? 'cause' : 'causes'} ${numbersWords(missing)}; `
  const words = `${without}--cause N tells a whole trace of cause N, --all ${causes} one of each cause, --all every broken promise`
  return ['', ...paragraph('', words, width)]
}

const wholeLines = ({ violation, page }: CauseTrace): string[] => violationLines(violation, { ...page, explains: true })

const headed = (
  { cause, more = [] }: CauseTrace,
  at: number,
  lines: readonly string[],
  { palette }: Page,
): ToldTrace => ({
  lines: [palette.strong(`cause ${at + 1}  ${cause}`), ...lines, ...more],
  apart: true,
})

const whole = (trace: CauseTrace, page: Page): ToldTrace => headed(trace, 0, wholeLines(trace), page)

const brief = (trace: CauseTrace, at: number, page: Page): ToldTrace =>
  headed(trace, at, briefLines(trace.violation, trace.page), page)

/** Headed by its number in the table of causes. */
const compact = ({ violation, page }: CauseTrace, at: number, causes: number): ToldTrace => ({
  lines: compactLines(violation, `${String(at + 1).padStart(String(causes).length)}  `, page),
  apart: false,
})

/** `3, 5-7 and 9`. */
function numbersWords(numbers: readonly number[]): string {
  const runs: [number, number][] = []
  for (const number of numbers) {
    const last = runs.at(-1)
    if (last && last[1] === number - 1) last[1] = number
    else runs.push([number, number])
  }
  return listWords(runs.map(([first, last]) => range(first, last)))
}
