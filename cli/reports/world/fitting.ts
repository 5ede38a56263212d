/**
 * Traces of causes in so many lines: the first whole; of the others those that fit, in brief; and which are left out.
 */
import { listWords, range } from '../../text/words.ts'
import { paragraph } from '../../text/wrap.ts'
import type { Page } from '../trace/telling.ts'
import { briefLines, type Violation, violationLines } from '../trace/violation.ts'

/** So many lines are printed at most, unless all are asked for. */
export const MOST_LINES = 200

/** The trace that is told of a cause. */
export interface CauseTrace {
  readonly cause: string
  readonly violation: Violation
  readonly page: Page
  /** Said below it. */
  readonly more?: readonly string[]
}

/** @param room so many lines at most, but for the first trace in brief @param page of what stands around traces */
export function fittingTraces(traces: readonly CauseTrace[], room: number, { palette, width }: Page): string[] {
  const lines: string[] = []
  const leftOut: number[] = []
  const headed = ({ cause, more = [] }: CauseTrace, number: number, told: readonly string[]) => [
    '',
    ...(traces.length > 1 ? [palette.strong(`cause ${number}  ${cause}`)] : []),
    ...told,
    ...more,
  ]
  for (const [index, trace] of traces.entries()) {
    const { violation, page } = trace
    const number = index + 1
    const left = room - lines.length - (traces.length > 1 ? FOOT : 0)
    const whole = index === 0 ? headed(trace, number, violationLines(violation, { ...page, explains: true })) : []
    if (index === 0 && (traces.length === 1 || whole.length <= left)) {
      lines.push(...whole)
      continue
    }
    const brief = headed(trace, number, briefLines(violation, page))
    if (index === 0 || brief.length <= left) lines.push(...brief)
    else leftOut.push(number)
  }
  if (leftOut.length === 0) return lines
  const words = `no trace is told here of ${leftOut.length === 1 ? 'cause' : 'causes'} ${numbersWords(leftOut)}: --all tells every trace, --all ${traces.length} one of each cause`
  return [...lines, '', ...paragraph('', words, width)]
}

/** Lines that say what is left out. */
const FOOT = 4

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
