/**
 * Results that callers can observe when their calls return: the only way to tell two designs apart from outside of the kernel.
 *
 * Left out: in which order calls return.
 */

import { spteAt, spteFrame, spteIsHuge } from '../../model/kernel/mmu/mmu.ts'
import type { Kernel } from '../../model/kernel/state/state.ts'
import { OK, showContents, showResult } from '../../model/kernel/state/values.ts'
import type { Scenario } from '../../model/scenarios/parts/scenario.ts'
import { startedOperations } from '../judging/started.ts'
import type { Seen } from '../promise.ts'

/** One way in which a call may return. */
export interface Observation {
  readonly operation: string
  /** As the call was started. */
  readonly args: Readonly<Record<string, number>>
  /** An errno as the model numbers them, 0 for success. */
  readonly result: number
  /** Other observations: `reads zero`, `1 page done`; '' if there are none. */
  readonly tells: string
}

/** Operations that nobody calls from outside: the kernel runs them on its own. */
const internal = ['speculative reference', 'worker', 'evict', 'release']

/** The operations that callers start in a scenario, and the names of the arguments they give. */
export function observedOperations(scenario: Scenario): ReadonlyMap<string, readonly string[]> {
  const found = new Map(startedOperations(scenario))
  for (const operation of internal) found.delete(operation)
  return found
}

/** Ghosts that `observationOf` reads. */
export const observationGhosts = ['contents'] as const

/**
 * The observations of a caller, as the call returns.
 *
 * @param args names of the arguments that the call was started with
 * @param locals names of the locals that the operation has in this design: others mean nothing while it returns
 */
export function observationOf(
  seen: Seen,
  operation: string,
  args: readonly string[],
  locals: readonly string[],
): Observation {
  const { call } = seen
  const result = locals.includes('result') ? call.result! : OK
  return {
    operation,
    args: Object.fromEntries(args.map(name => [name, call[name]!])),
    result,
    tells: tellsOf(seen, operation, result, locals),
  }
}

function tellsOf(seen: Seen, operation: string, result: number, locals: readonly string[]): string {
  const { kernel, call } = seen
  switch (operation) {
    case 'guest fault':
    case 'prefault':
    case 'guest write':
      return result === OK ? guestReads(kernel, call.vm!, call.kind!, call.gfn!) : ''
    case 'host fault':
    case 'host write':
      return result === OK ? hostReads(kernel, call.page!) : ''
    case 'populate':
      return `${call.done} done`
    case 'convert':
      return result === OK ? '' : errorOffset(seen, locals)
    default:
      return ''
  }
}

/** The data that an access finds once its fault is handled. The page may be gone again by then: the access faults anew. */
function guestReads(kernel: Kernel, vm: number, kind: number, gfn: number): string {
  const head = gfn - (gfn % kernel.hugepage)
  const small = spteAt(kernel, vm, kind, gfn)
  const huge = spteAt(kernel, vm, kind, head)
  if (spteIsHuge(huge)) return reads(kernel, spteFrame(huge) + gfn - head)
  return small === 0 ? 'nothing mapped' : reads(kernel, spteFrame(small))
}

const hostReads = (kernel: Kernel, page: number): string =>
  kernel.hostPte[page] === 0 ? 'nothing mapped' : reads(kernel, kernel.hostPte[page]! - 1)

const reads = (kernel: Kernel, frame: number): string => `${showContents(kernel.contents[frame]!)} data`

/** Whether the offset at which the ioctl says that it failed means anything. Where it is never set, a promise says so. */
function errorOffset(seen: Seen, locals: readonly string[]): string {
  const { start, pages } = seen.call
  const offset = toldOffset(seen, locals)
  if (offset === undefined) return ''
  return offset >= start! && offset < start! + pages! ? '' : 'error offset outside of the request'
}

/** All that the caller is told as the call returns, in words: `-EAGAIN, error offset 1`. */
export function outcomeOf(seen: Seen, operation: string, locals: readonly string[]): string {
  const { call } = seen
  const result = locals.includes('result') ? call.result! : OK
  const tells = tellsOf(seen, operation, result, locals)
  const offset = toldOffset(seen, locals)
  const words = result === OK || offset === undefined ? '' : `error offset ${offset}`
  return [showResult(result), tells, words].filter(words => words !== '').join(', ')
}

/** The page at which the caller is told that a conversion failed, if it is. */
function toldOffset({ call }: Seen, locals: readonly string[]): number | undefined {
  if (locals.includes('errorIndex')) return call.errorIndex
  return locals.includes('toldOffset') && call.toldOffset! > 0 ? call.toldOffset! - 1 : undefined
}

/** `returns 0, zero data`. */
export const resultWords = ({ result, tells }: Pick<Observation, 'result' | 'tells'>): string =>
  `returns ${showResult(result)}${tells === '' ? '' : `, ${tells}`}`
