/**
 * A violation told as a race: a column per CPU, numbered steps running down, and what each step changed.
 */
import { constants } from 'node:os'
import type { Thread } from '../../../checker/declare.ts'
import type { Trace, TraceStep } from '../../../checker/index.ts'
import { columns, type Layout, type TraceRow } from './columns.ts'
import { repeatedRounds } from './rounds.ts'
import { changePhrases, type ShowIndex } from './words/changes.ts'

/** How the world of a trace speaks. */
export interface Telling extends Layout {
  /** All threads, from thread 0. */
  readonly threads: readonly Pick<Thread, 'name' | 'within'>[]
  readonly showIndex: ShowIndex
  /** Words for a call: `convert(start 0, pages 2)`. */
  readonly showCall: (operation: string, args: Readonly<Record<string, number>>) => string
  /** Fields that the kernel does not have: shown together with the locals. */
  readonly isBookkeeping: (field: string) => boolean
  /** Fields that last one step: shown as raised. */
  readonly isSignal: (field: string) => boolean
  /** What a signal says: that it is raised, or which other promise it breaks. */
  readonly showSignal: (field: string) => string
  /** Where a step stands in code that is not the model's own; nothing for other steps. */
  readonly placeOf?: (step: TraceStep) => string | undefined
  /** Show only the steps that the violation needs, and where their calls start. */
  readonly why?: boolean
  /** Show locals and bookkeeping too. */
  readonly locals: boolean
}

/** Lines of the steps of a trace. Threads that take no step have no column. */
export function traceLines(trace: Pick<Trace, 'steps' | 'needed'>, telling: Telling): string[] {
  const shown = telling.why ? neededAndCalls(trace) : trace.steps.map((_, index) => index)
  const threads = telling.threads
    .map((_, thread) => thread)
    .filter(thread => shown.some(index => trace.steps[index]!.thread === thread))
  const heads = threads.map(thread => headOf(thread, trace.steps, telling))
  const results = resultsOf(trace.steps)
  const rows = shown.map(index => {
    const step = trace.steps[index]!
    return { number: index + 1, ...rowOf(step, threads.indexOf(step.thread), results[index], telling) }
  })
  if (telling.locals) return columns(heads, rows, telling)
  const needed = new Set(trace.needed)
  const keys = rows.map(({ column, text, changes }, at) => ({
    exact: [column, text, ...changes].join('\n'),
    spare: trace.needed !== undefined && !needed.has(shown[at]!),
  }))
  return columns(
    heads,
    rows,
    telling,
    repeatedRounds(keys, row => rows[row]!.number),
  )
}

/** `CPU1 vcpu  guest_fault(gfn 0)`: the CPU, the thread's name if it has another, and what it calls. */
function headOf(thread: number, steps: readonly TraceStep[], { threads, showCall }: Telling): string {
  const { name, within } = threads[thread]!
  const calls = steps
    .filter(step => step.thread === thread && step.starts)
    .map(step => showCall(step.operation, step.starts!))
  const inside = within ? [`${showCall(within.operation, within.args ?? {})} (under way)`] : []
  return `CPU${thread}${name === `CPU${thread}` ? '' : ` ${name}`}  ${[...inside, ...calls].join('; ')}`
}

/** For each step that ends a call with a result: the result, in words. */
function resultsOf(steps: readonly TraceStep[]): (string | undefined)[] {
  const latest = new Map<number, string>()
  return steps.map(({ thread, locals, starts, to }) => {
    if (starts) latest.delete(thread)
    const change = locals.find(({ field }) => field === 'result')
    if (change) latest.set(thread, change.shows[1])
    return to === '' ? (latest.get(thread) ?? '0') : undefined
  })
}

function rowOf(
  step: TraceStep,
  column: number,
  result: string | undefined,
  telling: Telling,
): Omit<TraceRow, 'number'> {
  const { showIndex, isBookkeeping, isSignal, showSignal, locals } = telling
  const place = placePhrase(step, telling)
  const raised = step.changes.filter(change => isSignal(change.field))
  const changed = step.changes.filter(change => !isSignal(change.field) && (locals || !isBookkeeping(change.field)))
  return {
    column,
    text: ' '.repeat(depthOf(step)) + textOf(step, telling),
    changes: [
      ...(place === undefined ? [] : [place]),
      ...raised.map(({ field }) => showSignal(field)),
      ...changePhrases(changed, showIndex),
      ...(result === undefined ? [] : [`${step.operation} returns ${result}`]),
    ],
    notes: locals ? changePhrases(step.locals, showIndex) : [],
  }
}

/** Where a step stands in the C, or that it stands in none of it; nothing where no C has run, and for calls that start. */
export function placePhrase(step: TraceStep, { placeOf }: Pick<Telling, 'placeOf'>): string | undefined {
  if (placeOf === undefined || step.starts) return undefined
  return placeOf(step) ?? BY_HAND
}

/** Of steps of the model among those of C: they may name functions as another kernel does. */
const BY_HAND = 'by hand'

/** How deep in the functions of its operation a step is, by the states around its control point. */
const depthOf = ({ at }: TraceStep): number => at.split('.').length - 1

/** The function, and how it fails; or the call that starts. */
export function textOf(step: TraceStep, { showCall }: Pick<Telling, 'showCall'>): string {
  if (step.starts) return `calls ${showCall(step.operation, step.starts)}`
  if (step.event === 'step') return `${step.fn}()`
  const errno = step.event.toUpperCase()
  if (Object.hasOwn(constants.errno, errno)) return `${step.fn}() fails: -${errno}`
  return `${step.fn}() ${step.event in UNSET ? `unset: ${UNSET[step.event]}` : step.event}`
}

/** Events that choose what a local holds that nobody has set. */
export const UNSET: Readonly<Record<string, string>> = { zero: '0', one: '1', most: 'most', garbage: 'other' }

/** The needed steps, and for each of their threads the start of a call in which it has such a step. */
export function neededAndCalls({ steps, needed }: Pick<Trace, 'steps' | 'needed'>): number[] {
  const isNeeded = new Set(needed ?? steps.keys())
  const shown: number[] = []
  /** By thread, the start of its call, until a step of the call is shown. */
  const starts = new Map<number, number>()
  for (const [index, { thread, starts: isStart }] of steps.entries()) {
    if (isStart && index < steps.length - 1) starts.set(thread, index)
    else if (isNeeded.has(index)) {
      shown.push(...[starts.get(thread)].flatMap(start => start ?? []), index)
      starts.delete(thread)
    }
  }
  return shown.sort((a, b) => a - b)
}
