/**
 * The last words of a trace: what breaks the promise, and what had to come before it, as one would tell it.
 */
import { constants } from 'node:os'
import type { Trace, TraceStep } from '../../../checker/index.ts'
import { counted, listWords } from '../../text/words.ts'
import { type Telling, UNSET } from './trace.ts'
import { deedsOf } from './words/deeds.ts'
import { mainChanges, tellingMost } from './words/weights.ts'

/** So many steps that came before are named. */
const NAMED = 3

/** Sentences; nothing where nobody asked which steps are needed. */
export function closingWords(
  { steps, needed, says }: Pick<Trace, 'steps' | 'needed' | 'says'>,
  telling: Telling,
): string | undefined {
  if (needed === undefined || steps.length === 0) return undefined
  const last = steps.length - 1
  const before = needed.filter(
    index => index !== last && (isTelling(steps[index]!, telling) || isOvertaken(steps, index)),
  )
  const said = tellingMost(steps, before, NAMED, step => changesOf(step, telling))
  const breaks = `CPU${steps[last]!.thread} ${deedWords(steps, last, telling)}: ${says}.`
  if (said.length === 0) return `${breaks} That breaks the promise, whatever came before.`
  const more = before.length - said.length
  const others = said.map((index, at) => {
    const { thread } = steps[index]!
    const same = at > 0 && steps[said[at - 1]!]!.thread === thread
    return `${same ? 'it' : `CPU${thread}`} ${deedWords(steps, index, telling)}`
  })
  const rest = more > 0 ? `; and ${counted(more, 'other step')}` : ''
  return `${breaks} That needs what came before: ${others.join('; ')}${rest}.`
}

/** It only looks, and another CPU comes in before its own goes on. */
const isOvertaken = (steps: readonly TraceStep[], index: number): boolean =>
  steps[index]!.starts === undefined && steps[index + 1]!.thread !== steps[index]!.thread

/** It changes something that people see, or something fails. */
export const isTelling = (step: TraceStep, telling: Telling): boolean =>
  !step.starts && (step.event !== 'step' || changesOf(step, telling).length > 0)

/** `makes page 2 shared (step 22, kvm_gmem_shareability_store())`. */
function deedWords(steps: readonly TraceStep[], index: number, telling: Telling): string {
  const step = steps[index]!
  if (step.starts) return `calls ${telling.showCall(step.operation, step.starts)} (step ${index + 1})`
  const deeds = deedsOf(mainChanges(steps, index, changesOf(step, telling)), telling.showIndex)
  const what = [...eventWords(step), ...deeds]
  const returns = step.to === '' && index === steps.length - 1 ? [`returns from ${step.operation}`] : []
  const said = [...what, ...returns]
  return said.length === 0
    ? `runs ${step.fn}() (step ${index + 1})`
    : `${listWords(said)} (step ${index + 1}, ${step.fn}())`
}

/** What the environment chose. */
function eventWords({ event }: TraceStep): string[] {
  if (event === 'step') return []
  const errno = event.toUpperCase()
  if (Object.hasOwn(constants.errno, errno)) return [`fails with -${errno}`]
  return [event in UNSET ? `reads a local that nobody has set (${UNSET[event]})` : `finds ${event}`]
}

const changesOf = ({ changes }: TraceStep, { isBookkeeping, isSignal }: Telling) =>
  changes.filter(({ field }) => !isBookkeeping(field) && !isSignal(field) && field !== 'failuresLeft')
