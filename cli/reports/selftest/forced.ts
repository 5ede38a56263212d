/**
 * What a trace needs of the kernel and no call of user space brings about: failures of functions, signals at a step, what an
 * unset local holds. A selftest says so, and what a kernel developer puts in its place.
 */
import type { TraceStep } from '../../../checker/index.ts'
import type { ToldStep } from '../trace/drawn/told-steps.ts'
import { UNSET } from '../trace/trace.ts'
import type { TraceCall } from './order.ts'

/** Of a call: its steps that fail-nth does not bring about, in sentences. */
export const unforcedWords = (call: TraceCall, steps: readonly TraceStep[], told: readonly ToldStep[]): string[] =>
  call.steps
    .filter(index => isChosen(steps[index]!) && index !== call.fails?.step)
    .map(index => `Step ${index + 1}, ${told[index]!.text}: ${insteadWords(steps[index]!)}.`)

const isChosen = ({ event, starts }: TraceStep): boolean => starts === undefined && event !== 'step'

function insteadWords({ event, fn }: TraceStep): string {
  const cannot = 'user space cannot force it'
  if (event in UNSET) return `${cannot}, for chance decides; set the local in the C`
  if (event === 'enomem') return `${cannot} beside another failure of the same call; ${override(fn, 'ENOMEM')}`
  if (event === 'eintr')
    return `${cannot}, for the signal has to be there at that step; send one meanwhile, or ${override(fn, 'EINTR')}`
  return `${cannot}; ${override(fn, event.toUpperCase())}`
}

const override = (fn: string, errno: string): string =>
  `override what ${fn}() returns by -${errno}: with fail_function or bpf_override_return() where ALLOW_ERROR_INJECTION() names it, else by a return in its C`
