/**
 * A call that runs alone, from a state to its return, and takes the first step that is possible each time.
 */
import { Visitor } from '../../../checker/index.ts'
import type { Kernel, Part } from '../../../model/kernel/state/state.ts'
import { withParts } from '../../../model/scenarios/parts/pages.ts'
import { world } from '../../../model/world.ts'
import { designNamed } from '../code/worlds.ts'

interface Alone {
  readonly operation: string
  readonly args: Readonly<Record<string, number>>
  readonly parts?: readonly Part[]
  readonly pages?: number
  readonly initial: (kernel: Kernel) => void
}

/** The event to choose at a function that runs for the nth time, from 1; the first that is possible where it says nothing. */
export type Choose = (fn: string, nth: number) => string | undefined

/** @returns the functions that run, and what the call returns in words */
export function runAlone(
  design: string,
  { operation, args, parts = [], pages = 1, initial }: Alone,
  choose: Choose = () => undefined,
): { readonly fns: readonly string[]; readonly result: string } {
  const bounds = { pages, hugepage: 1, frames: pages + 1, threads: 1, vms: 1, failures: 2 }
  const threads = [{ name: 'CPU0', calls: [{ operation, args: [args], times: 1 }] }]
  const scenario = { name: 'alone', summary: '', bounds, environment: withParts(...parts), threads, goals: [] }
  const visitor = new Visitor(world({ ...scenario, initial: [initial] }, designNamed(design)), [])
  let path = '0'
  for (;;) {
    const { steps, possible } = visitor.visit(0, path)
    const fns = steps.slice(1).map(({ fn }) => fn)
    const results = steps.flatMap(({ locals }) => locals.filter(({ field }) => field === 'result'))
    if (steps.at(-1)!.to === '') return { fns, result: results.at(-1)?.shows[1] ?? '0' }
    if (possible.length === 0) return { fns, result: 'waits' }
    const { fn } = possible[0]!.step
    const wanted = choose(fn, 1 + fns.filter(one => one === fn).length)
    path = `${path}.${(possible.find(({ step }) => step.event === wanted) ?? possible[0]!).step.element}`
  }
}
