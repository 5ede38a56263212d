/**
 * A violation in three or four lines: what does not hold, where, and the steps that it needs, the last before the first.
 */
import { constants } from 'node:os'
import type { Trace, TraceStep } from '../../../checker/index.ts'
import { showWorld } from '../../names/world-name.ts'
import { counted } from '../../text/words.ts'
import { paragraph, wrap } from '../../text/wrap.ts'
import { isTelling } from './closing.ts'
import { type Page, tellingOf } from './telling.ts'
import { type Telling, textOf } from './trace.ts'
import type { Violation } from './violation.ts'

/** Lines of the steps, at most. */
const MOST = 2

/** @param head stands before the first line, and the others are indented as far */
export function compactLines({ world, scenario, trace, onlyIf }: Violation, head: string, page: Page): string[] {
  const { palette, width } = page
  const [first, ...more] = paragraph(head, `${trace.says} (${onlyIf ? 'possible: ' : ''}${trace.property})`, width)
  const indent = ' '.repeat(head.length)
  return [
    head + palette.bad(first!.slice(head.length)),
    ...more.map(line => indent + palette.bad(line.slice(head.length))),
    ...paragraph(indent, `after ${counted(trace.steps.length, 'step')} in ${showWorld(world)}:`, width),
    ...stepLines(trace, tellingOf(scenario, page, trace.property), width - head.length).map(line => indent + line),
  ]
}

/** The last step, and as many of the needed ones as fit beside it: failures first, then those that come late. */
function stepLines(trace: Pick<Trace, 'steps' | 'needed'>, telling: Telling, width: number): string[] {
  const { steps } = trace
  const last = steps.length - 1
  const shown = [...(trace.needed ?? steps.keys())].filter(at => at === last || isTelling(steps[at]!, telling))
  const others = shown.filter(at => at !== last).sort((a, b) => failures(steps[b]!) - failures(steps[a]!) || b - a)
  const linesWith = (told: ReadonlySet<number>) =>
    wrap(runWords(steps, runsOf(steps, shown, told, telling), telling), width).map(line => line.replaceAll(TIED, ' '))
  let told: ReadonlySet<number> = new Set([last])
  for (const at of others) {
    const more = new Set([...told, at])
    if (linesWith(more).length <= MOST) told = more
  }
  return linesWith(told)
}

const failures = ({ event }: TraceStep): number => (Object.hasOwn(constants.errno, event.toUpperCase()) ? 1 : 0)

/** Stands for a space at which no line ends. */
const TIED = '\u00a0'

/** Steps of one call that no other CPU comes between: what is said of each, or that some are left out. */
interface CallRun {
  readonly thread: number
  /** Index of the step that starts the call; nothing of a call that was under way. */
  readonly call: number | undefined
  readonly said: string[]
}

function runsOf(steps: readonly TraceStep[], shown: readonly number[], told: ReadonlySet<number>, telling: Telling) {
  const runs: CallRun[] = []
  const calls = new Map<number, number>()
  for (const [at, step] of steps.entries()) {
    const { thread } = step
    if (step.starts) calls.set(thread, at)
    if (!shown.includes(at)) continue
    const call = calls.get(thread)
    const before = runs.at(-1)
    const run = before?.thread === thread && before.call === call ? before : { thread, call, said: [] }
    if (run !== before) runs.push(run)
    if (told.has(at))
      run.said.push([at + 1, ...(step.starts ? ['begins'] : textOf(step, telling).split(' '))].join(TIED))
    else if (run.said.at(-1) !== LEFT_OUT) run.said.push(LEFT_OUT)
  }
  return runs.filter(({ said }) => said.some(one => one !== LEFT_OUT))
}

const LEFT_OUT = '...'

/** `CPU0 allocate 0-1: ..., 6 folio_put(); CPU1 guest fault, private gfn 1: 24 kvm_tdp_mmu_map()`. */
function runWords(steps: readonly TraceStep[], runs: readonly CallRun[], { showCall }: Telling): string {
  const told = new Set<number>()
  return runs
    .map(({ thread, call, said }) => {
      const isNew = call !== undefined && !told.has(call)
      if (call !== undefined) told.add(call)
      const words = isNew ? ` ${showCall(steps[call]!.operation, steps[call]!.starts!)}` : ''
      return `CPU${thread}${words}: ${said.join(', ')}`
    })
    .join('; ')
}
