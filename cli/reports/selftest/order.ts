/**
 * The calls of a trace, and what of their order user space can force: a call begins after others have returned, or begun.
 */
import type { TraceStep } from '../../../checker/index.ts'
import type { Scenario } from '../../../model/scenarios/parts/scenario.ts'

export interface TraceCall {
  /** From 0, in the order in which calls begin. */
  readonly number: number
  readonly thread: number
  readonly operation: string
  readonly args: Readonly<Record<string, number>>
  /** Calls of other threads that have returned before it begins. */
  readonly after: readonly number[]
  /** Calls of other threads that have begun before, and not returned. */
  readonly beside: readonly number[]
  /** Its steps, by their index from 0. */
  readonly steps: readonly number[]
  /** The injected failure: its step, and how many places at which an allocation may fail have gone before, with it. */
  readonly fails?: { readonly step: number; readonly nth: number }
  /** As the trace has it; nothing where the trace ends before it returns. */
  readonly returns?: string
}

/** @param mayFail whether an allocation may fail where a step begins */
export function callsOf(
  steps: readonly TraceStep[],
  { threads }: Scenario,
  mayFail: (step: TraceStep) => boolean,
): TraceCall[] {
  interface Open extends Omit<TraceCall, 'steps'> {
    steps: number[]
    places: number
    fails?: { step: number; nth: number }
    result?: string
    returns?: string
  }
  const calls: Open[] = []
  const current = new Map<number, Open>()
  const begin = (thread: number, operation: string, args: Readonly<Record<string, number>>) => {
    const last = (other: number) => calls.filter(one => one.thread === other).at(-1)
    const others = threads.flatMap((_, other) => (other === thread ? [] : (last(other) ?? [])))
    const call: Open = {
      number: calls.length,
      thread,
      operation,
      args,
      after: others.filter(one => one.returns !== undefined).map(one => one.number),
      beside: others.filter(one => one.returns === undefined).map(one => one.number),
      steps: [],
      places: 0,
    }
    calls.push(call)
    current.set(thread, call)
  }
  threads.forEach(({ within }, thread) => {
    if (within) begin(thread, within.operation, within.args ?? {})
  })
  steps.forEach((step, index) => {
    if (step.starts) begin(step.thread, step.operation, step.starts)
    const call = current.get(step.thread)
    if (call === undefined) return
    call.steps.push(index)
    if (!step.starts && mayFail(step)) {
      call.places += 1
      if (step.event === 'enomem') call.fails ??= { step: index, nth: call.places }
    }
    const result = step.locals.find(({ field }) => field === 'result')
    if (result) call.result = result.shows[1]
    if (step.to === '') call.returns = call.result ?? '0'
  })
  return calls.map(({ places, result, ...call }) => call)
}
