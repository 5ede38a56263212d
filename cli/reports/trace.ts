/**
 * A violation told as a race: a column per CPU, numbered steps running down, and what each step changed.
 */
import { constants } from 'node:os'
import type { Change, Step, Trace } from '../../checker/result.ts'
import { changePhrases, type ShowIndex } from './changes.ts'
import { columns, type Layout, type Row } from './columns.ts'

/** How the world of a trace speaks. */
export interface Telling extends Layout {
  /** Names of all threads, from thread 0. */
  readonly threads: readonly string[]
  readonly showIndex: ShowIndex
  /** Words for a call: `convert(start 0, pages 2)`. */
  readonly showCall: (operation: string, args: Readonly<Record<string, number>>) => string
  /** Fields that only promises read: shown together with the locals. */
  readonly isGhost: (field: string) => boolean
  /** Fields that last one step: shown as raised. */
  readonly isSignal: (field: string) => boolean
  /** Show locals and ghosts too. */
  readonly locals: boolean
}

/** Lines of the steps of a trace. Threads that take no step have no column. */
export function traceLines(trace: Pick<Trace, 'steps'>, telling: Telling): string[] {
  const threads = telling.threads
    .map((_, thread) => thread)
    .filter(thread => trace.steps.some(s => s.thread === thread))
  const heads = threads.map(thread => headOf(thread, trace.steps, telling))
  const rows = trace.steps.map(step => rowOf(step, threads.indexOf(step.thread), telling))
  return columns(heads, rows, telling)
}

/** `CPU1 vcpu  guest_fault(gfn 0)`: the CPU, the thread's name if it has another, and what it calls. */
function headOf(thread: number, steps: readonly Step[], { threads, showCall }: Telling): string {
  const cpu = `CPU${thread}`
  const name = threads[thread]!
  const calls = steps
    .filter(step => step.thread === thread && step.starts)
    .map(step => showCall(step.operation, step.starts!))
  return `${cpu}${name === cpu ? '' : ` ${name}`}  ${calls.join('; ')}`
}

function rowOf(step: Step, column: number, telling: Telling): Row {
  const { showIndex, isGhost, isSignal, locals } = telling
  const raised = step.changes.filter(change => isSignal(change.field))
  const changed = step.changes.filter(change => !isSignal(change.field) && (locals || !isGhost(change.field)))
  return {
    column,
    text: textOf(step, telling),
    changes: [...raised.map(raisedPhrase), ...changePhrases(changed, showIndex)],
    notes: locals && step.locals.length > 0 ? [changePhrases(step.locals, showIndex).join(', ')] : [],
  }
}

const raisedPhrase = (signal: Change): string => `raises ${signal.field}`

function textOf(step: Step, { showCall }: Telling): string {
  if (step.starts) return `calls ${showCall(step.operation, step.starts)}`
  if (step.event === 'step') return `${step.fn}()`
  const errno = step.event.toUpperCase()
  return Object.hasOwn(constants.errno, errno) ? `${step.fn}() fails: -${errno}` : `${step.fn}() ${step.event}`
}
