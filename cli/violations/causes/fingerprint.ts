/**
 * The name of a violation that stays the same while the code around it changes: what is broken, by which C function, and
 * what that needs to have happened before. It names no state, no address, no CPU and no line.
 */
import { createHash } from 'node:crypto'
import type { Trace, TraceStep } from '../../../checker/index.ts'
import { neededOnce } from '../../run/search/needed-steps.ts'

interface Fingerprint {
  readonly promise: string
  /** The C function whose step breaks it, within its operation: `convert: kvm_gmem_shareability_store`. */
  readonly place: string
  /**
   * What the violation needs, in the order in which it first happens: as `place`, with the failure where one is injected, and
   * with the function whose text the step is: `convert: folio_put in kvm_gmem_convert_range`.
   */
  readonly slice: readonly string[]
}

export function fingerprintOf({ property, steps, needed }: Pick<Trace, 'property' | 'steps' | 'needed'>): Fingerprint {
  const last = steps.at(-1)
  return {
    promise: property,
    place: last ? placeOf(last) : 'in the beginning',
    slice: neededOnce({ steps, needed }).map(sliceElement),
  }
}

/** Twelve hexadecimal digits that are the same for the same fingerprint. */
const fingerprintHash = ({ promise, place, slice }: Fingerprint): string =>
  createHash('sha256')
    .update(JSON.stringify([promise, place, slice]))
    .digest('hex')
    .slice(0, 12)

/** `huge-mappings-are-not-mixed:1f0c55d2a9be`. */
export const fingerprintWords = (fingerprint: Fingerprint): string =>
  `${fingerprint.promise}:${fingerprintHash(fingerprint)}`

/** The fingerprint of a trace for programs; nothing where nobody asked which of its steps are needed. */
export function fingerprintJson(trace: Trace) {
  if (trace.needed === undefined) return {}
  const fingerprint = fingerprintOf(trace)
  const { place, slice } = fingerprint
  return { fingerprint: fingerprintWords(fingerprint), place, slice }
}

const placeOf = ({ operation, fn, starts }: TraceStep): string =>
  starts ? `calls ${operation}` : `${operation}: ${fn}`

/** Whether an element of a slice is of that place, whatever function has it. */
export const isAt = (element: string, place: string): boolean =>
  element === place || element.startsWith(`${place}${IN}`)

/** Between what a step does and the function whose text it is. */
const IN = ' in '

/** Whether an element of a slice is the start of a call. */
export const isCall = (element: string): boolean => element.startsWith('calls ')

function sliceElement(step: TraceStep): string {
  const { starts, event, within } = step
  const chosen = starts || event === 'step' ? placeOf(step) : `${placeOf(step)} ${event}`
  return within === undefined || within === step.fn ? chosen : `${chosen}${IN}${within}`
}
